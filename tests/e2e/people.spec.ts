import { expect, test } from '@playwright/test'
import { control } from './microsoft'
import { ensureLinked, expectAccessible, expectImported, newPerson } from './person'

const UPN = 'megan@contoso.test'
const NAME = 'Ottilie Brandt'
const ADDRESS = 'ottilie.brandt@papeterie.example'

test('somebody is entered with their company, and mail, notes and tasks with them are one timeline', async ({
  browser,
}) => {
  const { context, page } = await newPerson(browser, UPN)
  await ensureLinked(page, UPN)
  await expectImported(page, UPN)
  await control('POST', `/users/${UPN}/messages`, {
    subject: 'Paper samples',
    body: { contentType: 'text', content: 'They are on their way.' },
    from: { emailAddress: { name: NAME, address: ADDRESS } },
    toRecipients: [{ emailAddress: { name: 'Megan', address: UPN } }],
  })

  await page.goto(`/people/new?${new URLSearchParams({ name: NAME, address: ADDRESS })}`)
  await expect(page.getByText('Papeterie will be entered as a new company.')).toBeVisible()
  await expectAccessible(page)
  await page.getByRole('button', { name: 'Add person' }).click()
  await expect(page.getByRole('heading', { level: 1, name: NAME })).toBeVisible()
  const theirs = page.url()
  await expect(page.getByRole('link', { name: 'Paper samples' })).toBeVisible()

  await page.getByLabel('Write a note about Ottilie').fill('Prefers the thick one')
  await page.getByRole('button', { name: 'Save note' }).click()
  await expect(page.getByText('Prefers the thick one')).toBeVisible()
  await page.getByRole('button', { name: 'Task', exact: true }).click()
  await page.getByLabel(/What is to be done for Ottilie/).fill('Order a box Friday')
  await page.getByRole('button', { name: 'Add task' }).click()
  await expect(page.getByRole('region', { name: 'To do' }).getByText('Order a box')).toBeVisible()
  await expectAccessible(page)

  // The same address a second time is told before it is saved.
  await page.goto(`/people/new?${new URLSearchParams({ name: 'Twin', address: ADDRESS })}`)
  await expect(page.getByText(`Already belongs to ${NAME}`)).toBeVisible()

  await page.goto('/companies')
  await page.getByRole('link', { name: 'Papeterie' }).click()
  await expect(page.getByText('Prefers the thick one')).toBeVisible()
  await expectAccessible(page)

  await page.goto('/people')
  await page.getByRole('searchbox', { name: 'Search people' }).fill('otti pape')
  const row = page.getByRole('list', { name: 'People' }).getByRole('link', { name: NAME })
  await expect(row).toBeVisible()
  await expectAccessible(page)
  await page.getByRole('checkbox', { name: `Choose ${NAME}` }).check()
  await page.getByRole('toolbar').getByRole('button', { name: 'Delete' }).click()
  await expect(row).toBeHidden()
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect(row).toBeVisible()
  await page.goto(theirs)
  await expect(page.getByText('Prefers the thick one')).toBeVisible()
  await context.close()
})

test('deleted, and the page left or its tab closed at once: gone, though it could still have been undone', async ({
  browser,
}) => {
  const name = `Odile ${Date.now()}`
  const { context, page } = await newPerson(browser, UPN, `/people/new?${new URLSearchParams({ name })}`)
  await page.getByRole('button', { name: 'Add person' }).click()
  await expect(page.getByRole('heading', { level: 1, name })).toBeVisible()
  const theirs = page.url()
  await page.getByLabel('Write a note about Odile').fill('Not for long')
  await page.getByRole('button', { name: 'Save note' }).click()
  const note = page.getByRole('listitem').filter({ hasText: 'Not for long' })
  await note.getByRole('button', { name: 'Delete' }).click()
  await expect(page.getByRole('button', { name: 'Undo' })).toBeVisible()
  await page.goto(theirs)
  await expect(page.getByLabel('Write a note about Odile')).toBeVisible()
  await expect(note).toHaveCount(0)

  const { context: other, page: tab } = await newPerson(browser, UPN, new URL(theirs).pathname)
  await tab.getByRole('button', { name: 'More', exact: true }).click()
  await tab.getByRole('menuitem', { name: 'Delete person' }).click()
  await expect(tab.getByRole('button', { name: 'Undo' })).toBeVisible()
  await tab.close({ runBeforeUnload: true })
  await expect(async () => {
    await page.goto(theirs)
    await expect(page.getByRole('heading', { level: 1, name })).toHaveCount(0, { timeout: 1000 })
  }).toPass()
  // Asked again, or late: no harm. From elsewhere: nothing.
  const data = { kind: 'people', ids: [new URL(theirs).pathname.split('/').at(-1)] }
  const asked = (origin: string) => page.request.post('/api/deletions', { data, headers: { origin } })
  expect(await (await asked(new URL(theirs).origin)).json()).toEqual({})
  expect((await asked('https://elsewhere.example')).status()).toBe(403)
  await other.close()
  await context.close()
})
