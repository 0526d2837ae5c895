import { expect, type Page, test } from '@playwright/test'
import { expectAccessible, newPerson, passMicrosoft, signIn } from './person'

const MEGAN = 'megan@contoso.test'
const line = (page: Page, name: string) =>
  page.getByRole('region', { name: 'Members' }).getByRole('listitem').filter({ hasText: name })

test('an invitation leads into the workspace, once', async ({ browser }) => {
  const admin = await newPerson(browser, 'adele@contoso.test', '/settings/members')
  await expectAccessible(admin.page)
  await admin.page.getByLabel('E-mail address').fill('pat@outlook.test')
  await admin.page.getByRole('button', { name: 'Send invitation' }).click()
  await expect(admin.page.getByText('Invitation sent to pat@outlook.test.')).toBeVisible()
  const address = await admin.page.getByLabel('Invitation link').first().inputValue()
  expect(address).toMatch(/\/invite\//)

  const pat = await (await browser.newContext()).newPage()
  await pat.goto(address)
  await expect(pat.getByRole('heading', { name: 'Join Contoso in Tandem' })).toBeVisible()
  await expectAccessible(pat)
  await pat.getByRole('link', { name: 'Sign in to join' }).click()
  await pat.getByRole('button', { name: 'Sign in with Microsoft' }).click()
  await passMicrosoft(pat, 'pat@outlook.test')
  await pat.getByRole('button', { name: 'Join Contoso' }).click()
  await expect(pat).toHaveURL(/\/inbox/)
  await pat.goto(address)
  await expect(pat.getByRole('button', { name: 'Join Contoso' })).toHaveCount(0)

  await admin.page.reload()
  await expect(line(admin.page, 'Pat Doyle')).toBeVisible()
  await pat.context().close()
  await admin.context.close()
})

test('a role counts at the next click; who is disabled is out at once', async ({ browser }) => {
  const admin = await newPerson(browser, 'adele@contoso.test', '/settings/members')
  const { context, page } = await newPerson(browser, MEGAN, '/settings/integrations')
  await expect(page.getByRole('link', { name: 'Members' })).toHaveCount(0)
  expect((await page.goto('/settings/members'))?.status()).toBe(404)
  await expect(page.getByRole('button', { name: 'Send invitation' })).toHaveCount(0)

  await admin.page.getByRole('combobox', { name: 'Role of Megan Bowen' }).click()
  await admin.page.getByRole('option', { name: /^Admin/ }).click()
  await expect(admin.page.getByText('Megan Bowen is an admin now.').first()).toBeAttached()
  await page.goto('/settings/members')
  await expect(page.getByRole('button', { name: 'Send invitation' })).toBeVisible()
  await admin.page.getByRole('combobox', { name: 'Role of Megan Bowen' }).click()
  await admin.page.getByRole('option', { name: /^Member/ }).click()
  await expect(admin.page.getByText('Megan Bowen is a member now.').first()).toBeAttached()

  await admin.page.getByRole('button', { name: 'More for Megan Bowen' }).click()
  await admin.page.getByRole('menuitem', { name: 'Disable' }).click()
  await expect(line(admin.page, 'Megan Bowen')).toContainText('Disabled')
  // The word stands there before the server has answered.
  await expect.poll(async () => (await page.request.get('/api/export', { maxRetries: 3 })).status()).toBe(401)
  // Their open page leaves by itself, too, and may cross this.
  await page.goto('/inbox').catch(({ message }: Error) => expect(message).toMatch(/interrupted|ERR_ABORTED/))
  await expect(page).toHaveURL(/\/signin/)
  await signIn(page, MEGAN, '/inbox')
  await expect(page.getByRole('alert').filter({ hasText: 'switched off' })).toBeVisible()
  await expect(page.getByRole('navigation', { name: 'Main' })).toHaveCount(0)

  await admin.page.getByRole('button', { name: 'More for Megan Bowen' }).click()
  await admin.page.getByRole('menuitem', { name: 'Enable again' }).click()
  await expect(line(admin.page, 'Megan Bowen')).not.toContainText('Disabled')
  await page.goto('/signin')
  await signIn(page, MEGAN, '/inbox')
  await expect(page.getByRole('navigation', { name: 'Main' })).toBeVisible()
  await context.close()
  await admin.context.close()
})
