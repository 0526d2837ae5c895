import type { PublishingMode } from '@/components/publishing/view'

export interface Figures {
  before: PublishingMode
  mode: PublishingMode
  add: number
  remove: number
  takeIn: number
  /** Beyond what one push takes. */
  later: number
  /** Copies that stay in Outlook, because nothing is written there. */
  left: number
  /** Entries whose people Outlook would invite. */
  invited: number
  /** Entries whose people were invited before: they are not invited again. */
  invitedBefore: number
  observes: boolean
  calendar: string
}

const entries = (count: number): string => (count === 1 ? '1 entry' : `${count.toLocaleString('en-GB')} entries`)
const meetings = (count: number): string => (count === 1 ? '1 meeting' : `${count.toLocaleString('en-GB')} meetings`)

/** What a change of mode would do, in sentences with figures (R60). */
export function sentencesOf(given: Figures): string[] {
  const { before, mode, add, remove, takeIn, later, left, invited, invitedBefore, observes, calendar } = given
  if (mode === before) return ['Nothing changes.']
  const said: string[] = []
  if (remove > 0 || (before === 'separate' && left === 0 && !observes))
    said.push(`The calendar “${calendar}” is removed from Outlook, with ${entries(remove)} in it.`)
  if (left > 0) said.push(`The calendar “${calendar}” stays in Outlook as it is, because Tandem only observes.`)
  if (before === 'two-way')
    said.push(
      'What stands in Outlook stays there, no longer linked. Nothing is cancelled.',
      'Meetings that came from Outlook are shown as Outlook’s again.',
    )
  if (mode === 'separate') {
    said.push(
      add > 0
        ? `${entries(add)} will be added to Outlook; no one will be mailed.`
        : 'There is nothing to add yet; no one will be mailed.',
      `They go to a calendar of their own, “${calendar}”.`,
    )
  }
  if (mode === 'two-way') {
    said.push(`${entries(add)} will be added to your Outlook calendar.`)
    said.push(
      invited > 0
        ? `Outlook will invite the people of ${entries(invited)}.`
        : 'Nobody is on them, so no one will be mailed.',
    )
    if (invitedBefore > 0)
      said.push(`The people of ${entries(invitedBefore)} were invited before: they are not invited again.`)
    said.push(`${meetings(takeIn)} of Outlook will come in. Private ones stay out.`)
  }
  if (later > 0) said.push(`${entries(later)} more follow: 10,000 go at a time.`)
  if (mode === 'off') said.push('Nothing changes in Tandem; no one will be mailed.')
  if (observes && mode !== 'off') said.push('Nothing is written while Tandem only observes.')
  return said
}
