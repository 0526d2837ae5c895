import { sql } from 'drizzle-orm'
import { inngest } from '@/inngest/client'
import { connectionDisconnect } from '@/inngest/events'
import { startDisconnect } from '@/lib/features/purge/mutations'
import { disconnect } from '@/lib/platform/db/connect'
import { inScope, rawDatabase } from '@/lib/platform/db/handle'
import {
  type BenchOptions,
  hasMoved,
  median,
  pause,
  percentile,
  type Score,
  scoreRatio,
  scoreValue,
  timed,
  until,
} from './harness'
import { ask, keptAlive } from './load'
import { fill, type Linked, link } from './people'
import { signIn, startOnPostgres } from './rig'

const LEAVER = 'alex@contoso.test'
const STAYER = 'adele@contoso.test'
const TABLES = ['outbox', 'mail_messages', 'mail_folders', 'cursors', 'subscriptions', 'vault']

/** P7: Disconnect of a large mailbox beside one DELETE a table; who else notices. */
export async function run({ quick }: BenchOptions): Promise<Score[]> {
  const rounds = quick ? 1 : 5
  const count = quick ? 5_000 : 100_000
  const { stack, stop } = await startOnPostgres()
  const agent = keptAlive(2)
  try {
    const stayer = await link(STAYER)
    await fill(stayer, quick ? 1_000 : 10_000)
    const [leaverCookie, stayerCookie] = [await signIn(stack.appUrl, LEAVER), await signIn(stack.appUrl, STAYER)]
    const db = await rawDatabase()
    const list = (inboxId: string, cookie: string) =>
      ask(`${stack.appUrl}/api/mail/list?folder=${inboxId}`, { agent, headers: { cookie } })

    const prepare = async (): Promise<Linked> => {
      const leaver = await link(LEAVER)
      await fill(leaver, count)
      await db.execute(sql`insert into subscriptions (workspace_id, connection_id, resource, graph_id, expires_at)
        select ${leaver.scope.workspaceId}, ${leaver.connectionId}, 'other-' || n, gen_random_uuid()::text, now() + interval '6 days'
        from generate_series(1, 3) n`)
      return leaver
    }
    const othersDuring = async (running: () => boolean): Promise<number[]> => {
      const times: number[] = []
      while (running()) {
        times.push((await list(stayer.inboxId, stayerCookie)).whole)
        await pause(5)
      }
      return times
    }
    const quiet: number[] = []
    const busy: number[] = []
    const unreadable: number[] = []

    const subject = async (): Promise<number> => {
      const leaver = await prepare()
      const rest = performance.now() + (quick ? 1_000 : 3_000)
      quiet.push(...(await othersDuring(() => performance.now() < rest)))
      let running = true
      const others = othersDuring(() => running)
      const clicked = performance.now()
      const readers = until(
        'unreadable',
        async () => ((await list(leaver.inboxId, leaverCookie)).status === 200 ? null : true),
        10_000,
        1,
      ).then(() => performance.now() - clicked)
      const took = await timed(async () => {
        const disconnectId = await inScope(leaver.scope, (tx) => startDisconnect(tx, leaver.scope, leaver.connectionId))
        await inngest.send(connectionDisconnect.create({ connectionId: leaver.connectionId, disconnectId }))
        await until(
          'disconnected',
          async () => {
            const { rows } = await db.execute<{ done: boolean }>(
              sql`select finished_at is not null as done from disconnects where id = ${disconnectId}`,
            )
            return rows[0]?.done ? true : null
          },
          120_000,
          10,
        )
      })
      running = false
      busy.push(...(await others))
      unreadable.push(await readers)
      return took
    }
    const floor = async (): Promise<number> => {
      const leaver = await prepare()
      const took = await timed(async () => {
        for (const table of TABLES)
          await db.execute(sql`delete from ${sql.identifier(table)} where connection_id = ${leaver.connectionId}`)
        await db.execute(sql`delete from connections where id = ${leaver.connectionId}`)
      })
      return took
    }
    const floors: number[] = []
    const subjects: number[] = []
    for (let round = 0; round < rounds; round++) {
      floors.push(await floor())
      subjects.push(await subject())
    }
    const result = { floor: median(floors), subject: median(subjects), moved: hasMoved(floors) }
    const [before, during] = [percentile(quiet, 0.99), percentile(busy, 0.99)]
    return [
      scoreRatio('P7', `Disconnect with ${count} messages, 4 signals`, 'ms', result, { must: 10, aim: 3 }),
      scoreValue(
        'P7',
        'unreadable after the click',
        'ms',
        median(unreadable),
        { must: 100 },
        `slowest ${Math.round(Math.max(...unreadable))}`,
      ),
      scoreValue(
        'P7',
        'other people’s p99 meanwhile',
        'ms',
        during,
        { must: 2 * before, floor: before },
        'the floor is the quiet before',
      ),
    ]
  } finally {
    agent.destroy()
    await disconnect()
    await stop()
  }
}
