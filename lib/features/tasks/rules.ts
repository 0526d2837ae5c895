/** What stands for a title that is a mail's subject, where the subject is not to be seen. */
export const TITLE_HIDDEN = 'Made of a mail'

/** The date in a zone (IANA; an unknown one counts as UTC), YYYY-MM-DD. */
export function dateIn(zone: string, at: Date): string {
  const format = (timeZone: string) =>
    new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' }).format(at)
  try {
    return format(zone || 'UTC')
  } catch {
    return format('UTC')
  }
}

/** A date of the calendar: "2027-02-29" is none. */
export function isDate(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text) || text < '1970-01-01') return false
  const at = new Date(`${text}T00:00:00Z`)
  return !Number.isNaN(at.getTime()) && at.toISOString().slice(0, 10) === text
}

/**
 * Who may change a task: its owner, who made it, administrators. What waits for a reply tells of a mail and is its
 * owner's alone.
 */
export function mayChange(
  task: { ownerId: string; createdBy: string | null; waitsForReplyUntil: Date | null },
  who: { userId: string; role: 'admin' | 'member' },
): boolean {
  if (task.ownerId === who.userId) return true
  if (task.waitsForReplyUntil) return false
  return task.createdBy === who.userId || who.role === 'admin'
}
