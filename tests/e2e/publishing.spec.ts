import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Browser, expect, type Page, test } from '@playwright/test'
import type { SchedulePage } from '@/components/schedule/view'
import { describeExit, startChild } from '../support/child'
import { control } from './microsoft'
import { type OwnStack, startOwnStack } from './own-stack'
import { expectAccessible, expectNoSidewaysScroll, passMicrosoft, signIn } from './person'

const UPN = 'alex@contoso.test'
const PLACE = '/settings/calendar'
const COUNT = 24

interface Copy {
  id: string
  calendar: string
  subject: string
  reminder: { on: boolean; minutes: number }
}

/** What stands in Tandem's own calendar, by the emulator's truth. */
const copies = async () =>
  (await control<Copy[]>('GET', `/users/${UPN}/events`)).filter(({ calendar }) => calendar.startsWith('Tandem - '))
const own = async () =>
  (await control<{ name: string }[]>('GET', `/users/${UPN}/calendars`)).filter(({ name }) => name.startsWith('Tandem'))
const sent = () => control<unknown[]>('GET', '/sent')

/** The app goes, entries come into its database or leave it, and it comes back. */
async function whileAway(stack: OwnStack, what: 'add' | 'remove', count = 0): Promise<void> {
  await stack.kill('app', 'SIGTERM')
  const child = startChild({
    name: 'entries',
    args: [
      ...['--conditions=react-server', '--import', import.meta.resolve('tsx')],
      ...[fileURLToPath(new URL('../support/entries-main.ts', import.meta.url)), UPN, String(count), what],
    ],
    env: stack.env,
    logPath: join(stack.dataDir, 'logs', 'entries.log'),
  })
  const exit = await child.exited
  expect(exit.code, `it ${describeExit(exit)}: ${child.tail(20)}`).toBe(0)
  await stack.restart('app')
}

/** From the settings to Microsoft and back: just the calendar and publishing are asked for. */
async function connectFromSettings(page: Page): Promise<void> {
  await page.goto(PLACE)
  await expectAccessible(page)
  await page.getByRole('link', { name: 'Connect Microsoft' }).click()
  await expect(page.getByRole('switch', { name: 'Publish to Outlook' })).toBeChecked()
  await page.getByRole('button', { name: 'Continue to Microsoft' }).click()
  await passMicrosoft(page, UPN)
  await page.getByRole('button', { name: 'Link this account' }).click()
  await expect(page.getByRole('heading', { name: 'Successfully logged in to Microsoft' })).toBeVisible()
  await page.goto(PLACE)
  await expect(page.getByRole('radio', { name: /^Off/ })).toBeChecked()
}

const preview = (page: Page) => page.getByRole('region', { name: 'What will happen' })
const figure = (page: Page, label: string) => page.locator('dl div', { hasText: label }).locator('dd')

/** The page is right on a phone and at night, too. */
async function expectWell(page: Page): Promise<void> {
  await expectAccessible(page)
  await page.setViewportSize({ width: 390, height: 844 })
  await page.emulateMedia({ colorScheme: 'dark' })
  await expectNoSidewaysScroll(page)
  await expectAccessible(page)
  await page.emulateMedia({ colorScheme: 'light' })
  await page.setViewportSize({ width: 1440, height: 900 })
}

async function withStack(browser: Browser, work: (stack: OwnStack, page: Page) => Promise<void>): Promise<void> {
  const stack = await startOwnStack(browser)
  try {
    await work(stack, await stack.newPage())
  } finally {
    await stack.close()
  }
}

