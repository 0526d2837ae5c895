import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, type Page, test } from '@playwright/test'
import type { PublishingView } from '@/components/publishing/view'
import { describeExit, startChild } from '../support/child'
import { openCalls, randomFrom, SEED, wait } from './killing'
import { control } from './microsoft'
import { engine, type OwnStack, startOwnStack } from './own-stack'
import { ensureUnlinked, link, signIn } from './person'

const UPN = 'alex@contoso.test'
const KILLS = Number(process.env.KILLS ?? 5)
/** The full trial: KILL_ENTRIES=10000. */
const ENTRIES = Number(process.env.KILL_ENTRIES ?? 800)
const MARKER = /Name TandemEntry$/i

interface Copy {
  id: string
  calendar: string
  subject: string
  attendees: unknown[]
  extended?: Record<string, string>
}

const copies = async () =>
  (await control<Copy[]>('GET', `/users/${UPN}/events`)).filter(({ calendar }) => calendar.startsWith('Tandem - '))
/** Which entry a copy says that it is. */
const entryOf = ({ extended = {} }: Copy) => Object.entries(extended).find(([id]) => MARKER.test(id))?.[1]

/** The app goes, somebody's entries are put into its database, and it comes back. */
async function publish(stack: OwnStack, count: number): Promise<void> {
  await stack.kill('app', 'SIGTERM')
  const child = startChild({
    name: 'entries',
    args: [
      ...['--conditions=react-server', '--import', import.meta.resolve('tsx')],
      ...[fileURLToPath(new URL('../support/entries-main.ts', import.meta.url)), UPN, String(count)],
    ],
    env: stack.env,
    logPath: join(stack.dataDir, 'logs', 'entries.log'),
  })
  const exit = await child.exited
  expect(exit.code, `it ${describeExit(exit)}: ${child.tail(20)}`).toBe(0)
  await stack.restart('app')
}

const standing = async (page: Page): Promise<PublishingView> => {
  const answer = await page.request.get('/api/publishing', { maxRetries: 3 })
  expect(answer.ok()).toBe(true)
  return (await answer.json()) as PublishingView
}

/** Until nothing waits. When the mailbox wants a pause, Microsoft's clock goes on. */
async function expectPublished(page: Page): Promise<void> {
  let before = -1
  await expect(async () => {
    const { counts, problem, pauses } = await standing(page)
    expect([problem, pauses]).toEqual([null, []])
    if (counts.inOutlook === before && counts.waiting > 0) await control('POST', '/clock', { advanceSeconds: 60 })
    before = counts.inOutlook
    expect(counts).toMatchObject({ inOutlook: ENTRIES, waiting: 0, refused: 0 })
  }).toPass({ timeout: 120_000 + ENTRIES * 60, intervals: [1000] })
  await expect
    .poll(() => engine<Record<string, number>>('GET', '/quiet'), { timeout: 60_000 + ENTRIES * 30 })
    .toMatchObject({ queued: 0, running: 0, batched: 0 })
}

/** Each entry has one copy, and nobody else is in any. */
async function expectEachOnce(): Promise<Copy[]> {
  const all = await copies()
  expect(all.length).toBe(ENTRIES)
  expect(new Set(all.map(entryOf)).size).toBe(ENTRIES)
  expect(new Set(all.map(({ subject }) => subject)).size).toBe(ENTRIES)
  expect(all.filter(({ attendees }) => attendees.length > 0)).toEqual([])
  return all
}

test(`kill -9 of app and engine while ${ENTRIES} entries go to Outlook (${KILLS} times): each is there once`, async ({
  browser,
}) => {
  test.setTimeout(300_000 + KILLS * 30_000 + ENTRIES * 240)
  const random = randomFrom(SEED)
  console.log(`KILL_SEED=${SEED} KILLS=${KILLS} KILL_ENTRIES=${ENTRIES}`)
  const stack = await startOwnStack(browser)
  try {
    const page = await stack.newPage()
    await signIn(page, UPN)
    await link(page, UPN)
    await page.goto('about:blank')
    const sent = await control<unknown[]>('GET', '/sent')

    await publish(stack, ENTRIES)
    for (let at = 1; at <= KILLS; at++) {
      const target = random(3) === 0 ? 'engine' : 'app'
      // Somewhere in this part of the push.
      const reached = Math.floor((ENTRIES * (at - 1 + random(80) / 100)) / KILLS)
      await expect
        .poll(async () => (await copies()).length, { timeout: 120_000 + ENTRIES * 30, intervals: [200] })
        .toBeGreaterThan(reached)
      const open = await openCalls(5000, 'calendar-out')
      await wait(random(150))
      await stack.kill(target)
      const there = (await copies()).length
      console.log(`${at}. ${target} with ${open.length} open, ${there} copies`)
      expect(there).toBeLessThan(ENTRIES)
      await stack.restart(target)
    }
    const begun = Date.now()
    await expectPublished(page)
    console.log(`all there and quiet ${((Date.now() - begun) / 1000).toFixed(1)} s after the last restart`)
    const before = await expectEachOnce()

    await ensureUnlinked(page)
    expect((await copies()).length).toBe(ENTRIES)
    await link(page, UPN)
    await publish(stack, 0)
    await expectPublished(page)
    const after = await expectEachOnce()
    expect(after.map(({ id }) => id).sort()).toEqual(before.map(({ id }) => id).sort())
    expect(await control<unknown[]>('GET', '/sent')).toEqual(sent)
  } finally {
    await stack.close()
  }
})
