import { sql } from 'drizzle-orm'
import { connect } from './db/connect'
import type { Db } from './db/handle'

/** Kinds of change that a screen may care about. Hints carry no data; the screen reads again through its loader. */
export type LiveTopic =
  | 'mail'
  | 'import'
  | 'connection'
  | 'disconnect'
  | 'outbox'
  | 'session'
  | 'people'
  | 'tasks'
  | 'privacy'
  | 'schedule'

interface Hint {
  workspaceId: string
  /** Absent: everybody of the workspace. */
  userId?: string
  topics: LiveTopic[]
}

const CHANNEL = 'tandem_live'

/** Says, when this transaction commits, that something changed for a user. */
export async function notifyLive(db: Db, hint: Hint): Promise<void> {
  await db.execute(sql`select pg_notify(${CHANNEL}, ${JSON.stringify(hint)})`)
}

type Listener = (hint: Hint | null) => void
const store = globalThis as typeof globalThis & { tandemLive?: { listeners: Set<Listener>; ready: Promise<unknown> } }

/**
 * Hears every hint (null: some may have been missed, read everything again). One LISTEN serves the whole process.
 * Returns the function that stops hearing.
 */
export async function onLive(listener: Listener): Promise<() => void> {
  if (!store.tandemLive) {
    const listeners = new Set<Listener>()
    const ready = connect().then((database) =>
      database.listen(CHANNEL, (payload) => {
        const hint = payload ? (JSON.parse(payload) as Hint) : null
        for (const each of listeners) each(hint)
      }),
    )
    store.tandemLive = { listeners, ready }
  }
  const { listeners, ready } = store.tandemLive
  listeners.add(listener)
  await ready
  return () => listeners.delete(listener)
}
