import { expect, test } from '@playwright/test'
import { beginMail, draftInOutlook, expectSentOnce, leftWith, pass, press } from './composer'
import { tag } from './microsoft'
import { startOwnStack } from './own-stack'
import { expectAccessible, link, openInbox, signIn } from './person'

const FRIEND = 'tomas@mail.example'

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
    // Should a look of the minute job come too early, by the app's clock, then the next one finds it.
    await expect(async () => {
      await pass(60)
      expect(await leftWith(later)).toHaveLength(1)
    }).toPass({ timeout: 60_000, intervals: [3000] })
    await expectSentOnce(alex, later)
    expect(await leftWith(back)).toEqual([])
    await draftInOutlook(alex, back)
  } finally {
    await stack.close()
  }
})
