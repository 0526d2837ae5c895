import { expect, type Page, test } from '@playwright/test'
import { beginMail, draftInOutlook, expectSentOnce, leftWith, pass, press, windowOf } from './composer'
import { control, deliver, inOutlook, mailbox, messageAt, sender, tag } from './microsoft'
import { ensureLinked, expectAccessible, heldBy, messageList, newPerson, openInbox, row } from './person'

const UPN = 'megan@contoso.test'
const FRIEND = 'tomas@mail.example'

test.describe('a person writes', () => {
  test.describe.configure({ mode: 'serial' })
  let page: Page

  test.beforeAll(async ({ browser }) => {
    page = (await newPerson(browser, UPN)).page
    await ensureLinked(page, UPN)
    await openInbox(page)
  })
  test.afterAll(async () => {
    await page.context().close()
  })

  test('what is typed stands in Outlook’s Drafts at once, and comes back after a reload and after an edit there', async () => {
    const subject = `Ramp plan ${tag}`
    await beginMail(page, { to: FRIEND, subject, text: 'We begin at gate four.' })
    await expectAccessible(page)
    const id = await draftInOutlook(UPN, subject)
    const open = async () => {
      await openInbox(page)
      await page.getByRole('link', { name: /^(Drafts|Entwürfe)/ }).click()
      await messageList(page).getByRole('link').filter({ hasText: subject }).click()
      return windowOf(page, subject).getByRole('textbox', { name: 'Text' })
    }
    await expect(await open()).toHaveText('We begin at gate four.')
    await windowOf(page, subject).getByRole('button', { name: 'Close and keep as draft' }).click()
    await inOutlook.change(UPN, id, { body: { contentType: 'html', content: '<p>We begin at gate nine.</p>' } })
    await expect(await open()).toHaveText('We begin at gate nine.')
    await windowOf(page, subject).getByRole('button', { name: 'Discard draft' }).click()
  })

  test('what is typed before the server has answered stays, and reaches Outlook', async () => {
    await openInbox(page)
    let answer: () => void = () => {}
    const held = new Promise<void>((resolve) => {
      answer = resolve
    })
    await page.route('**/inbox', async (route) => {
      if (route.request().method() === 'POST') await held
      await route.fallback()
    })
    const subject = `Typed at once ${tag}`
    // Sees each of the words on the screen before the next is typed.
    const composer = await beginMail(page, { to: FRIEND, subject, text: 'Faster than the server.' })
    answer()
    await page.unroute('**/inbox')
    const id = await draftInOutlook(UPN, subject)
    await expect.poll(async () => (await messageAt(UPN, id))?.to).toMatchObject([{ address: FRIEND }])
    await composer.getByRole('button', { name: 'Discard draft' }).click()
  })

  test('no recipient and no address are said before anything leaves', async () => {
    await openInbox(page)
    const subject = `To nobody ${tag}`
    const composer = await beginMail(page, { subject, text: 'Is anybody there?' })
    await press(composer)
    const dialog = page.getByRole('dialog', { name: 'Before it leaves' })
    await expect(dialog).toContainText('Say who gets this mail.')
    await expectAccessible(page)
    await dialog.getByRole('button', { name: 'Back to the mail' }).click()
    await composer.getByRole('combobox', { name: 'To' }).fill('nobody@nowhere')
    await composer.getByRole('combobox', { name: 'To' }).press('Enter')
    await expect(composer).toContainText('nobody@nowhere is not an address.')
    await press(composer)
    await expect(dialog).toContainText('nobody@nowhere')
    await dialog.getByRole('button', { name: 'Back to the mail' }).click()
    await composer.getByRole('button', { name: 'Discard draft' }).click()
    expect(await leftWith(subject)).toEqual([])
  })

  test('Send, and the tab closed at once: sent exactly once', async ({ browser }) => {
    const subject = `Gate four ${tag}`
    const { context, page: tab } = await newPerson(browser, UPN)
    await openInbox(tab)
    const composer = await beginMail(tab, { to: FRIEND, subject, text: 'Sent, and away.' })
    const asked = tab.waitForRequest((request) => request.url().endsWith('/api/compose/send'))
    await press(composer)
    // On its way: these headers are told by what sends them, which goes on without the tab.
    await (await asked).allHeaders()
    await tab.close()
    await expect
      .poll(async () => (await heldBy(page)).drafts.find((each) => each.subject === subject)?.state)
      .toBe('queued')
    expect(await leftWith(subject)).toEqual([])
    await pass(11)
    await expectSentOnce(UPN, subject)
    expect((await leftWith(subject))[0]?.mime).toContain('Sent, and away.')
    await context.close()
  })

  test('Undo brings the mail back as it was, and nothing is sent', async () => {
    const subject = `Too soon ${tag}`
    const composer = await beginMail(page, { to: FRIEND, subject, text: 'I am not sure yet.' })
    await press(composer)
    await page.getByRole('button', { name: /^Undo/ }).click()
    const text = composer.getByRole('textbox', { name: 'Text' })
    await expect(text).toHaveText('I am not sure yet.')
    await expect(text).toBeFocused()
    await pass(30)
    await draftInOutlook(UPN, subject)
    await expect.poll(async () => (await heldBy(page)).outbox).toEqual([])
    expect(await leftWith(subject)).toEqual([])
    await composer.getByRole('button', { name: 'Discard draft' }).click()
  })

  test('the answer to the sending got lost: exactly one mail, and nobody is asked', async () => {
    const subject = `Once only ${tag}`
    const composer = await beginMail(page, { to: FRIEND, subject, text: 'Once.' })
    await draftInOutlook(UPN, subject)
    await control('POST', '/faults', {
      kind: 'commit-then-504',
      match: { method: 'POST', path: '/v1.0/me/messages/*/send', upn: UPN },
    })
    await press(composer)
    await expect(page.getByText(`Sending to ${FRIEND}`)).toBeVisible()
    // Here, where nothing waits for it: on a busy machine it takes as long as the toast stands.
    await expectAccessible(page)
    await pass(11)
    await expectSentOnce(UPN, subject)
    const state = async () => (await heldBy(page)).drafts.find((each) => each.subject === subject)?.state
    await expect.poll(state, { timeout: 20_000 }).toBe('sent')
    expect(await leftWith(subject)).toHaveLength(1)
    await expect(page.getByRole('alert').filter({ hasText: subject })).toHaveCount(0)
  })

  test('a file of 5 MB goes straight to Microsoft’s upload address, and leaves with the mail', async () => {
    const subject = `Big drawing ${tag}`
    const size = 5_000_000
    const own = new URL(process.env.E2E_APP_URL ?? '').host
    const parts: { host: string; keys: string[] }[] = []
    page.on('request', (request) => {
      const { host } = new URL(request.url())
      if (request.method() === 'PUT') parts.push({ host, keys: Object.keys(request.headers()) })
    })
    const composer = await beginMail(page, { to: 'alex@contoso.test', subject, text: 'See the attached drawing.' })
    const buffer = Buffer.alloc(size, 'drawing ')
    await composer
      .locator('input[type=file]')
      .setInputFiles({ name: 'drawing.bin', mimeType: 'application/pdf', buffer })
    const file = composer.getByRole('list', { name: 'Attachments' }).getByRole('listitem')
    await expect(file.getByRole('button', { name: 'Remove drawing.bin' })).toBeVisible({ timeout: 20_000 })
    await expectAccessible(page)
    expect(parts.length).toBeGreaterThan(1)
    for (const { host, keys } of parts) {
      expect(host).not.toBe(own)
      expect(keys).not.toContain('authorization')
      expect(keys).not.toContain('cookie')
    }
    await press(composer)
    await expect(page.getByText(/^Sending to alex/i)).toBeVisible()
    await pass(11)
    await expectSentOnce(UPN, subject)
    const [received] = (await mailbox('alex@contoso.test')).filter((each) => each.subject === subject)
    const whole = await control<{ attachments: { name: string; size: number }[] }>(
      'GET',
      `/users/alex@contoso.test/messages/${received?.id}`,
    )
    expect(whole.attachments).toMatchObject([{ name: 'drawing.bin', size }])
  })

  test('a reply stands in its conversation on both sides', async () => {
    const subject = `Which ramp ${tag}`
    const asked = await deliver(UPN, { subject, from: sender('Nadia Okafor') })
    await row(page, 'Nadia Okafor', subject).click()
    await page.getByRole('button', { name: 'Reply', exact: true }).last().click()
    const composer = page.getByRole('article', { name: `Reply: Re: ${subject}` })
    await composer.getByRole('textbox', { name: 'Text' }).pressSequentially('The one at the end.')
    await expectAccessible(page)
    await press(composer)
    await expect(page.getByText('Sending to Nadia Okafor')).toBeVisible()
    await pass(11)
    await expect
      .poll(async () => (await leftWith(`RE: ${subject}`)).length + (await leftWith(`Re: ${subject}`)).length)
      .toBe(1)
    const thread = async () =>
      (await mailbox(UPN)).filter((each) => each.subject?.endsWith(subject)).map(({ conversationId }) => conversationId)
    await expect.poll(async () => [(await thread()).length, new Set(await thread()).size]).toEqual([2, 1])
    expect((await mailbox(UPN)).find(({ id }) => id === asked)?.conversationId).toBe((await thread())[0])
    // Folded to its line, below the mail that it answers.
    await expect(page.getByRole('button', { name: /^Me The one at the end\./ })).toBeVisible({ timeout: 15_000 })
  })
})
