// Online meetings of events. Microsoft Graph: event, isOnlineMeeting, onlineMeetingProvider, onlineMeeting; "Update
// event", body and online meetings.

import { createHash } from 'node:crypto'
import { textToHtml } from '../../mail/text'
import { joinWebUrl } from '../../meetings/meeting'
import { type DirectoryUser, GraphFault } from '../../seam'
import type { EventContent, OnlineProvider } from '../model'

/** Providers that a person's calendars allow. */
const providersOf = (owner: DirectoryUser): OnlineProvider[] => (owner.kind === 'work' ? ['teamsForBusiness'] : [])

/** The body still has what makes it an online meeting. */
const keepsBlob = ({ body }: EventContent, joinUrl: string) =>
  body.content.includes(joinUrl) || body.content.includes(joinUrl.replaceAll('&', '&amp;'))

const offline = (content: EventContent): EventContent => ({
  ...content,
  isOnlineMeeting: false,
  onlineMeetingProvider: 'unknown',
  onlineMeeting: null,
})

/**
 * What an event's online part becomes by a change. Once there is a meeting, it can neither be switched off nor change its
 * provider: Outlook ignores both; only a body that loses the join information ends it.
 * @throws GraphFault 400 for a provider that the calendar does not allow.
 */
export function checkOnline(owner: DirectoryUser, before: EventContent | null, next: EventContent): EventContent {
  if (before?.isOnlineMeeting) {
    const kept = {
      ...next,
      isOnlineMeeting: true,
      onlineMeetingProvider: before.onlineMeetingProvider,
      onlineMeeting: before.onlineMeeting,
    }
    const { onlineMeeting } = before
    return onlineMeeting && next.body !== before.body && !keepsBlob(next, onlineMeeting.joinUrl) ? offline(kept) : kept
  }
  if (!next.isOnlineMeeting) return offline(next)
  const allowed = providersOf(owner)
  const [standard] = allowed
  if (next.onlineMeetingProvider === 'unknown') {
    return standard ? { ...next, onlineMeetingProvider: standard, onlineMeeting: null } : offline(next)
  }
  if (!allowed.includes(next.onlineMeetingProvider))
    throw new GraphFault(
      400,
      'ErrorInvalidRequest',
      `The online meeting provider '${next.onlineMeetingProvider}' is not allowed in this calendar.`,
    )
  return { ...next, onlineMeeting: null }
}

/** The same event with its join link, in the body too. The same `uid` gives the same meeting. */
export function withLink(owner: DirectoryUser, uid: string, content: EventContent): EventContent {
  if (!content.isOnlineMeeting || content.onlineMeeting) return content
  const digest = createHash('sha256').update(`online ${uid}`).digest()
  const joinUrl = joinWebUrl({ thread: `19:meeting_${digest.toString('base64url').slice(0, 40)}@thread.v2` }, owner)
  const conferenceId = String(digest.readUInt32BE(0)).padStart(9, '0').slice(0, 9)
  const own = content.body.type === 'html' ? content.body.content : textToHtml(content.body.content)
  const blob =
    '<br><div style="margin-bottom:24px"><span>________________________________</span></div>' +
    '<div class="me-email-text"><span style="font-size:24px">Microsoft Teams meeting</span>' +
    `<div><a class="me-email-headline" href="${joinUrl.replaceAll('&', '&amp;')}">Join the meeting now</a></div>` +
    `<div>Phone conference ID: ${conferenceId}#</div></div>` +
    '<div><span>________________________________</span></div>'
  const at = own.search(/<\/body>/i)
  const joined = at < 0 ? own + blob : own.slice(0, at) + blob + own.slice(at)
  return {
    ...content,
    body: { type: 'html', content: joined },
    onlineMeeting: { joinUrl, conferenceId, tollNumber: null },
  }
}
