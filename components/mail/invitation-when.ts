import { clockTime } from '@/components/ui/time'
import { threadWords } from './thread-words'
import type { InvitationView } from './view'

/** "Thursday 3 December 2026, 08:30 to 09:15", in the reader's zone; all-day ones by their dates alone. */
export function whenOf(
  invitation: Pick<InvitationView, 'startsAt' | 'endsAt' | 'isAllDay'>,
  locale: string,
  zone: string,
): string {
  const said = threadWords.invitation
  if (!invitation.startsAt) return said.noTime
  const start = Date.parse(invitation.startsAt)
  const end = invitation.endsAt ? Date.parse(invitation.endsAt) : null
  const timeZone = invitation.isAllDay ? 'UTC' : zone
  // Some browsers put a comma after the weekday, some do not.
  const day = (at: number) =>
    [
      new Intl.DateTimeFormat(locale, { weekday: 'long', timeZone }).format(at),
      new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'long', year: 'numeric', timeZone }).format(at),
    ].join(' ')
  if (invitation.isAllDay) {
    // The end of an all-day event is the day after.
    const last = end === null ? start : Math.max(start, end - 86_400_000)
    const days = day(last) === day(start) ? day(start) : `${day(start)} to ${day(last)}`
    return `${days}, ${said.allDay}`
  }
  const from = `${day(start)}, ${clockTime(start, locale, zone)}`
  if (end === null || end === start) return from
  return day(end) === day(start)
    ? `${from} to ${clockTime(end, locale, zone)}`
    : `${from} to ${day(end)}, ${clockTime(end, locale, zone)}`
}
