import { sql } from 'drizzle-orm'
import type { ChangeHint } from '@/inngest/events'
import { acceptHints } from '@/lib/features/mail/sync/accept'
import { importMail, openMailbox, sweepMail } from '@/lib/features/mail/sync/import'
import { MAIL_SIGNALS, runMailJob } from '@/lib/features/mail/sync/upkeep'
import { rawDatabase } from '@/lib/platform/db/handle'
import { noteHealth } from '@/lib/sync/job'
import { holdsSubscription } from '@/lib/sync/subscriptions'
import { startStack } from '../support/stack'
import { type BenchOptions, type Score, scoreValue } from './harness'
import { enterTandem, forgetMail, linkedPerson } from './in-process'
import { control, startDatabase } from './rig'

const UPN = 'alex@contoso.test'
const FOLDER = 'mail_folders'
const SUBSCRIPTION = 'a-subscription'

interface Calls {
  seq: number
  calls: Record<string, Record<string, number>>
}

/** Statements that read or write rows; opening, scoping and closing a transaction are counted beside them. */
const isFrame = (statement: string) => /^\s*(begin|commit|rollback|select set_config\('role')/i.test(statement)

/** P4: how costs grow with the mailbox. Counted, not timed. */
export async function run({ quick }: BenchOptions): Promise<Score[]> {
  const sizes = quick ? [500, 1_500] : [1_000, 10_000, 100_000]
  let statements = 0
  let frames = 0
  const postgres = await startDatabase((statement) => (isFrame(statement) ? frames++ : statements++))
  const microsoft = await startStack({ only: ['emulator'] })
  const { emulatorUrl } = microsoft
  Object.assign(process.env, postgres.env)
  const scores: Score[] = []
  const add = (what: string, unit: string, value: number, limits: { must: number; aim?: number }, note = '') =>
    scores.push(scoreValue('P4', what, unit, value, limits, note))
  try {
    await enterTandem(emulatorUrl)
    const { connectionId, scope } = await linkedPerson(UPN)
    const db = await rawDatabase()
    await db.execute(sql`insert into subscriptions (workspace_id, connection_id, resource, graph_id, expires_at)
      values (${scope.workspaceId}, ${connectionId}, 'mail', ${SUBSCRIPTION}, now() + interval '6 days')`)

    /** Graph calls and statements of one deed. */
    const count = async (work: () => Promise<unknown>) => {
      const { seq } = await control<Calls>(emulatorUrl, 'GET', '/calls')
      statements = 0
      frames = 0
      await work()
      const found = { sql: statements, frames }
      const { calls } = await control<Calls>(emulatorUrl, 'GET', `/calls?since=${seq}`)
      const sum = Object.values(calls).flatMap((each) => Object.values(each))
      return { ...found, graph: sum.reduce((total, each) => total + each, 0) }
    }
    const truth = async (id: string) =>
      control<{ id: string; changeKey: string }>(emulatorUrl, 'GET', `/users/${UPN}/messages/${id}`)
    const hint = async (id: string, changeType: ChangeHint['changeType']): Promise<ChangeHint> => ({
      id,
      etag: `W/"${(await truth(id)).changeKey}"`,
      changeType,
    })
    const signal = async (hints: ChangeHint[]) => {
      // The step of mail-sync (inngest/functions/mail.ts).
      const result = await runMailJob(connectionId, 'live', async (context) => {
        await holdsSubscription(context.scope, MAIL_SIGNALS.resource, [SUBSCRIPTION])
        const left = await acceptHints(context, hints)
        await noteHealth(context.scope, { signal: true, synced: left.length === 0 })
        return left
      })
      if (!result.ran || result.value.length > 0) throw new Error('a change was not found')
    }
    const arrive = async (body: Record<string, unknown>) =>
      (await control<{ ids: string[] }>(emulatorUrl, 'POST', `/users/${UPN}/messages`, body)).ids

    const perChange: number[] = []
    const perThousand: number[] = []
    let held = 0
    let before: { sql: number; messages: number } | null = null
    for (const size of sizes) {
      const of = `at ${size.toLocaleString('en-GB')} messages`
      await arrive({ count: size - held, spreadDays: 700, seed: size })
      held = size
      await forgetMail()
      const first = await count(async () => {
        await runMailJob(connectionId, 'bulk', openMailbox)
        await runMailJob(connectionId, 'bulk', (context) => importMail(context, Date.now() + 600_000))
      })
      const { rows } = await db.execute<{ messages: number; folders: number }>(
        sql`select (select count(*)::int from mail_messages) as messages, (select count(*)::int from ${sql.identifier(FOLDER)} where followed) as folders`,
      )
      const { messages, folders } = rows[0] ?? { messages: 0, folders: 0 }
      // Opening reads the newest fifty and the well-known folders, eight calls that no page stands for.
      const most = Math.ceil((1.2 * messages) / 500) + 2 * folders
      add(`import ${of}`, 'Graph calls', first.graph, { must: most })
      // Opening a mailbox and its folders costs once, whatever they hold: shown beside, and no part of the growth.
      if (before) {
        const thousand = (first.sql - before.sql) / ((messages - before.messages) / 1000)
        perThousand.push(thousand)
        const note = `${first.sql} in all for ${folders} folders; ${first.frames} frames of transactions`
        add(`import of a further 1,000 ${of}`, 'SQL', thousand, { must: 10 }, note)
      }
      before = { sql: first.sql, messages }

      const [known = ''] = await arrive({ subject: 'known', body: { content: 'x' } })
      const unknownHint = await hint(known, 'created')
      const unknown = await count(() => signal([unknownHint]))
      add(`a new message ${of}`, 'Graph calls', unknown.graph, { must: 3 }, `SQL ${unknown.sql}`)
      await control(emulatorUrl, 'PATCH', `/users/${UPN}/messages/${known}`, { isRead: true })
      const knownHint = await hint(known, 'updated')
      const change = await count(() => signal([knownHint]))
      perChange.push(change.sql)
      add(`a change ${of}`, 'Graph calls', change.graph, { must: 1 })
      add(`a change ${of}`, 'SQL', change.sql, { must: 10 }, `${change.frames} frames of transactions`)
      await control(emulatorUrl, 'DELETE', `/users/${UPN}/messages/${known}`)
      const movedHint = await hint(known, 'updated')
      const moved = await count(() => signal([movedHint]))
      add(`a move ${of}`, 'Graph calls', moved.graph, { must: 3 }, `SQL ${moved.sql}`)

      const burst = await arrive({ count: quick ? 200 : 1000, seed: size + 1 })
      const hints = await Promise.all(burst.map((id) => hint(id, 'created')))
      const cost = await count(async () => {
        for (let at = 0; at < hints.length; at += 100) await signal(hints.slice(at, at + 100))
      })
      held += burst.length + 1
      add(`a burst of ${burst.length} ${of}`, 'Graph calls', cost.graph, { must: 50, aim: 35 }, `SQL ${cost.sql}`)
      const sweep = await count(() => runMailJob(connectionId, 'bulk', (context) => sweepMail(context, 'sweep')))
      add(`a sweep ${of}`, 'Graph calls', sweep.graph, { must: folders + 1 }, `SQL ${sweep.sql}`)
    }
    const growth = (all: number[]) => Math.max(...all) / Math.min(...all)
    add('SQL of a change as the mailbox grows', '× growth', growth(perChange), { must: 1.3 })
    add('SQL of 1,000 imported as the mailbox grows', '× growth', growth(perThousand), { must: 1.3 })
    return scores
  } finally {
    await microsoft.stop()
    await postgres.stop()
  }
}
