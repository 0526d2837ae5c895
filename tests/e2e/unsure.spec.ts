import { expect, type Page, test } from '@playwright/test'
import { beginMail, draftInOutlook, expectSentOnce, leftWith, pass, press } from './composer'
import { control, mailbox, tag } from './microsoft'
import { ensureLinked, expectAccessible, newPerson, openInbox } from './person'

const UPN = 'megan@contoso.test'
const FRIEND = 'tomas@mail.example'

/** The question on the screen about a mail of which nobody knows whether it left. */
const question = (page: Page, subject: string) => page.getByRole('alert').filter({ hasText: subject })

/** Writes a mail and sends it while Microsoft fails; its ten seconds pass. */
async function sendInto(
  page: Page,
  subject: string,
  fault: Record<string, unknown>,
  meanwhile: () => Promise<unknown> = async () => undefined,
): Promise<void> {
  const composer = await beginMail(page, { to: FRIEND, subject, text: 'Is it gone?' })
  await draftInOutlook(UPN, subject)
  await control('POST', '/faults', { ...fault, match: { method: 'POST', path: '*/send', upn: UPN } })
  await press(composer)
  await expect(page.getByText(`Sending to ${FRIEND}`)).toBeVisible()
  await pass(11)
  // Used up: the one call was made.
  await expect
    .poll(async () => JSON.stringify(await control('GET', '/faults')), { timeout: 20_000, intervals: [20] })
    .not.toContain('/send')
  await meanwhile()
}

/** From now on Microsoft shows no message. */
const unreadable = () =>
  control('POST', '/faults', {
    ...{ kind: 'status', status: 503, times: -1 },
    match: { method: 'GET', path: '*/messages*', upn: UPN },
  })

/** Minutes go by, in which Tandem looks for the mail, until it asks. */
const asked = (page: Page, subject: string) =>
  expect(async () => {
    await pass(30)
    await expect(question(page, subject)).toBeVisible({ timeout: 1_000 })
  }).toPass({ timeout: 60_000 })

const standing = async (subject: string) =>
  (await mailbox(UPN)).filter((each) => each.subject === subject).map(({ folder }) => folder)

test('a mail of which Microsoft never said whether it left is asked about, and sent again by nobody else', async ({
  browser,
}) => {
  test.setTimeout(240_000)
  const { context, page } = await newPerson(browser, UPN)
  await ensureLinked(page, UPN)
  await openInbox(page)
  try {
    // It did not leave, and its person says: again.
    const again = `Never answered ${tag}`
    await sendInto(page, again, { kind: 'status', status: 504 })
    await asked(page, again)
    await expect(question(page, again)).toContainText(`Microsoft never said whether “${again}” to ${FRIEND} left.`)
    await expectAccessible(page)
    expect(await leftWith(again)).toEqual([])
    // It stands on every page until it is answered.
    await page.goto('/tasks')
    await question(page, again).getByRole('button', { name: 'Send it again' }).click()
    await expect(question(page, again)).toHaveCount(0)
    await expectSentOnce(UPN, again)

    // It did not leave, and shall not.
    await openInbox(page)
    const kept = `Better not ${tag}`
    await sendInto(page, kept, { kind: 'status', status: 504 })
    await asked(page, kept)
    await question(page, kept).getByRole('button', { name: 'Keep as draft' }).click()
    await expect(question(page, kept)).toHaveCount(0)
    await pass(60)
    expect(await leftWith(kept)).toEqual([])
    expect(await standing(kept)).toEqual(['drafts'])

    // It left, the answer got lost, and Microsoft shows nothing for a quarter of an hour.
    const left = `Gone after all ${tag}`
    await sendInto(page, left, { kind: 'commit-then-504' }, unreadable)
    await asked(page, left)
    await control('DELETE', '/faults')
    expect(await leftWith(left)).toHaveLength(1)
    // Who asks for it once more is told that it left.
    await question(page, left).getByRole('button', { name: 'Send it again' }).click()
    await expect(page.getByText('Good that we looked: this mail has left. It is not sent again.')).toBeVisible()
    await expect(question(page, left)).toHaveCount(0)
    await pass(60)
    await expectSentOnce(UPN, left)
  } finally {
    await control('DELETE', '/faults')
  }
  await context.close()
})
