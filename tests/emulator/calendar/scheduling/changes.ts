// What a change of a meeting means for whom. Microsoft Graph: "Update event", attendees property and meeting updates.

import { isDeepStrictEqual } from 'node:util'
import type { Attendee, EventBefore, EventContent, StoredEvent } from '../model'
import { seriesOf } from '../series'
import { invited, same } from './people'

/** Changes of these are told to attendees; reminder, categories, showAs, sensitivity and markers are the owner's own. */
const TOLD = ['times', 'subject', 'body', 'locations', 'importance', 'isOnlineMeeting'] as const

export interface Change {
  added: Attendee[]
  removed: Attendee[]
  /** Those who are there after the change and not new. */
  stayed: Attendee[]
  /** Something that all attendees must know. */
  matters: boolean
}

const lacks = (list: readonly Attendee[], { address }: Attendee) => !list.some((each) => same(each.address, address))

export function changeOf(before: EventContent, after: EventContent, seriesChanged = false): Change {
  const [old, now] = [invited(before.attendees, before.organizer), invited(after.attendees, after.organizer)]
  return {
    added: now.filter((each) => lacks(old, each)),
    removed: old.filter((each) => lacks(now, each)),
    stayed: now.filter((each) => !lacks(old, each)),
    matters: seriesChanged || TOLD.some((name) => !isDeepStrictEqual(before[name], after[name])),
  }
}

/** True if the series recurs otherwise than before. */
export const seriesChanged = (before: EventBefore, after: StoredEvent): boolean =>
  !isDeepStrictEqual(seriesOf(before), seriesOf(after))

/** Everybody whom a master or one of its exceptions invites. */
export function everybody(event: Pick<StoredEvent, 'content' | 'exceptions'>): Attendee[] {
  const found: Attendee[] = []
  for (const content of [event.content, ...[...event.exceptions.values()].map((each) => each.content)])
    for (const each of invited(content.attendees, content.organizer)) if (lacks(found, each)) found.push(each)
  return found
}

/** Answers are void when a meeting moves. */
export const withoutAnswers = (content: EventContent): EventContent => ({
  ...content,
  attendees: content.attendees.map((each) => ({
    ...each,
    status: { response: 'none', time: null },
    proposed: null,
  })),
})
