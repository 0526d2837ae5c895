import { expect, type Page, test } from '@playwright/test'
import { control, deliver, sender, sentTo, tag } from './microsoft'
import {
  ensureLinked,
  ensureUnlinked,
  expectAccessible,
  expectImported,
  heldBy,
  link,
  newPerson,
  openInbox,
  passMicrosoft,
  row,
} from './person'

const ALEX = 'alex@contoso.test'
const MEGAN = 'megan@contoso.test'
const SIGNED_OUT = `While signed out ${tag}`
const failed = (page: Page) => page.getByRole('heading', { name: 'Unable to log in to Microsoft' })

async function toMicrosoft(page: Page): Promise<void> {
  await page.goto('/settings/integrations/connect')
  await page.getByRole('button', { name: 'Continue to Microsoft' }).click()
}

test.afterEach(async () => {
  await control('POST', '/tenants/contoso.test', { consentPolicy: 'open' })
})

test('Cancel at Microsoft: it says so, nothing is linked, one can choose again', async ({ browser }) => {
  const { context, page } = await newPerson(browser, ALEX)
  await ensureUnlinked(page)
  await control('DELETE', `/consents?upn=${ALEX}`)
  await toMicrosoft(page)
  await passMicrosoft(page, ALEX, 'Cancel')
  await expect(failed(page)).toBeVisible()
  await expect(page.getByText('You said no. Nothing was connected.')).toBeVisible()
  await expectAccessible(page)
  expect((await heldBy(page)).connection).toBeNull()
  await page.getByRole('link', { name: 'Choose again' }).click()
  await expect(page.getByRole('heading', { name: 'Choose what to connect' })).toBeVisible()
  await context.close()
})

test('a managed organisation: an administrator approves by the link, and the waiting page goes on', async ({
  browser,
}) => {
  const { context, page } = await newPerson(browser, ALEX)
  const admin = await newPerson(browser, 'adele@contoso.test')
  await ensureUnlinked(page)
  await control('DELETE', '/consents')
  await control('POST', '/tenants/contoso.test', { consentPolicy: 'managed' })
  await toMicrosoft(page)
  await page.getByRole('button', { name: ALEX, exact: true }).click()
  await page.getByRole('button', { name: /^Return to the application/ }).click()
  await expect(page.getByRole('heading', { name: /wants? an administrator to approve this/ })).toBeVisible()
  await expectAccessible(page)
  const approval = await page.getByRole('textbox', { name: 'Link for your administrator' }).inputValue()

  await admin.page.goto(approval)
  await expectAccessible(admin.page)
  await admin.page.getByRole('button', { name: /^Approve for / }).click()
  await passMicrosoft(admin.page, 'adele@contoso.test')
  await expect(admin.page.getByRole('heading', { name: 'Approved' })).toBeVisible()

  await expect(page.getByRole('button', { name: ALEX, exact: true })).toBeVisible({ timeout: 20_000 })
  await passMicrosoft(page, ALEX)
  await expect(page.getByRole('heading', { name: `You are about to link ${ALEX}` })).toBeVisible()
  await context.close()
  await admin.context.close()
})

test('a revoked grant: banner, one mail, and Reconnect takes the same account only', async ({ browser }) => {
  const { context, page } = await newPerson(browser, ALEX)
  await ensureLinked(page, ALEX)
  await expectImported(page, ALEX)
  await openInbox(page)
  const before = (await sentTo(ALEX)).length
  await control('POST', '/faults', { match: { upn: ALEX }, kind: 'revoke-token' })
  await deliver(ALEX, { subject: SIGNED_OUT, from: sender('Omar Haddad') })
  const banner = page.getByText('Microsoft signed you out.')
  await expect(banner).toBeVisible({ timeout: 20_000 })
  await expectAccessible(page)
  await expect.poll(async () => (await sentTo(ALEX)).length, { timeout: 20_000 }).toBe(before + 1)

  await page.getByRole('link', { name: 'Reconnect', exact: true }).click()
  await page.getByRole('button', { name: 'Reconnect', exact: true }).click()
  await passMicrosoft(page, MEGAN)
  await expect(failed(page)).toBeVisible()
  await expect(page.getByText(`Sign in as ${ALEX}`)).toBeVisible()
  await expectAccessible(page)
  await page.getByRole('button', { name: 'Try again' }).click()
  await passMicrosoft(page, ALEX)
  await expect(page.getByRole('heading', { name: 'Successfully logged in to Microsoft' })).toBeVisible()
  await openInbox(page)
  await expect(row(page, 'Omar Haddad', SIGNED_OUT)).toHaveCount(1, { timeout: 20_000 })
  await expect(banner).toHaveCount(0)
  await expectImported(page, ALEX)
  expect(await sentTo(ALEX)).toHaveLength(before + 1)
  await context.close()
})

test('an account belongs to one person: a colleague is told whose it is', async ({ browser }) => {
  const alex = await newPerson(browser, ALEX)
  await ensureLinked(alex.page, ALEX)
  const { context, page } = await newPerson(browser, MEGAN)
  await ensureUnlinked(page)
  await toMicrosoft(page)
  await passMicrosoft(page, ALEX)
  await expect(failed(page)).toBeVisible()
  await expect(page.getByText('This Microsoft account belongs to Alex Wilber here.')).toBeVisible()
  expect((await heldBy(page)).connection).toBeNull()
  await ensureUnlinked(alex.page)
  await context.close()
  await alex.context.close()
})

test('a personal account works, and an account without a mailbox is told so', async ({ browser }) => {
  const pat = await newPerson(browser, 'pat@outlook.test')
  await link(pat.page, 'pat@outlook.test')
  await openInbox(pat.page)
  await expectImported(pat.page, 'pat@outlook.test')
  await ensureUnlinked(pat.page)
  await pat.context.close()

  const noma = await newPerson(browser, 'noma@contoso.test')
  await link(noma.page, 'noma@contoso.test')
  await noma.page.goto('/inbox')
  const told = 'This account has no mailbox at Microsoft 365.'
  await expect(noma.page.getByRole('main').getByText(told)).toBeVisible({ timeout: 20_000 })
  await expectAccessible(noma.page)
  await noma.page.goto('/settings/integrations')
  await expect(noma.page.getByRole('main').getByText(told)).toBeVisible()
  await expectAccessible(noma.page)
  await ensureUnlinked(noma.page)
  await noma.context.close()
})

test('forged answers and foreign addresses lead nowhere', async ({ browser }) => {
  const { context, page } = await newPerson(browser, MEGAN)
  for (const query of ['code=forged&state=forged', 'state=%00', 'error=access_denied', '']) {
    await page.goto(`/api/connect/callback?${query}`)
    await expect(failed(page)).toBeVisible()
    await expect(page.getByText(/This attempt was used before/)).toBeVisible()
  }
  await page.goto('/settings/integrations/done?code=linked')
  await expect(failed(page)).toBeVisible()
  expect((await heldBy(page)).connection).toBeNull()

  const app = new URL(page.url()).origin
  for (const away of ['https://evil.example/', '//evil.example', '/\\evil.example', '/%2F%2Fevil.example']) {
    const stranger = await newPerson(browser, MEGAN, away)
    await expect(stranger.page).toHaveURL(`${app}/inbox`)
    await stranger.context.close()
  }
  await context.close()
})
