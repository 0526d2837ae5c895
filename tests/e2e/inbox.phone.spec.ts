import { devices, expect, type Locator, type Page, test } from '@playwright/test'
import { deliver, sender, tag } from './microsoft'
import {
  ensureLinked,
  ensureUnlinked,
  expectAccessible,
  expectNoSidewaysScroll,
  openInbox,
  row,
  signIn,
} from './person'

const UPN = 'lee@fabrikam.test'
const FREE = `Ramp four is free ${tag}`

/** That the network has gone is said over what one is about to tap, and can be put away. */
async function nothingMovesOffline(page: Page, line: Locator) {
  const note = page.getByRole('status').filter({ hasText: 'You are offline.' })
  const places = () =>
    Promise.all(
      [line, page.locator('main'), page.getByRole('navigation', { name: 'Main' })].map((at) => at.boundingBox()),
    )
  const before = await places()
  await page.context().setOffline(true)
  await expect(note).toBeVisible()
  expect(await places()).toEqual(before)
  await expectNoSidewaysScroll(page)
  await expectAccessible(page)
  await note.getByRole('button', { name: 'Hide this note' }).tap()
  await expect(note).toHaveCount(0)
  await page.context().setOffline(false)
}

test.use(devices['Pixel 7'])

test('on the phone: sign in, read, go back, other folders, settings', async ({ page }) => {
  await page.goto('/signin')
  await expectNoSidewaysScroll(page)
  await expectAccessible(page)
  await signIn(page, UPN)
  await ensureLinked(page, UPN)
  await openInbox(page)
  await expectAccessible(page)
  await deliver(UPN, { subject: FREE, from: sender('Tariq Aziz') })
  const line = row(page, 'Tariq Aziz', FREE)
  await line.tap()
  const title = page.getByRole('heading', { name: FREE, level: 2 })
  await expect(title).toBeInViewport()
  await expect(line).not.toBeInViewport()
  await expectAccessible(page)
  await page.getByRole('button', { name: 'Back to the list' }).tap()
  await expect(line).toBeInViewport()
  await line.tap()
  await expect(title).toBeInViewport()
  await page.goBack()
  await expect(line).toBeInViewport()

  await nothingMovesOffline(page, line)

  await page.getByRole('button', { name: 'Inbox. Choose a folder' }).tap()
  await page.getByRole('dialog', { name: 'Folders' }).getByRole('link', { name: 'Archive' }).tap()
  await expect(page.getByRole('button', { name: 'Archive. Choose a folder' })).toBeVisible()
  await page.getByRole('navigation', { name: 'Main' }).getByRole('button', { name: 'More' }).tap()
  await page.getByRole('dialog', { name: 'More' }).getByRole('link', { name: 'Settings' }).tap()
  await expect(page.getByRole('heading', { name: 'Microsoft 365', level: 1 })).toBeVisible()
  await expectAccessible(page)
})

test('nothing moves sideways, 320 pixels wide', async ({ page }) => {
  await page.setViewportSize({ width: 320, height: 640 })
  await signIn(page, UPN)
  await ensureLinked(page, UPN)
  for (const path of [
    '/inbox',
    '/settings/integrations',
    '/settings/members',
    '/settings/integrations/disconnect',
    '/settings/integrations/connect',
    '/settings/integrations/done?code=declined',
    '/consent',
    '/approve/unknown',
    '/invite/unknown',
  ]) {
    await page.goto(path)
    await expect(page.getByRole('heading', { level: 1 }).first()).toBeAttached()
    await expectNoSidewaysScroll(page)
  }
  await ensureUnlinked(page)
  await page.goto('/inbox')
  await expect(page.getByRole('link', { name: 'Connect Microsoft' })).toBeVisible()
  await expectNoSidewaysScroll(page)
})
