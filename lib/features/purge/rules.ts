/** What each feature does that ends with the connection. */
const ENDS: Record<string, readonly string[]> = {
  mail: ['New mail no longer appears here.', 'Marking mail here no longer changes it in Outlook.'],
  calendar: ['Your Outlook events no longer appear in the schedule.'],
}

/** How the person's entries go to Outlook. */
interface Publishing {
  mode: 'off' | 'separate' | 'two-way'
  /** Only observed: nothing is written to Outlook. Two-way, what changes there comes in all the same. */
  writes: 'observe' | 'on'
}

const MODE_ENDS: Record<`${Publishing['mode']} ${Publishing['writes']}`, readonly string[]> = {
  'off on': [],
  'off observe': [],
  'separate on': ['Publish to Outlook: the separate calendar there no longer follows what you enter here.'],
  'separate observe': [],
  'two-way on': ['Two-way: a change made here or in Outlook is no longer made on the other side.'],
  'two-way observe': ['Two-way: a change made in Outlook is no longer made here.'],
}

/** Sentences on what a Disconnect ends: of the features that are on, and of the mode in which entries go to Outlook. */
export const stopsOf = (isOn: (feature: string) => boolean, publishing: Publishing | null): string[] => [
  ...Object.entries(ENDS).flatMap(([feature, sentences]) => (isOn(feature) ? sentences : [])),
  ...(publishing && isOn('publishing') ? MODE_ENDS[`${publishing.mode} ${publishing.writes}`] : []),
]
