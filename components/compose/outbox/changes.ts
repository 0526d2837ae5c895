import type { Outgoing } from './outgoing'

/** What is new between two looks at the mails on their way. Pure. */

export type OutboxChange =
  | { type: 'leaving'; mail: Outgoing }
  | { type: 'sent'; mail: Outgoing }
  | { type: 'failed'; mail: Outgoing }

const late = 60_000

/** Waits for another day or hour, not for the ten seconds in which it can be taken back. `now` in ms. */
export const isScheduled = (mail: Outgoing, now: number) =>
  mail.state === 'queued' && mail.leavesAt !== null && mail.leavesAt - now > late

/** About to leave, or leaving. */
const isLeaving = (mail: Outgoing, now: number) =>
  mail.state === 'sending' || (mail.state === 'queued' && !isScheduled(mail, now))

/**
 * @param before null: the first look, at which what is over long since is not told again
 * @param undone mails that were taken back here: their going says nothing
 */
export function changesOf(
  before: readonly Outgoing[] | null,
  after: readonly Outgoing[],
  undone: { has(id: string): boolean },
  now: number,
): OutboxChange[] {
  const changes: OutboxChange[] = []
  for (const mail of after) {
    const was = before?.find((each) => each.id === mail.id)
    if (isLeaving(mail, now)) changes.push({ type: 'leaving', mail })
    else if (mail.state === 'sent' && was && was.state !== 'sent') changes.push({ type: 'sent', mail })
    else if (mail.state === 'editing' && mail.problem && was?.problem !== mail.problem && !undone.has(mail.id))
      changes.push({ type: 'failed', mail })
  }
  for (const mail of before ?? [])
    if (isLeaving(mail, now) && !undone.has(mail.id) && !after.some((each) => each.id === mail.id))
      changes.push({ type: 'sent', mail })
  return changes
}

/** Whole seconds in which it can still be taken back; 0: it is leaving. Never over ten, whatever this clock says. */
export function secondsLeft(mail: Outgoing, now: number): number {
  if (mail.state !== 'queued' || mail.leavesAt === null) return 0
  return Math.max(0, Math.min(10, Math.ceil((mail.leavesAt - now) / 1000)))
}
