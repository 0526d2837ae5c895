// A person at Tandem's screens, in a browser: signing in, linking Microsoft 365, leaving it.

import AxeBuilder from '@axe-core/playwright'
import { type Browser, type BrowserContext, expect, type Page, type Request } from '@playwright/test'
import { differences, type HeldData } from '../support/oracle'
import { mailbox, subscriptionsOf } from './microsoft'

/** Between two stacks there is none. */
const onTandem = (url: URL) => {
  const tandem = process.env.E2E_APP_URL
  return Boolean(tandem) && url.origin === new URL(tandem ?? '').origin
}

/** What the calendar draws is not React's. */
const DRAWN_BY_OTHERS = '.sg-box *'

/**
 * Waits until React has taken over all that the server drew: what is pressed before is heard late, as of a person who
 * is faster than their page; tests of anything else begin when it hears.
 */
async function heard(page: Page): Promise<void> {
  if (!onTandem(new URL(page.url()))) return
  await expect(async () => {
    const deaf = await page.evaluate(
      (others) =>
        [...document.querySelectorAll(':is(a[href], button, input:not([type=hidden]), select, textarea)')]
          .filter((each) => !each.matches(others) && !Object.keys(each).some((key) => key.startsWith('__reactProps')))
          .map((each) => each.outerHTML.slice(0, 120)),
      DRAWN_BY_OTHERS,
    )
    expect(deaf).toEqual([])
  }).toPass({ timeout: 15_000, intervals: [20, 50, 100] })
}

const attentive = new WeakSet<Page>()

/**
 * From now on `goto` and `reload` begin once the server has answered what was pressed before (a page that is left takes
 * along what it was still asking), and end once the page hears. Tests of who is faster than that close the page.
 */
function attend(page: Page): void {
  if (attentive.has(page)) return
  attentive.add(page)
  const asked = new Set<Request>()
  page.on('request', (request) => {
    if (request.method() !== 'GET' && onTandem(new URL(request.url()))) asked.add(request)
  })
  page.on('requestfinished', (request) => asked.delete(request))
  page.on('requestfailed', (request) => asked.delete(request))
  const answered = () => expect.poll(() => asked.size, { timeout: 30_000 }).toBe(0)
  const { goto, reload } = page
  page.goto = async (...args) => {
    await answered()
    const answer = await goto.apply(page, args)
    await heard(page)
    return answer
  }
  page.reload = async (...args) => {
    await answered()
    const answer = await reload.apply(page, args)
    await heard(page)
    return answer
  }
}

/** Chooses the account at Microsoft, and accepts what is asked if it was not accepted before. */
export async function passMicrosoft(page: Page, upn: string, decision: 'Accept' | 'Cancel' = 'Accept'): Promise<void> {
  await page.getByRole('button', { name: upn, exact: true }).click()
  const consent = page.getByRole('button', { name: decision, exact: true })
  await expect(async () => {
    if (await consent.isVisible()) await consent.click()
    expect(onTandem(new URL(page.url()))).toBe(true)
  }).toPass({ intervals: [50, 100, 250] })
  await heard(page)
}

/** Signs in with Microsoft and lands on `returnTo`. */
export async function signIn(page: Page, upn: string, returnTo = '/settings/integrations'): Promise<void> {
  attend(page)
  await page.goto(`/signin?returnTo=${encodeURIComponent(returnTo)}`)
  await page.getByRole('button', { name: 'Sign in with Microsoft' }).click()
  await passMicrosoft(page, upn)
}

/** A browser profile of one's own, signed in. */
export async function newPerson(
  browser: Browser,
  upn: string,
  returnTo?: string,
): Promise<{ context: BrowserContext; page: Page }> {
  const context = await browser.newContext()
  const page = await context.newPage()
  await signIn(page, upn, returnTo)
  return { context, page }
}

