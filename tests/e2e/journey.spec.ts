import { expect, type Page, test } from '@playwright/test'
import { control, deliver, expectNoSubscription, inOutlook, messageAt, sender, subscriptionsOf, tag } from './microsoft'
import {
  ensureUnlinked,
  expectAccessible,
  expectImported,
  expectNoSidewaysScroll,
  heldBy,
  messageList,
  newPerson,
  openInbox,
  passMicrosoft,
  row,
  signIn,
  tandemIdOf,
} from './person'

const UPN = 'adele@contoso.test'
const LORRY = `The lorry is at gate ${tag}`
const REMINDER = `Last reminder ${tag}`
const MINUTES = `Minutes of Tuesday ${tag}`
const FIRST = `First of two ${tag}`
const SECOND = `Second of two ${tag}`

/** Logs each row's id at the moment it comes on screen. */
async function watchRows(page: Page): Promise<void> {
  await page.evaluate(() => {
    const seen: string[] = []
    Object.assign(window, { tandemSeen: seen })
    const look = () => {
      for (const link of document.querySelectorAll('a[data-id]')) {
        const id = link.getAttribute('data-id') ?? ''
        if (!seen.includes(id)) seen.push(id)
      }
    }
    look()
    new MutationObserver(look).observe(document.body, { childList: true, subtree: true })
  })
}

const seenRows = (page: Page) => page.evaluate(() => (window as unknown as { tandemSeen: string[] }).tandemSeen)
const navigations = (page: Page) => page.evaluate(() => performance.getEntriesByType('navigation').length)
const unreadInTitle = async (page: Page) => Number(/^\((\d+)\)/.exec(await page.title())?.[1] ?? 0)

test.describe.configure({ mode: 'serial' })
let page: Page

test.beforeAll(async ({ browser }) => {
  page = (await newPerson(browser, UPN)).page
  await ensureUnlinked(page)
})
test.afterAll(async () => {
  await page.context().close()
})

test('from the picker to the first mails, through what Microsoft asks and what Tandem asks', async () => {
  await control('DELETE', `/consents?upn=${UPN}`)
  await page.goto('/inbox')
  await expect(page.getByRole('link', { name: 'Connect Microsoft' })).toBeVisible()
  await expectAccessible(page)
  await page.goto('/settings/integrations')
  await expectAccessible(page)
  await page.getByRole('link', { name: 'Connect Microsoft' }).click()
  await expect(page.getByRole('heading', { name: 'Choose what to connect' })).toBeVisible()
  await expect(page.getByRole('switch', { name: 'Inbox' })).toBeChecked()
  await expect(page.getByText('Mail.ReadWrite', { exact: true }).first()).toBeVisible()
  await expectAccessible(page)
  await page.getByRole('button', { name: 'Continue to Microsoft' }).click()
  await page.getByRole('button', { name: UPN, exact: true }).click()
  await page.getByRole('button', { name: 'Accept', exact: true }).click()
  await expect(page.getByRole('heading', { name: `You are about to link ${UPN}` })).toBeVisible()
  expect((await heldBy(page)).connection).toBeNull()
  await expectAccessible(page)
  await page.getByRole('button', { name: 'Link this account' }).click()
  await expect(page.getByRole('heading', { name: 'Successfully logged in to Microsoft' })).toBeVisible()
  await expectAccessible(page)
  await openInbox(page)
  expect(await messageList(page).getByRole('link').count()).toBeGreaterThan(5)
  await expect.poll(() => subscriptionsOf(UPN)).not.toEqual([])
  await expectAccessible(page)
})

test('a new mail appears in two tabs at once, without a reload, and is counted', async () => {
  const other = await page.context().newPage()
  const tabs = [page, other]
  await Promise.all(tabs.map(openInbox))
  await Promise.all(tabs.map(watchRows))
  // Older mail than the import's range is in Outlook only, so that Tandem's own count is the measure.
  const unreadHeld = async () => (await heldBy(page)).folders.find(({ wellKnown }) => wellKnown === 'inbox')?.unread
  await expectImported(page, UPN)
  const before = (await unreadHeld()) ?? -1
  for (const tab of tabs) await expect.poll(() => unreadInTitle(tab)).toBe(before)
  const id = await deliver(UPN, { subject: LORRY, from: sender('Nadia Okafor') })
  for (const tab of tabs) {
    await expect(row(tab, 'Nadia Okafor', LORRY)).toHaveCount(1)
    await expect.poll(() => unreadInTitle(tab)).toBe(before + 1)
  }
  const tandemId = await tandemIdOf(page, id)
  for (const tab of tabs) {
    expect((await seenRows(tab)).filter((each) => each === tandemId)).toHaveLength(1)
    expect(await navigations(tab)).toBe(1)
  }
  await other.close()
})

