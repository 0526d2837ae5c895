// Searches in a large mailbox, asked of the app over HTTP. In a process of its own: one engine a process.

import { sql } from 'drizzle-orm'
import { disconnect } from '@/lib/platform/db/connect'
import { inScope } from '@/lib/platform/db/handle'
import type { UserScope } from '@/lib/platform/scope'
import { startStack } from '../support/stack'
import { percentile, type Score, scoreValue } from './harness'
import { ask, keptAlive } from './load'
import { type Box, fillWithWords } from './mailbox-rows'
import { scopeOf } from './people'
import { signIn, startDatabase } from './rig'

export interface SearchJob {
  engine: 'PGlite' | 'Postgres'
  messages: number
  /** How often each search is asked. */
  times: number
}

const MEGAN = 'megan@contoso.test'
/** What is looked for, and how it is found. */
const SEARCHES = {
  'a rare word': 'zephyr',
  'a frequent word': 're',
  'one letter': 'a',
  'an absent word': 'qqqq',
  'a rare word among frequent ones': 'zephyr re a',
  'a sender': 'from:tomas',
  'a frequent word, flagged': 're is:flagged',
}

/** A connected mailbox with one folder, and nothing at Microsoft. */
async function connect(scope: UserScope): Promise<Box> {
  return inScope(scope, async (db) => {
    const one = async (statement: ReturnType<typeof sql>) =>
      (await db.execute<{ id: string }>(statement)).rows[0]?.id ?? ''
    const connectionId = await one(sql`
      insert into connections (workspace_id, user_id, tenant_id, object_id, address, display_name, account_kind)
      values (${scope.workspaceId}, ${scope.userId}, 't', 'o', ${MEGAN}, 'Megan', 'work') returning id`)
    const inboxId = await one(sql`
      insert into mail_folders (workspace_id, connection_id, graph_id, display_name, well_known)
      values (${scope.workspaceId}, ${connectionId}, 'inbox', 'Inbox', 'inbox') returning id`)
    await db.execute(sql`insert into cursors (workspace_id, connection_id, stream, phase)
      values (${scope.workspaceId}, ${connectionId}, ${`mail/${inboxId}`}, 'live')`)
    return { scope, connectionId, inboxId }
  })
}

export async function run({ engine, messages, times }: SearchJob): Promise<Score[]> {
  const postgres = engine === 'Postgres' ? await startDatabase() : null
  const stack = await startStack({ seed: true, env: { ...postgres?.env, LOG_LEVEL: 'warn' } })
  const agent = keptAlive(1)
  try {
    // The embedded database takes one process at a time.
    await stack.kill('app', 'SIGTERM')
    Object.assign(process.env, stack.env)
    await fillWithWords(await connect(await scopeOf(MEGAN)), messages)
    await disconnect()
    await stack.restart('app')
    const cookie = await signIn(stack.appUrl, MEGAN)
    const search = async (q: string) => {
      const url = `${stack.appUrl}/api/mail/search?q=${encodeURIComponent(q)}`
      const answer = await ask(url, { agent, headers: { cookie } })
      if (answer.status !== 200) throw new Error(`${url} answered ${answer.status}`)
      return answer
    }
    const scores: Score[] = []
    for (const [name, q] of Object.entries(SEARCHES)) {
      const found = (JSON.parse((await search(q)).body) as { rows: unknown[] }).rows.length
      const all: number[] = []
      for (let turn = 0; turn < times; turn++) all.push((await search(q)).whole)
      const what = `search for ${name} in ${messages}, p95, ${engine}`
      scores.push(scoreValue('P6', what, 'ms', percentile(all, 0.95), { must: 150 }, `${found} found`))
    }
    return scores
  } finally {
    agent.destroy()
    await disconnect()
    await stack.stop()
    await postgres?.stop()
  }
}
