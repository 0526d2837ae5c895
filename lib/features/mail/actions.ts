'use server'

import { inngest } from '@/inngest/client'
import { mailImport, mailSweep, outboxPending } from '@/inngest/events'
import { withUser } from '@/lib/auth/with-user'
import { requireLiveConnection } from '@/lib/features/connection/queries'
import { type Answer, answer } from '@/lib/platform/answer'
import { AppError } from '@/lib/platform/errors'
import { log } from '@/lib/platform/log'
import { setPendingRead } from './mutations'
import { type ImportDays, importInput, setReadInput } from './schema'
import { chooseImport } from './sync/choice'

/** Marks messages read or unread: here at once, in Outlook through the outbox. */
export async function setRead(ids: string[], isRead: boolean): Promise<void> {
  const input = setReadInput.safeParse({ ids, isRead })
  if (!input.success) throw new AppError('invalid_input', 'bad setRead input')
  const connectionId = await withUser(async (db, scope) => {
    const connection = await requireLiveConnection(db, scope, 'mail')
    await setPendingRead(db, connection, input.data.ids, input.data.isRead)
    return connection.id
  })
  await announce(outboxPending.create({ connectionId }))
}

/** Chooses how far back and which folders mail is imported. */
export async function updateImport(choice: { days: ImportDays; followed: string[] }): Promise<Answer> {
  return answer(async () => {
    const input = importInput.parse(choice)
    const connectionId = await withUser(async (db, scope) => {
      const connection = await requireLiveConnection(db, scope, 'mail')
      await chooseImport(db, connection, input)
      return connection.id
    })
    await announce(mailImport.create({ connectionId }))
  })
}

/** Compares the mailbox with Outlook now. */
export async function syncNow(): Promise<Answer> {
  return answer(async () => {
    const connectionId = await withUser(async (db, scope) => (await requireLiveConnection(db, scope, 'mail')).id)
    await inngest
      .send([mailSweep.create({ connectionId, why: 'asked' }), mailImport.create({ connectionId })])
      .catch((cause) => {
        throw new AppError('unavailable', 'the engine is away', {
          cause,
          userMessage: 'Tandem cannot start this just now. Try again in a moment.',
        })
      })
  })
}

/** What could not be announced is found by the minute job. */
async function announce(event: Parameters<typeof inngest.send>[0]): Promise<void> {
  await inngest.send(event).catch((err) => log.warn({ err }, 'work waits for the minute job'))
}
