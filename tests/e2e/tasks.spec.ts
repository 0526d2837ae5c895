import { expect, type Page, test } from '@playwright/test'
import { expectAccessible, newPerson } from './person'

const ALEX = 'alex@contoso.test'
const group = (page: Page, name: string) => page.getByRole('region', { name, exact: true })
const focused = (page: Page) => page.evaluate(() => document.activeElement?.textContent)

test('tasks by keyboard alone: written with a date, moved, finished, taken back, edited', async ({ browser }) => {
  const { context, page } = await newPerson(browser, ALEX, '/tasks')
  const tag = `e2e ${Date.now()}`
  await expect(page.getByRole('heading', { name: 'Tasks', exact: true })).toBeVisible()
  await expectAccessible(page)
  await page.keyboard.press('n')
  await page.keyboard.type(`Call Ingrid ${tag} today`)
  await expect(page.getByRole('button', { name: /^Due Today/ })).toBeVisible()
  await page.keyboard.press('Enter')
  const title = `Call Ingrid ${tag}`
  const task = page.getByRole('link', { name: title, exact: true })
  await expect(group(page, 'Today').getByRole('link', { name: title, exact: true })).toBeVisible()
  await expect(
    page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: /^Tasks \d+ due/ }),
  ).toBeVisible()
  await page.keyboard.press('Escape')

  await expect(async () => {
    await page.keyboard.press('j')
    expect(await focused(page)).toBe(title)
  }).toPass()
  await page.keyboard.press('d')
  await expect(page.getByRole('dialog', { name: 'Due date' }).getByRole('textbox', { name: 'Due date' })).toBeFocused()
  await expectAccessible(page)
  await page.keyboard.type('24 Dec 2099')
  await page.keyboard.press('Enter')
  await expect(group(page, 'Later').getByRole('link', { name: title, exact: true })).toBeFocused()

  await page.keyboard.press('Space')
  await expect(task).toHaveCount(0)
  await page.keyboard.press('z')
  await expect(task).toBeVisible()

  await task.focus()
  await page.keyboard.press('e')
  await expect(page.getByRole('textbox', { name: 'Title' })).toBeFocused()
  await expectAccessible(page)
  await page.keyboard.type(`Write to Ingrid ${tag}`)
  await page.keyboard.press('Enter')
  const renamed = page.getByRole('link', { name: `Write to Ingrid ${tag}`, exact: true })
  await expect(renamed).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(page.getByRole('textbox', { name: 'Title' })).toHaveCount(0)

  // Another screen of the same person, and the palette, know it at once.
  await page.reload()
  await expect(renamed).toBeVisible()
  const palette = page.getByRole('dialog', { name: 'Search or jump to' })
  // A page that has just come hears no key yet.
  await expect(async () => {
    if ((await palette.count()) === 0) await page.keyboard.press('ControlOrMeta+k')
    await expect(palette).toBeVisible({ timeout: 1000 })
  }).toPass()
  await palette.getByRole('combobox').fill(`ingrid ${tag}`)
  await expect(palette.getByRole('option', { name: `Write to Ingrid ${tag}` })).toBeVisible()
  await expectAccessible(page)
  await page.keyboard.press('Escape')
  await context.close()
})

test('a task given to a colleague is on their screen at once, and finished there', async ({ browser }) => {
  const alex = await newPerson(browser, ALEX, '/tasks')
  const adele = await newPerson(browser, 'adele@contoso.test', '/tasks')
  const title = `Check the frames ${Date.now()}`
  await alex.page.getByRole('textbox', { name: 'New task' }).fill(title)
  await alex.page.keyboard.press('Enter')
  await alex.page.getByRole('link', { name: title, exact: true }).click()
  await alex.page.getByRole('combobox', { name: 'Owner' }).click()
  await alex.page.getByRole('option', { name: 'Adele Vance' }).click()
  await expect(alex.page.getByRole('link', { name: title, exact: true })).toHaveCount(0)
  await expect(adele.page.getByRole('link', { name: title, exact: true })).toBeVisible()
  await adele.page.getByRole('button', { name: `Finish: ${title}` }).click()
  await adele.page.getByRole('group', { name: 'Whose tasks' }).getByText('Done').click()
  await expect(adele.page.getByRole('link', { name: title, exact: true })).toBeVisible()
  await adele.context.close()
  await alex.context.close()
})

test('privacy: what colleagues see, and who is never on timelines', async ({ browser }) => {
  const { context, page } = await newPerson(
    browser,
    'adele@contoso.test',
    '/settings/privacy?block=News%40Fabrikam.test',
  )
  await expectAccessible(page)
  await expect(page.getByRole('radio', { name: /^Time and people/ })).toBeChecked()
  await page.getByRole('radio', { name: /^The subject too/ }).check()
  await expect(page.getByRole('textbox', { name: 'Address or domain' })).toHaveValue('News@Fabrikam.test')
  await page.getByRole('button', { name: 'Block', exact: true }).click()
  await expect(page.getByText(/^news@fabrikam.test is blocked/i).first()).toBeVisible()
  await page.getByRole('textbox', { name: 'Address or domain' }).fill('nobody at all')
  await page.getByRole('button', { name: 'Block', exact: true }).click()
  await expect(page.getByText('Enter an address like ann@fabrikam.com, or a domain like fabrikam.com.')).toBeVisible()
  await page.reload()
  await expect(page.getByRole('radio', { name: /^The subject too/ })).toBeChecked()
  await page.getByRole('button', { name: 'Take news@fabrikam.test off' }).click()
  await expect(page.getByText('Nothing is blocked.')).toBeVisible()
  await page.getByRole('radio', { name: /^Time and people/ }).check()
  await expect(page.getByRole('radio', { name: /^Time and people/ })).toBeChecked()
  await context.close()
})
