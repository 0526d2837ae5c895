import { expect, test } from '@playwright/test'
import { beginMail, draftInOutlook } from './composer'
import { mailbox, tag } from './microsoft'
import { ensureLinked, expectAccessible, newPerson, openInbox } from './person'

const UPN = 'megan@contoso.test'
const FRIEND = 'tomas@mail.example'

test('free times go into the mail as lines, for as long, on the days and by the clock that one chooses', async ({
  browser,
}) => {
  const { context, page } = await newPerson(browser, UPN)
  await ensureLinked(page, UPN)
  await openInbox(page)
  const subject = `Some time ${tag}`
  const composer = await beginMail(page, { to: FRIEND, subject, text: 'Does one of these suit you?' })
  await composer.getByRole('textbox', { name: 'Text' }).press('Enter')
  await composer.getByRole('button', { name: 'Insert my free times' }).click()
  const dialog = page.getByRole('dialog', { name: 'Your free times' })
  const shown = dialog.getByRole('status', { name: 'This will be inserted' })
  const insert = dialog.getByRole('button', { name: /^Insert/ })
  await expect(shown).toContainText(/\d:\d\d.*–.*\(.+\)|No free time in these days\./)
  await expect(dialog.getByRole('checkbox')).toHaveCount(10)
  await expectAccessible(page)
  for (const day of await dialog.getByRole('checkbox').all()) if (await day.isChecked()) await day.press('Space')
  await expect(shown).toContainText('No day is chosen.')
  await expect(insert).toHaveAttribute('aria-disabled', 'true')
  for (const day of await dialog.getByRole('checkbox').all()) if (!(await day.isChecked())) await day.press('Space')
  await dialog.getByText('60 min', { exact: true }).click()
  await dialog.getByRole('combobox', { name: 'Time zone' }).fill('Tokyo')
  await dialog.getByRole('combobox', { name: 'Time zone' }).press('Enter')
  await expect(dialog).toContainText('Another time zone than yours')
  await expect(shown).toContainText('(Tokyo)')
  const lines = await shown.getByRole('paragraph').allTextContents()
  expect(lines.length).toBeGreaterThan(0)
  await insert.click()
  await expect(dialog).toHaveCount(0)
  const text = composer.getByRole('textbox', { name: 'Text' })
  await expect(text).toBeFocused()
  for (const line of lines) await expect(text.getByText(line, { exact: true })).toHaveCount(1)
  await page.keyboard.type('Until then.')
  await expect(text).toHaveText(/suit you\?.+Tokyo\)\s*Until then\./)
  await draftInOutlook(UPN, subject)
  await composer.getByRole('button', { name: 'Discard draft' }).click()
  // Once it can no longer be undone: a tab that is closed before may leave the draft to whoever links this mailbox next.
  const left = async () =>
    (await mailbox(UPN)).filter((each) => each.subject === subject && each.folder !== 'deleteditems').length
  await expect.poll(left, { timeout: 20_000 }).toBe(0)
  await context.close()
})