test('publishing: seen before it happens, observed, written, edited, paused, turned off', async ({ browser }) => {
  test.setTimeout(300_000)
  await withStack(browser, async (stack, page) => {
    await page.setViewportSize({ width: 1440, height: 900 })
    await signIn(page, UPN, PLACE)
    await connectFromSettings(page)
    await page.goto('about:blank')
    await whileAway(stack, 'add', COUNT)
    const mailed = await sent()

    await test.step('choosing shows what will happen, and nothing happens', async () => {
      await page.goto(PLACE)
      await page.getByRole('radio', { name: /^Separate calendar/ }).check()
      await expect(preview(page)).toContainText('24 entries will be added to Outlook; no one will be mailed.')
      await expect(preview(page).getByRole('listitem').filter({ hasText: 'Call 1' }).first()).toBeVisible()
      await expectWell(page)
      expect(await own()).toEqual([])
    })

    await test.step('observing lists what would be written, and writes nothing', async () => {
      await preview(page).getByText('Only show what would be written').click()
      await expect(preview(page)).toContainText('Nothing is written while Tandem only observes.')
      await preview(page).getByRole('button', { name: 'Begin, writing nothing' }).click()
      const held = page.locator('section', { has: page.getByRole('heading', { name: 'What Tandem would write' }) })
      await expect(held.getByRole('listitem')).toHaveCount(COUNT)
      await expect(held.getByRole('listitem').filter({ hasText: 'Add: Call 1' }).first()).toBeVisible()
      await expect(figure(page, 'Held back')).toHaveText('24')
      await expectWell(page)
      expect(await own()).toEqual([])
    })

    await test.step('one switch turns writing on', async () => {
      await page.getByRole('switch', { name: 'Show what Tandem would write, write nothing' }).click()
      await expect(figure(page, 'In Outlook')).toHaveText('24', { timeout: 30_000 })
      expect(await copies()).toHaveLength(COUNT)
      await expectWell(page)
    })

    await test.step('an edit goes there', async () => {
      const from = new Date()
      const to = new Date(from.getTime() + 14 * 86_400_000)
      const answer = await page.request.get(`/api/schedule?from=${from.toISOString()}&to=${to.toISOString()}`)
      const { items } = (await answer.json()) as SchedulePage
      const { id = '' } = items.find(({ title }) => title === 'Call 3') ?? {}
      await page.goto(`/schedule?entry=${id}`)
      await page.getByLabel('Subject').fill('Call three, moved words')
      await page.getByRole('button', { name: 'Save', exact: true }).click()
      await expect
        .poll(async () => (await copies()).map(({ subject }) => subject), { timeout: 15_000 })
        .toContain('Call three, moved words')
      expect(await copies()).toHaveLength(COUNT)
    })

    await test.step('a reminder goes to all of them, unasked', async () => {
      await page.goto(PLACE)
      await page.getByLabel('Outlook reminds you').click()
      await page.getByRole('option', { name: '30 minutes before' }).click()
      const minutes = async () => new Set((await copies()).map(({ reminder }) => reminder.minutes))
      await expect.poll(minutes, { timeout: 30_000 }).toEqual(new Set([30]))
      await expect(page.getByRole('heading', { name: /are paused$/ })).toHaveCount(0)
    })

    await test.step('losing them all at once pauses, and asks', async () => {
      await page.goto('about:blank')
      await whileAway(stack, 'remove')
      await page.goto(PLACE)
      const pause = page.getByRole('region', { name: 'Changes to Outlook are paused' })
      await expect(pause).toContainText('24 of 24 entries would be removed from Outlook at once.', { timeout: 30_000 })
      await expectWell(page)
      expect(await copies()).toHaveLength(COUNT)
      await pause.getByRole('button', { name: 'Make 24 changes in Outlook' }).click()
      await expect(pause).toHaveCount(0)
      await expect.poll(copies, { timeout: 30_000 }).toEqual([])
    })

    await test.step('off takes the calendar out of Outlook', async () => {
      await page.getByRole('radio', { name: /^Off/ }).check()
      await expect(preview(page)).toContainText('is removed from Outlook')
      await preview(page).getByRole('button', { name: 'Turn off' }).click()
      await expect.poll(own, { timeout: 30_000 }).toEqual([])
      await expect(page.getByRole('radio', { name: /^Off/ })).toBeChecked()
    })

    await test.step('Disconnect takes the calendar along when that is ticked, over a kill in the middle', async () => {
      await page.goto('about:blank')
      await whileAway(stack, 'add', COUNT)
      await page.goto(PLACE)
      await page.getByRole('radio', { name: /^Separate calendar/ }).check()
      await preview(page)
        .getByRole('button', { name: /^Add 24/ })
        .click()
      await expect(figure(page, 'In Outlook')).toHaveText('24', { timeout: 30_000 })
      await page.goto('/settings/integrations/disconnect')
      const along = page.getByRole('checkbox', { name: /^Remove the calendar “Tandem - .+” from Outlook, too$/ })
      await expect(along).not.toBeChecked()
      await expect(along).toHaveAccessibleDescription(/^24 entries leave Outlook.+Nobody is mailed\./)
      await along.press('Space')
      await expect(along).toBeChecked()
      await expectWell(page)
      const match = { method: 'DELETE', path: '/v1.0/me/calendars/*', upn: UPN }
      await control('POST', '/faults', { kind: 'delay', delayMs: 6_000, match })
      await page.getByRole('button', { name: /^Disconnect/ }).click()
      await expect(page.getByText('Removing Tandem’s calendar from Outlook')).toBeVisible({ timeout: 30_000 })
      await stack.kill('app', 'SIGKILL')
      await stack.restart('app')
      const receipt = page.getByRole('region', { name: 'Receipt' })
      await expect(receipt).toBeVisible({ timeout: 60_000 })
      await expect(receipt).toContainText(/Tandem’s calendar in Outlook\s*Removed/)
      await expectAccessible(page)
      expect(await own()).toEqual([])
    })
    expect(await sent()).toEqual(mailed)
  })
})
