// A person at the composer, and what becomes of the mail.

import { expect, type Locator, type Page } from '@playwright/test'
import { control, mailbox, type Sent } from './microsoft'

/** The window of a new mail, by the subject typed so far. */
export const windowOf = (page: Page, subject: string): Locator =>
  page.getByRole('article', { name: `Writing: ${subject}`, exact: true })

/** Begins a new mail and types it. */
export async function beginMail(page: Page, mail: { to?: string; subject: string; text: string }): Promise<Locator> {
  await page.getByRole('button', { name: 'New mail', exact: true }).first().click()
  const fresh = windowOf(page, 'New mail')
  if (mail.to) {
    await fresh.getByRole('combobox', { name: 'To' }).fill(mail.to)
    await fresh.getByRole('combobox', { name: 'To' }).press('Enter')
    // By its name for those who listen: a suggestion that was faster brings the person's name, too.
    await expect(fresh.getByRole('list', { name: 'To' }).getByRole('button', { name: mail.to })).toBeVisible()
  }
  await fresh.getByRole('textbox', { name: 'Subject' }).fill(mail.subject)
  const mine = windowOf(page, mail.subject)
  await mine.getByRole('textbox', { name: 'Text' }).pressSequentially(mail.text)
  return mine
}

/**
 * The draft as it stands in Outlook's Drafts; fails when it is there twice, or not at all. It comes some four seconds
 * after it was typed (a save, and what is collected before it travels), later when the machine is busy.
 */
export async function draftInOutlook(upn: string, subject: string): Promise<string> {
  let id = ''
  await expect(async () => {
    const found = (await mailbox(upn)).filter((each) => each.subject === subject && each.isDraft)
    expect(found).toHaveLength(1)
    id = found[0]?.id ?? ''
  }).toPass({ timeout: 20_000, intervals: [100] })
  return id
}

export const press = (composer: Locator): Promise<void> =>
  composer.getByRole('button', { name: 'Send', exact: true }).click()

/** Everybody's clock goes forward: what waits for its time need not be waited for. */
export const pass = (seconds: number): Promise<unknown> => control('POST', '/clock', { advanceSeconds: seconds })

/** Mails of this subject that left. */
export const leftWith = async (subject: string): Promise<Sent[]> =>
  (await control<Sent[]>('GET', '/sent')).filter((each) => each.subject === subject)

/** The mail left once, stands once in Sent Items, and is no draft any more. */
export async function expectSentOnce(upn: string, subject: string, timeout = 20_000): Promise<void> {
  await expect.poll(() => leftWith(subject), { timeout }).toHaveLength(1)
  const standing = async () =>
    (await mailbox(upn)).filter((each) => each.subject === subject).map(({ folder }) => folder)
  await expect.poll(standing, { timeout: 5_000 }).toEqual(['sentitems'])
}