test('hostile HTML runs nothing and calls nobody before the person says so', async () => {
  const asked: string[] = []
  const note = (request: { url: () => string }) => void asked.push(new URL(request.url()).host)
  const tandem = new URL(process.env.E2E_APP_URL ?? '').host
  const picture = 'https://pictures.example.test/spy.png'
  await page.route('**/*', (route) =>
    new URL(route.request().url()).host === tandem
      ? route.continue()
      : route.fulfill({ status: 200, contentType: 'image/svg+xml', body: '<svg xmlns="http://www.w3.org/2000/svg"/>' }),
  )
  page.on('request', note)
  const content = `<p>Please pay at once.</p>
    <script>top.pwned = 1; parent.document.title = 'pwned'</script>
    <img src="${picture}" alt="offer" onerror="top.pwned = 2"><img src="x" onerror="top.pwned = 3">
    <svg onload="top.pwned = 4"><image href="https://svg.example.test/a.png"/></svg>
    <style>@import url(https://style.example.test/a.css); p { background: url(https://style.example.test/b.png) }</style>
    <link rel="prefetch" href="https://link.example.test/"><meta http-equiv="refresh" content="0;url=https://meta.example.test/">
    <iframe src="https://frame.example.test/"></iframe><object data="https://object.example.test/"></object>
    <form action="https://form.example.test/"><button>Pay</button></form>
    <a href="javascript:top.pwned = 5">bill</a><video src="https://video.example.test/v.mp4" poster="https://video.example.test/p.png"></video>
    <table background="https://table.example.test/t.png"><tr><td style="background-image:url('https://cell.example.test/c.png')">x</td></tr></table>`
  await openInbox(page)
  await deliver(UPN, { subject: REMINDER, from: sender('Eve Black'), body: { contentType: 'html', content } })
  await row(page, 'Eve Black', REMINDER).click()
  const body = page.frameLocator(`iframe[title="Text of ${REMINDER}"]`)
  await expect(body.getByText('Please pay at once.')).toBeVisible()
  await expect(body.locator('script, iframe, object, form, link, meta[http-equiv=refresh]')).toHaveCount(0)
  await page.waitForTimeout(500)
  expect(await page.evaluate(() => Reflect.get(window, 'pwned'))).toBeUndefined()
  expect([...new Set(asked)]).toEqual([tandem])
  await expectAccessible(page)

  await page.getByRole('button', { name: 'Show pictures' }).click()
  await expect.poll(() => asked).toContain(new URL(picture).host)
  expect(asked.filter((host) => /^(style|svg|frame|object|form|link|meta|video)\./.test(host))).toEqual([])
  expect(await page.evaluate(() => Reflect.get(window, 'pwned'))).toBeUndefined()
  page.off('request', note)
  await page.unroute('**/*')
})

test('opening marks as read, U takes it back, in Outlook too', async () => {
  await openInbox(page)
  const id = await deliver(UPN, {
    subject: MINUTES,
    from: sender('Jonas Berg'),
    body: { contentType: 'html', content: '<p>Three decisions, one question.</p>' },
  })
  await row(page, 'Jonas Berg', MINUTES).click()
  await expect(
    page.frameLocator(`iframe[title="Text of ${MINUTES}"]`).getByText('Three decisions, one question.'),
  ).toBeVisible()
  await expect.poll(async () => (await messageAt(UPN, id))?.isRead).toBe(true)
  await page.keyboard.press('u')
  await expect(row(page, 'Jonas Berg', `${MINUTES}, Unread`)).toBeVisible()
  await expect.poll(async () => (await messageAt(UPN, id))?.isRead).toBe(false)
  await expect.poll(async () => (await heldBy(page)).outbox).toEqual([])
})

test('what happens in Outlook happens here: read, move, delete', async () => {
  await openInbox(page)
  const subject = `Pallets for Thursday ${tag}`
  const id = await deliver(UPN, { subject, from: sender('Lena Fischer') })
  await expect(row(page, 'Lena Fischer', `${subject}, Unread`)).toBeVisible()
  await inOutlook.change(UPN, id, { isRead: true })
  await expect(row(page, 'Lena Fischer', `${subject}, Unread`)).toHaveCount(0)
  await expect(row(page, 'Lena Fischer', subject)).toHaveCount(1)
  await inOutlook.change(UPN, id, { parentFolderId: 'archive' })
  await expect(row(page, 'Lena Fischer', subject)).toHaveCount(0)
  await page
    .getByRole('list', { name: 'Folders' })
    .getByRole('link', { name: /^Archive/ })
    .click()
  await expect(row(page, 'Lena Fischer', subject)).toHaveCount(1)
  expect(await navigations(page)).toBe(1)
  await inOutlook.remove(UPN, id)
  await expect(row(page, 'Lena Fischer', subject)).toHaveCount(0)
})

