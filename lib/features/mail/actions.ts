'use server'

import type { Deed, UndoToken } from '@/components/mail/view'
import { inngest } from '@/inngest/client'
import { mailImport, mailSweep, outboxPending } from '@/inngest/events'
import { withUser } from '@/lib/auth/with-user'
import { type Connection, requireLiveConnection } from '@/lib/features/connection/queries'
import { type Answer, answer, refusal } from '@/lib/platform/answer'
import { now } from '@/lib/platform/clock'
import type { Db } from '@/lib/platform/db/handle'
import { AppError } from '@/lib/platform/errors'
import { log } from '@/lib/platform/log'
import { applyDeed, takeBack, unknownFolderOf } from './deeds/mutations'
import { ERASE_AFTER_MS } from './deeds/rules'
import { deedInput, type ImportDays, importInput, undoInput } from './schema'
import { chooseImport } from './sync/choice'
import { learnFolder } from './sync/learn'
import { setTrust } from './trust/mutations'
import { trustInput } from './trust/schema'

/** Does a deed to messages: here at once, in Outlook through the outbox. Answers what undo needs, or a refusal. */
export async function doDeed(input: {
  ids: string[]
  conversations: boolean
  deed: Deed
}): Promise<{ undo: UndoToken; changed: string[] } | { error: string }> {
  try {
    const wanted = deedInput.parse(input)
    const { connectionId, done } = await withFolders(() =>
      onConnection(async (db, connection) => ({
        connectionId: connection.id,
        done: await applyDeed(db, connection, wanted),
      })),
    )
    await announce(dueEvent(connectionId, wanted.deed.kind === 'erase'))
    return done
  } catch (error) {
    return refusal(error)
  }
}

/** Takes a deed back. */
export async function undoDeed(token: UndoToken): Promise<Answer> {
  return answer(async () => {
    const { deed, before } = undoInput.parse(token)
    const connectionId = await onConnection(async (db, connection) => {
      await takeBack(db, connection, deed, before)
      return connection.id
    })
    await announce(dueEvent(connectionId, false))
  })
}

/** Remembers or forgets that a sender's pictures (an address, or `@domain`) are shown always. */
export async function trustPictures(pattern: string, trusts: boolean): Promise<Answer> {
  return answer(async () => {
    const input = trustInput.parse({ pattern, trusts })
    await onConnection((db, connection) => setTrust(db, connection, input.pattern, input.trusts))
  })
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

/** Runs `work` with the person's connection; once more when another change of the same rows got in its way. */
async function onConnection<T>(work: (db: Db, connection: Connection) => Promise<T>): Promise<T> {
  const run = () => withUser(async (db, scope) => work(db, await requireLiveConnection(db, scope, 'mail')))
  try {
    return await run()
  } catch (error) {
    if ((error as { code?: unknown } | null)?.code !== DEADLOCK) throw error
    return run()
  }
}
const DEADLOCK = '40P01'

/** Runs a deed; when it needs a folder that is not known here yet, asks Microsoft for it first. */
async function withFolders<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    const name = error instanceof AppError ? unknownFolderOf(error) : null
    if (!name) throw error
    const connectionId = await onConnection(async (_db, connection) => connection.id)
    await learnFolder(connectionId, name)
    await announce(mailImport.create({ connectionId }))
    return work()
  }
}

/** What is deleted for good can be taken back for a moment: the outbox is looked at once that is over. */
const dueEvent = (connectionId: string, later: boolean) =>
  later
    ? outboxPending.create({ connectionId }, { ts: now().getTime() + ERASE_AFTER_MS + 500 })
    : outboxPending.create({ connectionId })

/** What could not be announced is found by the minute job. */
async function announce(event: Parameters<typeof inngest.send>[0]): Promise<void> {
  await inngest.send(event).catch((err) => log.warn({ err }, 'work waits for the minute job'))
}
