import { expect, type Page, test } from '@playwright/test'
import { deliver, sender, tag } from './microsoft'
import { ensureLinked, expectAccessible, expectImported, newPerson } from './person'

const OWNER = 'megan@contoso.test'
const NAME = 'Wilma Falk'
const ADDRESS = `wilma.falk.${tag}@falk-${tag}.example`
const SUBJECT = `Lease of the mill ${tag}`
const TEXT = 'The rent is nine thousand a month.'

const timeline = (page: Page) => page.getByRole('region', { name: 'Timeline' })

async function choose(page: Page, choice: RegExp): Promise<void> {
  await page.goto('/settings/privacy')
  await page.getByRole('radio', { name: choice }).check()
  await expect(page.getByRole('radio', { name: choice })).toBeChecked()
  // What is on the screen at once is also kept: another read says the same.
  await expect
    .poll(async () => ((await (await page.request.get('/api/privacy')).json()) as { visibility: string }).visibility)
    .toBe(choice.source.includes('Time') ? 'metadata' : choice.source.includes('subject') ? 'subject' : 'everything')
}

test('a colleague asks to read a conversation; its owner lets them in, takes it back, and nothing shows in between', async ({
  browser,
}) => {
  test.setTimeout(150_000)
  const megan = await newPerson(browser, OWNER)
  await ensureLinked(megan.page, OWNER)
  await deliver(OWNER, {
    subject: SUBJECT,
    body: { contentType: 'html', content: `<p>${TEXT}</p>` },
    from: sender(NAME, ADDRESS),
  })
  await expectImported(megan.page, OWNER)
  await choose(megan.page, /^Time and people/)

  const adele = await newPerson(browser, 'adele@contoso.test', '/people')
  await adele.page.goto(`/people/new?${new URLSearchParams({ name: NAME, address: ADDRESS })}`)
  await adele.page.getByRole('button', { name: 'Add person' }).click()
  await expect(adele.page.getByRole('heading', { level: 1, name: NAME })).toBeVisible()
  await expect(timeline(adele.page).getByText('Megan shares the time and the people, not the words.')).toBeVisible()
  await expectAccessible(adele.page)
  expect(await adele.page.content()).not.toContain(SUBJECT)

  await adele.page.getByRole('button', { name: 'Ask Megan' }).click()
  await expect(timeline(adele.page).getByText('You asked Megan.')).toBeVisible()
  await expect(adele.page.getByRole('button', { name: 'Ask Megan' })).toHaveCount(0)

  // The owner hears of it at once, wherever they are.
  const asks = megan.page.getByText(`Adele Vance asks to read “${SUBJECT}”`)
  await expect(asks.first()).toBeVisible()
  await megan.page.goto('/settings/privacy')
  await expectAccessible(megan.page)
  const request = megan.page.getByRole('listitem').filter({ hasText: SUBJECT })
  await request.getByRole('button', { name: 'Let in' }).click()
  await expect(request).toContainText('Adele Vance reads')
  await expectAccessible(megan.page)

  // Who asked sees it without a reload, and reads it.
  await expect(timeline(adele.page).getByText('Megan let you in.')).toBeVisible()
  await adele.page.getByRole('button', { name: SUBJECT }).click()
  const mail = adele.page.getByRole('dialog', { name: SUBJECT })
  await expect(mail.frameLocator('iframe').getByText(TEXT)).toBeVisible()
  await expectAccessible(adele.page)
  await adele.page.keyboard.press('Escape')
  await expect(mail).toHaveCount(0)

  await request.getByRole('button', { name: 'Take back' }).click()
  await expect(timeline(adele.page).getByText('Megan has said no.')).toBeVisible()
  await expect(timeline(adele.page).getByText(SUBJECT)).toHaveCount(0)
  await expect(adele.page.getByRole('button', { name: 'Ask Megan' })).toHaveCount(0)

  // More for everybody, then everything, then no more again.
  await choose(megan.page, /^The subject too/)
  await expect(timeline(adele.page).getByText(SUBJECT)).toBeVisible()
  await expect(timeline(adele.page).getByText(TEXT)).toHaveCount(0)
  await choose(megan.page, /^Everything/)
  await expect(adele.page.getByRole('button', { name: SUBJECT })).toBeVisible()
  await choose(megan.page, /^Time and people/)
  await expect(timeline(adele.page).getByText(SUBJECT)).toHaveCount(0)
  await adele.context.close()
  await megan.context.close()
})
