import { type Browser, chromium, type Page } from '@playwright/test'
import { link, signIn } from '../e2e/person'
import { findBrowser } from '../support/browser'
import { startStack } from '../support/stack'
import { type BenchOptions, inProcess, pause, percentile, type Score, scoreValue, until } from './harness'
import { control, startDatabase } from './rig'

const UPN = 'alex@contoso.test'
const BUSY = 'megan@contoso.test'

/** Notes when each subject comes on the screen, by this machine's clock. A text: what tsx makes of a function needs tsx. */
const watch = (page: Page) =>
  page.evaluate(`(() => {
    const seen = {}
    window.probe = { seen }
    new MutationObserver(() => {
      for (const link of document.querySelectorAll('a[data-id]'))
        for (const [mark] of link.textContent.matchAll(/Bench mail \\d+/g)) seen[mark] ??= Date.now()
    }).observe(document.body, { childList: true, subtree: true, characterData: true })
  })()`)

async function delays(page: Page, emulatorUrl: string, from: number, count: number): Promise<number[]> {
  const found: number[] = []
  for (let turn = from; turn < from + count; turn++) {
    const mark = `Bench mail ${turn}`
    const sent = Date.now()
    await control(emulatorUrl, 'POST', `/users/${UPN}/messages`, { subject: mark })
    const seen = () => page.evaluate<number | null>(`window.probe.seen[${JSON.stringify(mark)}] ?? null`)
    found.push((await until(mark, seen, 30_000, 20)) - sent)
    await pause(100)
  }
  return found
}

/** P2: from the mailbox to the screen, in quiet and during somebody's import; and how soon a new mailbox can be read. */
export async function run({ quick }: BenchOptions): Promise<Score[]> {
  const count = quick ? 5 : 100
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
      await control(emulatorUrl, 'POST', `/users/${UPN}/messages`, {
        count: quick ? 500 : 10_000,
        spreadDays: 80,
        seed: 9,
      })
      await control(emulatorUrl, 'POST', `/users/${BUSY}/messages`, {
        count: quick ? 5_000 : 60_000,
        spreadDays: 80,
        seed: 9,
      })
      browser = await chromium.launch({ executablePath, ...(env && { env }) })
      const open = async (upn: string) => {
        const page = await (
          await (browser as Browser).newContext({ baseURL: appUrl, viewport: { width: 1280, height: 900 } })
        ).newPage()
        await signIn(page, upn)
        return page
      }
      const page = await open(UPN)
      // The result page comes with the first link's answer; from there on the mailbox is being opened.
      await link(page, UPN)
      const linked = Date.now()
      const visible = await until(
        'the first fifty',
        async () => {
          const folders = (await (await page.request.get('/api/mail/folders')).json()) as {
            folders: { id: string; wellKnown: string | null }[]
          }
          const inbox = folders.folders.find(({ wellKnown }) => wellKnown === 'inbox')
          if (!inbox) return null
          const list = (await (await page.request.get(`/api/mail/list?folder=${inbox.id}&grouped=off`)).json()) as {
            rows: unknown[]
          }
          return list.rows.length >= 50 ? Date.now() - linked : null
        },
        30_000,
        20,
      )
      scores.push(
        scoreValue('P3', `first 50 messages readable after linking, ${engine}`, 'ms', visible, { must: 2_000 }),
      )
      await until(
        'the import',
        async () => {
          const view = (await (await page.request.get('/api/mail/folders')).json()) as {
            import: { state: string }
          }
          return view.import.state === 'done' ? true : null
        },
        120_000,
        250,
      )
      await page.goto('/inbox')
      await page.locator('a[data-id]').first().waitFor()
      await watch(page)
      await delays(page, emulatorUrl, 0, 2)
      const floors = postgres
        ? await inProcess<number[]>(
            'p2-floor',
            { emulatorUrl, count: Math.min(count, 40) },
            { ...process.env, ...postgres.env },
          )
        : null
      const quiet = await delays(page, emulatorUrl, 10, count)
      const other = await open(BUSY)
      await link(other, BUSY)
      const busy = await delays(page, emulatorUrl, 1_000, count)
      for (const [when, times] of [
        ['in quiet', quiet],
        ['during an import', busy],
      ] as const) {
        for (const [name, p, must, aim] of [
          ['p50', 0.5, 250, 100],
          ['p99', 0.99, 1_000, 300],
        ] as const) {
          const floor = floors ? { floor: percentile(floors, p) } : {}
          scores.push(
            scoreValue('P2', `mailbox → screen ${when}, ${name}, ${engine}`, 'ms', percentile(times, p), {
              must,
              aim,
              ...floor,
            }),
          )
        }
      }
    } finally {
      await browser?.close()
      await stack.stop()
      await postgres?.stop()
    }
  }
  return scores
}
