import { type Browser, type BrowserContext, chromium, type Page } from '@playwright/test'
import { link, openInbox, signIn } from '../e2e/person'
import { findBrowser } from '../support/browser'
import { startStack } from '../support/stack'
import { type BenchOptions, median, pause, percentile, type Score, scoreValue, until } from './harness'
import { control, startDatabase } from './rig'
import { type Interaction, installProbe, interactions, largestPaint, type Shown } from './vitals-probe'
import { loadLines, openThreads, workAtInbox } from './vitals-use'

const UPN = 'alex@contoso.test'
const VIEWPORT = { width: 1440, height: 900 }

/** Largest paint of the inbox in a browser that has never been here: nothing cached, nothing compiled. */
async function coldPaint(browser: Browser, appUrl: string, state: Awaited<ReturnType<BrowserContext['storageState']>>) {
  const context = await browser.newContext({ baseURL: appUrl, viewport: VIEWPORT, storageState: state })
  try {
    await installProbe(context)
    const page = await context.newPage()
    await openInbox(page)
    await pause(1_000)
    return await largestPaint(page)
  } finally {
    await context.close()
  }
}

/** Interaction to next paint as browsers count it: the worst, less one for each fifty. */
function nextPaint({ slow, count }: { slow: Interaction[]; count: number }) {
  const worst = [...slow].sort((a, b) => b.ms - a.ms)
  const inp = worst[Math.min(worst.length - 1, Math.floor(count / 50))]
  // Those under 16 ms are not told one by one.
  const all = [...slow.map(({ ms }) => ms), ...Array.from({ length: Math.max(0, count - slow.length) }, () => 16)]
  const told = worst.slice(0, 3).map(({ step, ms }) => `${step} ${ms}`)
  return { inp: inp?.ms ?? 16, note: `${count} interactions, p50 ${median(all)}, worst: ${told.join(', ')}` }
}

const spread = (times: number[]) => `median ${Math.round(median(times))} ms of ${times.length}`

async function measureUse(page: Page, engine: string, rows: number, quick: boolean): Promise<Score[]> {
  await page.goto('/inbox')
  await openInbox(page)
  // What the page fetches ahead once it rests is there.
  await pause(6_000)
  const held = rows > 50 ? await loadLines(page, rows) : 50
  const where = `${held >= 1_000 ? '2,000' : '50'} rows held, ${engine}`
  if (rows > 50 && held < rows) throw new Error(`only ${held} of ${rows} lines came`)
  const shown: Shown[] = await openThreads(page, quick ? 3 : 12)
  await page.keyboard.press('Escape')
  await pause(300)
  await workAtInbox(page)
  const { inp, note } = nextPaint(await interactions(page))
  const head = shown.map((each) => each.head)
  const text = shown.map((each) => each.text)
  return [
    scoreValue('P6', `INP, ${where}`, 'ms', inp, { must: 100 }, note),
    scoreValue('P6', `click → thread, p95, ${where}`, 'ms', percentile(head, 0.95), { must: 100 }, spread(head)),
    scoreValue('P6', `click → its text, p95, ${where}`, 'ms', percentile(text, 0.95), { must: 100 }, spread(text)),
  ]
}

/** P6: what a person at the inbox sees and feels, in a real browser at its own speed: 10,000 messages, 50 and 2,000 rows held. */
export async function run({ quick }: BenchOptions): Promise<Score[]> {
  const scores: Score[] = []
  const { executablePath, env } = await findBrowser()
  for (const engine of ['PGlite', 'Postgres']) {
    const postgres = engine === 'Postgres' ? await startDatabase() : null
    const stack = await startStack({ seed: true, env: { LOG_LEVEL: 'warn', ...postgres?.env } })
    let browser: Browser | undefined
    try {
      const { emulatorUrl, appUrl } = stack
      process.env.E2E_APP_URL = appUrl
      process.env.E2E_EMULATOR_URL = emulatorUrl
      const count = quick ? 3_000 : 10_000
      await control(emulatorUrl, 'POST', `/users/${UPN}/messages`, { count, spreadDays: 80, seed: 9 })
      browser = await chromium.launch({ executablePath, ...(env && { env }) })
      const context = await browser.newContext({ baseURL: appUrl, viewport: VIEWPORT })
      await installProbe(context)
      const page = await context.newPage()
      await signIn(page, UPN)
      await link(page, UPN)
      await until(
        'the import',
        async () => {
          const view = (await (await page.request.get('/api/mail/folders')).json()) as { import: { state: string } }
          return view.import.state === 'done' ? true : null
        },
        120_000,
        250,
      )
      const state = await context.storageState()
      await coldPaint(browser, appUrl, state)
      const paints: { ms: number; what: string }[] = []
      for (let turn = 0; turn < (quick ? 1 : 5); turn++) paints.push(await coldPaint(browser, appUrl, state))
      const times = paints.map(({ ms }) => ms)
      const note = `worst ${Math.round(Math.max(...times))} ms; ${paints[0]?.what}`
      scores.push(
        scoreValue('P6', `LCP of /inbox, nothing cached, ${engine}`, 'ms', median(times), { must: 1_200 }, note),
      )
      for (const rows of [50, quick ? 1_000 : 2_000]) scores.push(...(await measureUse(page, engine, rows, quick)))
    } finally {
      await browser?.close()
      await stack.stop()
      await postgres?.stop()
    }
  }
  return scores
}
