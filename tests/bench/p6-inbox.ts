import { gzipSync } from 'node:zlib'
import { sql } from 'drizzle-orm'
import { encodePlace } from '@/lib/features/mail/rules'
import { disconnect } from '@/lib/platform/db/connect'
import { rawDatabase } from '@/lib/platform/db/handle'
import { startFloorApp } from './floor-app'
import { alternate, type BenchOptions, median, type Rounds, type Score, scoreRatio, scoreValue } from './harness'
import { ask, keptAlive } from './load'
import { fill, link } from './people'
import { signIn, startOnPostgres } from './rig'

const SMALL = 'alex@contoso.test'
const LARGE = 'megan@contoso.test'

/** Kilobytes of script that a page loads before anybody touches it, as they travel. */
async function scriptWeight(page: string, headers: Record<string, string>): Promise<number> {
  const { body } = await ask(page, { headers })
  const tags = [...body.matchAll(/<script\b([^>]*)>/g)].map(([, attributes = '']) => attributes)
  const paths = tags
    .filter((tag) => !/\bnomodule\b/i.test(tag))
    .flatMap((tag) => /\bsrc="([^"]+)"/.exec(tag)?.[1] ?? [])
  let bytes = 0
  for (const path of new Set(paths)) {
    const answer = await fetch(new URL(path.replaceAll('&amp;', '&'), page))
    bytes += gzipSync(Buffer.from(await answer.arrayBuffer())).byteLength
  }
  return bytes / 1000
}

/** P6: the inbox's first byte, its deepest page, and the weight of its scripts. */
export async function run({ quick }: BenchOptions): Promise<Score[]> {
  const rounds = quick ? 1 : 5
  const each = quick ? 5 : 40
  const [few, many] = quick ? [500, 2_000] : [1_000, 100_000]
  const { stack, stop } = await startOnPostgres()
  const floor = await startFloorApp(stack.env).catch(async (error) => {
    await stop()
    throw error
  })
  const agent = keptAlive(1)
  try {
    const small = await link(SMALL)
    const large = await link(LARGE)
    await fill(small, few)
    await fill(large, many)
    const cookies: Record<string, string> = {
      [SMALL]: await signIn(stack.appUrl, SMALL),
      [LARGE]: await signIn(stack.appUrl, LARGE),
    }

    /** Median over a row of requests, one at a time. */
    const series = async (url: string, who?: string, time: 'first' | 'whole' = 'first') => {
      const times: number[] = []
      for (let turn = 0; turn < each; turn++) {
        const headers: Record<string, string> = who ? { cookie: cookies[who] ?? '' } : {}
        const answer = await ask(url, { agent, headers })
        if (answer.status !== 200) throw new Error(`${url} answered ${answer.status}`)
        times.push(answer[time])
      }
      return median(times)
    }
    const inbox = `${stack.appUrl}/inbox`
    const rows = `${floor.url}/rows`
    for (const warm of [() => series(rows), () => series(inbox, SMALL), () => series(inbox, LARGE)]) await warm()
    const first: Record<string, Rounds> = {}
    const scores: Score[] = []
    for (const [who, count] of [
      [SMALL, few],
      [LARGE, many],
    ] as const) {
      const result = await alternate(
        rounds,
        () => series(rows),
        () => series(inbox, who),
      )
      first[who] = result
      scores.push(scoreRatio('P6', `/inbox, first byte, ${count} messages`, 'ms', result, { must: 3, aim: 1.5 }))
    }
    const growth = await alternate(
      rounds,
      () => series(inbox, SMALL),
      () => series(inbox, LARGE),
    )
    scores.push(scoreRatio('P6', `/inbox, ${many} beside ${few} messages`, 'ms', growth, { must: 1.3 }))

    const db = await rawDatabase()
    const { rows: places } = await db.execute<{ id: string; at: string }>(
      sql`select id, received_at as at from mail_messages where folder_id = ${large.inboxId} order by received_at, id offset 50 limit 1`,
    )
    const place = places[0]
    if (!place) throw new Error('no last page')
    const list = `${stack.appUrl}/api/mail/list?folder=${large.inboxId}`
    const deepest = `${list}&cursor=${encodeURIComponent(encodePlace({ receivedAt: new Date(place.at), id: place.id }))}`
    const pages = await alternate(
      rounds,
      () => series(list, LARGE, 'whole'),
      () => series(deepest, LARGE, 'whole'),
    )
    scores.push(scoreRatio('P6', `deepest page of ${many} beside the first`, 'ms', pages, { must: 1.5 }))

    const bare = await scriptWeight(rows, {})
    const full = await scriptWeight(inbox, { cookie: cookies[SMALL] ?? '' })
    scores.push(
      scoreValue(
        'P6',
        'scripts of the inbox beyond Next’s own, gzipped',
        'kB',
        full - bare,
        { must: 100 },
        `${Math.round(full)} − ${Math.round(bare)} kB`,
      ),
    )
    return scores
  } finally {
    agent.destroy()
    await disconnect()
    await floor.stop()
    await stop()
  }
}
