import { devices, expect, test } from '@playwright/test'
import { ensureLinked, expectAccessible, expectNoSidewaysScroll, openInbox, signIn } from './person'

const UPN = 'lee@fabrikam.test'

test.use(devices['Pixel 7'])

test('free times are inserted from the menu of the composer', async ({ page }) => {
  await signIn(page, UPN)
  await ensureLinked(page, UPN)
  await openInbox(page)
  await page.getByRole('button', { name: 'New mail', exact: true }).tap()
  await page.getByRole('textbox', { name: 'Subject' }).fill('Some time')
  await page.getByRole('textbox', { name: 'Text' }).fill('Suggestions:')
  await page
    .getByRole('region', { name: 'Writing: Some time' })
    .getByRole('button', { name: 'More', exact: true })
    .tap()
  await page.getByRole('menuitem', { name: 'Insert my free times' }).tap()
  const dialog = page.getByRole('dialog', { name: 'Your free times' })
  await expect(dialog.getByRole('checkbox')).toHaveCount(10)
  for (const day of await dialog.getByRole('checkbox').all()) if (!(await day.isChecked())) await day.press('Space')
  await expect(dialog.getByRole('status', { name: 'This will be inserted' })).toContainText(/–.+\(.+\)/)
  await expectNoSidewaysScroll(page)
  await expectAccessible(page)
  await dialog.getByRole('button', { name: 'Insert', exact: true }).tap()
  await expect(page.getByRole('textbox', { name: 'Text' })).toContainText(/Suggestions:.+–.+\(.+\)/)
  await expectNoSidewaysScroll(page)
  await page.getByRole('button', { name: 'Discard draft' }).tap()
})
