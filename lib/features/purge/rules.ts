/** What each feature does that ends with the connection. */
const ENDS: Record<string, readonly string[]> = {
  mail: ['New mail no longer appears here.', 'Marking mail here no longer changes it in Outlook.'],
  calendar: ['Your Outlook events no longer appear in the schedule.'],
}

/** Sentences on what a Disconnect ends, of the features that are on. */
export const stopsOf = (isOn: (feature: string) => boolean): string[] =>
  Object.entries(ENDS).flatMap(([feature, sentences]) => (isOn(feature) ? sentences : []))
