import { type BrowserContext, expect, type Page, test } from '@playwright/test'
import { control, deliver, mailbox, messageAt, sender, tag } from './microsoft'
import { ensureLinked, expectAccessible, newPerson, openInbox, row } from './person'

const UPN = 'alex@contoso.test'
/** Each side shows the other's change within so long (ms). */
const SOON = 2_000

let context: BrowserContext
let page: Page

test.beforeAll(async ({ browser }) => {
  ;({ context, page } = await newPerson(browser, UPN))
  await ensureLinked(page, UPN)
})
test.afterAll(() => context.close())

/** Mails of this test, newest last; answers their ids by subject. */
async function arrive(...subjects: string[]): Promise<Record<string, string>> {
  const ids: Record<string, string> = {}
  for (const subject of subjects) ids[subject] = await deliver(UPN, { subject, from: sender('Ines Prado') })
  await openInbox(page)
  await expect(row(page, 'Ines Prado', subjects.at(-1) ?? '')).toBeVisible()
  return ids
}

/** Waits until Outlook has it in this folder (by its well-known name). */
const inOutlook = (id: string, folder: string) =>
  expect.poll(async () => (await messageAt(UPN, id))?.folder, { timeout: SOON, intervals: [50, 100] }).toBe(folder)

test('archive, delete, flag and their undo, by keys, are in Outlook within two seconds', async () => {
  const [one, two, three] = [`One ${tag}`, `Two ${tag}`, `Three ${tag}`]
  const ids = await arrive(one, two, three)
  await row(page, 'Ines Prado', three).focus()
  await page.keyboard.press('e')
  await expect(row(page, 'Ines Prado', three)).toBeHidden()
  await inOutlook(ids[three] ?? '', 'archive')
  await page.keyboard.press('z')
  await expect(row(page, 'Ines Prado', three)).toBeVisible()
  await inOutlook(ids[three] ?? '', 'inbox')

  await row(page, 'Ines Prado', two).focus()
  await page.keyboard.press('s')
  await expect.poll(async () => (await messageAt(UPN, ids[two] ?? ''))?.flag, { timeout: SOON }).toBe('flagged')
  await page.keyboard.press('#')
  await expect(row(page, 'Ines Prado', two)).toBeHidden()
  await inOutlook(ids[two] ?? '', 'deleteditems')
  await expectAccessible(page)
})

test('several lines chosen are moved together, and taken back together', async () => {
  const [one, two] = [`Four ${tag}`, `Five ${tag}`]
  const ids = await arrive(one, two)
  for (const subject of [one, two]) {
    await row(page, 'Ines Prado', subject).focus()
    await page.keyboard.press('x')
  }
  await page.keyboard.press('v')
  const dialog = page.getByRole('dialog')
  await expectAccessible(page)
  await dialog.getByRole('combobox').fill('Archive')
  await page.keyboard.press('Enter')
  await expect(row(page, 'Ines Prado', one)).toBeHidden()
  for (const subject of [one, two]) await inOutlook(ids[subject] ?? '', 'archive')
  await page.getByRole('button', { name: 'Undo' }).click()
  for (const subject of [one, two]) await inOutlook(ids[subject] ?? '', 'inbox')
  await expect(row(page, 'Ines Prado', one)).toBeVisible()
})

test('search finds by words of subject and people, and results are lines like any other', async () => {
  const subject = `Zitronenpresse ${tag}`
  const ids = await arrive(subject, `Six ${tag}`)
  await page.keyboard.press('/')
  await expect(page.locator('[data-mail-search]')).toBeFocused()
  await page.keyboard.type('zitronen ines')
  const hit = page.getByRole('link', { name: `Ines Prado, ${subject}` })
  await expect(hit).toBeVisible()
  await expectAccessible(page)
  await hit.click()
  await expect(page.getByRole('article')).toBeVisible()
  await page.keyboard.press('e')
  await inOutlook(ids[subject] ?? '', 'archive')
  expect((await mailbox(UPN)).filter((each) => each.id === ids[subject])).toHaveLength(1)
})

test('what Outlook does to a message shows here within two seconds', async () => {
  const subject = `Seven ${tag}`
  const ids = await arrive(subject)
  const id = ids[subject] ?? ''
  await control('PATCH', `/users/${UPN}/messages/${id}`, { flag: { flagStatus: 'flagged' } })
  await expect(page.getByRole('link', { name: new RegExp(`Ines Prado, ${subject}.*Flagged`) })).toBeVisible({
    timeout: SOON,
  })
  await control('PATCH', `/users/${UPN}/messages/${id}`, { folder: 'archive' })
  await expect(row(page, 'Ines Prado', subject)).toBeHidden({ timeout: SOON })
})