/** From the picker to the result page; the account chosen at Microsoft may be another than the person's own. */
export async function link(page: Page, upn: string): Promise<void> {
  await page.goto('/settings/integrations/connect')
  await page.getByRole('button', { name: 'Continue to Microsoft' }).click()
  await passMicrosoft(page, upn)
  await expect(page.getByRole('heading', { name: `You are about to link ${upn}` })).toBeVisible()
  await page.getByRole('button', { name: 'Link this account' }).click()
  await expect(page.getByRole('heading', { name: 'Successfully logged in to Microsoft' })).toBeVisible()
}

/** Links the person's own account, unless it is linked already. */
export async function ensureLinked(page: Page, upn: string): Promise<void> {
  if ((await heldBy(page)).connection) return
  await link(page, upn)
}

/** Disconnects by the screens, if anything is linked, and waits for the receipt. */
export async function ensureUnlinked(page: Page): Promise<void> {
  if (!(await heldBy(page)).connection) return
  await page.goto('/settings/integrations/disconnect')
  await page.getByRole('button', { name: /^Disconnect/ }).click()
  await expect(page.getByRole('region', { name: 'Receipt' })).toBeVisible({ timeout: 30_000 })
}

/** What Tandem holds of the person, by its own export. A kept connection may end under a request: asked again then. */
export async function heldBy(page: Page): Promise<HeldData> {
  const answer = await page.request.get('/api/export', { maxRetries: 3 })
  expect(answer.status()).toBe(200)
  return (await answer.json()) as HeldData
}

/** How far the import reaches back when nobody chose otherwise. */
const RANGE_MS = 90 * 86_400_000

/** Where Tandem and the mailbox differ, as sentences. */
export async function differencesFor(page: Page, upn: string): Promise<string[]> {
  const [truth, held, live] = [await mailbox(upn), await heldBy(page), await subscriptionsOf(upn)]
  return differences(held, truth, live, { since: new Date(Date.now() - RANGE_MS) })
}

/** Waits until Tandem holds exactly what the mailbox holds. */
export async function expectImported(page: Page, upn: string, timeout = 30_000): Promise<void> {
  await expect.poll(() => differencesFor(page, upn), { timeout, intervals: [250, 500, 1000] }).toEqual([])
}

/** The id by which Tandem's own addresses call a message. */
export async function tandemIdOf(page: Page, id: string): Promise<string> {
  let found: string | undefined
  await expect(async () => {
    found = (await heldBy(page)).messages.find((message) => message.id === id)?.tandemId
    expect(found).toBeDefined()
  }).toPass({ timeout: 15_000 })
  return found ?? ''
}

/** Waits until the newest mail is on the screen. */
export async function openInbox(page: Page): Promise<void> {
  await page.goto('/inbox')
  await expect(messageList(page).getByRole('link').first()).toBeVisible({ timeout: 20_000 })
  await heard(page)
}

/** The list of messages of the folder in view. */
export const messageList = (page: Page) => page.getByRole('list', { name: /, messages$/ })

/** A row by the beginning of its accessible name: sender, subject. */
export const row = (page: Page, senderName: string, subject: string) =>
  messageList(page).getByRole('link', { name: `${senderName}, ${subject}` })

/** No violation of a serious kind on the page as it stands. */
export async function expectAccessible(page: Page): Promise<void> {
  // Colours that are still fading in are no colours to judge.
  await page.evaluate(() => {
    const ending = document.getAnimations().filter((each) => each.effect?.getComputedTiming().endTime !== Infinity)
    return Promise.allSettled(ending.map((animation) => animation.finished))
  })
  // A mail's own HTML is its sender's, and no script runs in its frame.
  const { violations } = await new AxeBuilder({ page }).exclude('iframe').analyze()
  const grave = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical')
  expect(grave.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(' | ')}`)).toEqual([])
}

/** Nothing can be pushed sideways. */
export async function expectNoSidewaysScroll(page: Page): Promise<void> {
  const { content, room } = await page.evaluate(() => ({
    content: document.documentElement.scrollWidth,
    room: document.documentElement.clientWidth,
  }))
  expect(content).toBeLessThanOrEqual(room)
}