test('the address keeps folder, filter and message; J and K move; the palette finds', async () => {
  await openInbox(page)
  const older = await deliver(UPN, { subject: FIRST, from: sender('Ines Costa'), isRead: true })
  await expect(row(page, 'Ines Costa', FIRST)).toBeVisible()
  await deliver(UPN, { subject: SECOND, from: sender('Ines Costa') })
  await expect(row(page, 'Ines Costa', SECOND)).toBeVisible()

  await page.getByRole('group', { name: 'Show' }).getByText('Unread').click()
  await expect(page).toHaveURL(/filter=unread/)
  await expect(row(page, 'Ines Costa', SECOND)).toBeVisible()
  await expect(row(page, 'Ines Costa', FIRST)).toHaveCount(0)
  await page.reload()
  await expect(page.getByRole('radio', { name: /^Unread/ })).toBeChecked()
  await expect(row(page, 'Ines Costa', FIRST)).toHaveCount(0)

  await page.goto(`/inbox?message=${await tandemIdOf(page, older)}`)
  await expect(page.getByRole('heading', { name: FIRST, level: 2 })).toBeVisible()
  await expect(row(page, 'Ines Costa', FIRST)).toHaveAttribute('aria-current', 'true')
  await page.keyboard.press('k')
  await expect(page.getByRole('heading', { name: SECOND, level: 2 })).toBeVisible()
  await page.keyboard.press('j')
  await expect(page.getByRole('heading', { name: FIRST, level: 2 })).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(page.getByRole('heading', { name: FIRST, level: 2 })).toHaveCount(0)

  await page.keyboard.press('ControlOrMeta+k')
  const palette = page.getByRole('dialog', { name: 'Search or jump to' })
  await expect(palette).toBeVisible()
  await expectAccessible(page)
  await palette.getByRole('combobox').fill(`second ${tag}`)
  await palette.getByRole('option', { name: SECOND }).click()
  await expect(page.getByRole('heading', { name: SECOND, level: 2 })).toBeVisible()
})

test('light and dark: readable, and nothing moves sideways', async ({ browser }) => {
  const context = await browser.newContext({ colorScheme: 'dark', viewport: { width: 1100, height: 800 } })
  const dark = await context.newPage()
  await signIn(dark, UPN, '/inbox')
  await openInbox(dark)
  await messageList(dark).getByRole('link').first().click()
  await expect(dark.getByRole('heading', { level: 2 })).toBeVisible()
  for (const path of [null, '/settings/integrations', '/settings/members', '/settings/integrations/disconnect']) {
    if (path) await dark.goto(path)
    await expect(dark.getByRole('heading', { level: 1 }).first()).toBeAttached()
    await expectNoSidewaysScroll(dark)
    await expectAccessible(dark)
  }
  await context.close()
})

test('Disconnect: the counts before, the progress, the receipt; then it is offered again', async () => {
  await page.goto('/settings/integrations')
  await expectAccessible(page)
  await page.getByRole('link', { name: 'Disconnect', exact: true }).click()
  await expect(page.getByRole('heading', { name: 'Disconnect Microsoft 365?' })).toBeVisible()
  await expectAccessible(page)
  const held = (await heldBy(page)).messages.length
  await expect(page.getByRole('listitem').filter({ hasText: /^Messages/ })).toContainText(held.toLocaleString('en-GB'))
  await page.getByRole('button', { name: /^Disconnect and delete [\d,]+ items$/ }).click()
  const receipt = page.getByRole('region', { name: 'Receipt' })
  await expect(receipt).toBeVisible({ timeout: 30_000 })
  await expect(receipt).toContainText(/([\d,]+) of \1 confirmed gone/)
  await expectAccessible(page)
  await expectNoSubscription(UPN)
  const left = await heldBy(page)
  expect({ connection: left.connection, messages: left.messages, folders: left.folders }).toEqual({
    connection: null,
    messages: [],
    folders: [],
  })
  await page.goto('/inbox')
  await expect(page.getByRole('link', { name: 'Connect Microsoft' })).toBeVisible()
  await page.goto('/settings/integrations/connect')
  await page.getByRole('button', { name: 'Continue to Microsoft' }).click()
  await passMicrosoft(page, UPN)
  await expect(page.getByRole('heading', { name: `You are about to link ${UPN}` })).toBeVisible()
})
