import { expect, type Page, test } from '@playwright/test'
import { beginMail, draftInOutlook, expectSentOnce, leftWith, pass, press, windowOf } from './composer'
import { inOutlook, tag } from './microsoft'
import { startOwnStack } from './own-stack'
import { ensureLinked, expectAccessible, heldBy, link, messageList, newPerson, openInbox, signIn } from './person'

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
    await asked
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
})

test('what was taken back stays back after a kill; what is for later leaves after everything was killed', async ({
  browser,
}) => {
  test.setTimeout(120_000)
  const alex = 'alex@contoso.test'
  const stack = await startOwnStack(browser)
  try {
    const page = await stack.newPage()
    await signIn(page, alex)
    await link(page, alex)
    await openInbox(page)
    const back = `Taken back ${tag}`
    const first = await beginMail(page, { to: FRIEND, subject: back, text: 'Never.' })
    await press(first)
    await page.getByRole('button', { name: /^Undo/ }).click()
    await expect(first.getByRole('textbox', { name: 'Text' })).toHaveText('Never.')
    await stack.kill('app')
    await stack.restart('app')
    await pass(60)

    await openInbox(page)
    const later = `For tomorrow ${tag}`
    const second = await beginMail(page, { to: FRIEND, subject: later, text: 'Tomorrow.' })
    await second.getByRole('button', { name: 'More ways to send' }).click()
    await page.getByRole('menuitem', { name: 'Another day and time' }).click()
    await expectAccessible(page)
    await page.getByRole('dialog', { name: 'Send later' }).getByRole('button', { name: 'Schedule' }).click()
    await expect(page.getByText(/^Leaves /)).toBeVisible()
    await Promise.all([stack.kill('app'), stack.kill('engine')])
    await stack.restart('engine')
    await stack.restart('app')
    expect(await leftWith(later)).toEqual([])
    await pass(25 * 3600)
    await expectSentOnce(alex, later, 30_000)
    expect(await leftWith(back)).toEqual([])
    await draftInOutlook(alex, back)
  } finally {
    await stack.close()
  }
})
