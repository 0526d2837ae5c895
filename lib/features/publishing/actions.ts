'use server'

import type { ObservedWrite, PublishingMode, PublishingPreview, Refusal } from '@/components/publishing/view'
import { withUser } from '@/lib/auth/with-user'
import { answer, refusal } from '@/lib/platform/answer'
import * as change from './mutations'
import * as look from './queries'
import { choice, decision as decided, mode as oneMode, writes as oneWay } from './schema'

// Who calls is asked first, then what was sent is looked at.

/** What a change of mode would do, by figures; with another way of writing, if one is given. */
export async function preview(mode: PublishingMode, writes?: 'observe' | 'on'): Promise<PublishingPreview | Refusal> {
  try {
    return await withUser((db, scope) =>
      look.getPreview(db, scope, oneMode.parse(mode), oneWay.optional().parse(writes)),
    )
  } catch (error) {
    return refusal(error)
  }
}

/** Chooses mode, writing and reminder; the same choice again tries what a problem had stopped. */
export async function setPublishing(input: {
  mode: PublishingMode
  writes: 'observe' | 'on'
  reminderMinutes: number | null
}): Promise<Refusal | undefined> {
  return answer(async () => {
    await change.announcePush(await withUser((db, scope) => change.setPublishing(db, scope, choice.parse(input))))
  })
}

/** The person's word on a large change that was held back. */
export async function decidePause(id: string, decision: 'apply' | 'keep'): Promise<Refusal | undefined> {
  return answer(async () => {
    const { connectionId, direction } = await withUser((db, scope) =>
      change.decide(db, scope, decided.parse({ id, decision })),
    )
    await change.announcePush(connectionId, direction)
  })
}

/** Makes Tandem's own calendar again. */
export async function recreateCalendar(): Promise<Refusal | undefined> {
  return answer(async () => change.announcePush(await withUser(change.recreateCalendar)))
}

/** What observe-only held back, newest first. */
export async function listObserved(): Promise<ObservedWrite[] | Refusal> {
  try {
    return await withUser(look.listObserved)
  } catch (error) {
    return refusal(error)
  }
}
