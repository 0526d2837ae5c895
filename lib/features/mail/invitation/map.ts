import type { InvitationView, PersonView } from '@/components/mail/view'
import { withoutTurns } from '@/lib/platform/text'
import { graphInvitation } from './schema'

/** Microsoft's own spelling of "tentatively" is "Tenatively". */
const KINDS: Record<string, Pick<InvitationView, 'kind' | 'answer'>> = {
  meetingrequest: { kind: 'request' },
  meetingcancelled: { kind: 'cancellation' },
  meetingaccepted: { kind: 'answer', answer: 'accepted' },
  meetingtenativelyaccepted: { kind: 'answer', answer: 'tentative' },
  meetingtentativelyaccepted: { kind: 'answer', answer: 'tentative' },
  meetingdeclined: { kind: 'answer', answer: 'declined' },
}

/** A Teams meeting's address as it stands in invitations. */
const JOIN = /https:\/\/teams\.(?:microsoft|live)\.com\/(?:l\/meetup-join\/|meet\/)[^\s"'<>]{1,800}/

/** The property names to ask for; the times come in UTC, since no other zone is asked for. */
export const INVITATION_FIELDS = ['meetingMessageType', 'startDateTime', 'endDateTime', 'isAllDay', 'location']
  .map((name) => `microsoft.graph.eventMessage/${name}`)
  .join(',')

/** What a meeting mail says, or null for any other. Whether the person answered is the calendar's to know. */
export function toInvitation(
  json: unknown,
  mail: { subject: string; from: PersonView; html: string | null },
): InvitationView | null {
  const parsed = graphInvitation.safeParse(json)
  const kind = KINDS[(parsed.data?.meetingMessageType ?? '').toLowerCase()]
  if (!parsed.success || !kind) return null
  const { startDateTime, endDateTime, isAllDay, location } = parsed.data
  return {
    ...kind,
    subject: withoutTurns(mail.subject),
    startsAt: instantOf(startDateTime),
    endsAt: instantOf(endDateTime),
    isAllDay: isAllDay ?? false,
    location: withoutTurns(location?.displayName ?? '').slice(0, 300) || null,
    organizer: kind.kind === 'answer' ? null : mail.from,
    response: null,
    joinUrl: JOIN.exec(mail.html ?? '')?.[0].replaceAll('&amp;', '&') ?? null,
  }
}

/** Graph writes seven digits and no offset; asked for no other zone, it answers in UTC. */
function instantOf(moment: { dateTime: string; timeZone?: string | null } | null | undefined): string | null {
  if (!moment || !/^(?:utc|etc\/utc|)$/i.test(moment.timeZone ?? '')) return null
  const at = new Date(`${moment.dateTime.slice(0, 19)}Z`)
  return Number.isNaN(at.getTime()) ? null : at.toISOString()
}
