// A word that calendars carry wherever one can, and what Tandem then holds of it.

import { expect, type Page } from '@playwright/test'
import type { SchedulePage } from '@/components/schedule/view'
import { daily, day, singing } from '../support/singing'
import { control, tag } from './microsoft'
import { heldBy } from './person'

const MEGAN = 'megan@contoso.test'

interface TrueEvent {
  id: string
  subject: string
  iCalUId?: string
}

/** Single ones, a series, a private one, an invitation, a calendar of one's own, and one that a colleague shares. */
export async function singInCalendars(upn: string, word: string): Promise<void> {
  const put = (who: string, event: object, calendar?: string) =>
    control('POST', `/users/${who}/events${calendar ? `?calendar=${encodeURIComponent(calendar)}` : ''}`, event)
  await put(upn, singing(word))
  await put(upn, singing(word, daily()))
  await put(upn, singing(word, { sensitivity: 'private' }))
  await put(MEGAN, singing(word, { attendees: [{ emailAddress: { name: word, address: upn }, type: 'required' }] }))
  await control('POST', `/users/${upn}/calendars`, { name: `${word} mine` })
  await put(upn, singing(word), `${word} mine`)
  const shared = await control<{ id: string }>('POST', `/users/${MEGAN}/calendars`, { name: `${word} shared` })
  await put(MEGAN, singing(word, { subject: `${word} of Megan` }), `${word} shared`)
  await control('POST', `/users/${MEGAN}/calendars/${encodeURIComponent(shared.id)}/share`, {
    with: upn,
    role: 'write',
  })
}

const items = async (page: Page): Promise<SchedulePage['items']> => {
  const query = new URLSearchParams({ from: `${day(0)}T00:00:00Z`, to: `${day(10)}T00:00:00Z` })
  const answer = await page.request.get(`/api/schedule?${query}`, { maxRetries: 3 })
  return ((await answer.json()) as SchedulePage).items
}

/**
 * Tandem takes it in both ways: other calendars beside the schedule, the main one as entries. What was entered here goes
 * to Outlook. Answers Outlook's ids of all of it, which are to be gone, too.
 */
export async function takeInCalendars(page: Page, upn: string, word: string): Promise<string[]> {
  await page.setViewportSize({ width: 1440, height: 900 })
  await page.goto('/settings/calendar')
  await page.getByRole('radio', { name: /^Two-way/ }).check()
  await page
    .getByRole('region', { name: 'What will happen' })
    .getByRole('button', { name: /^Keep both/ })
    .click()

  const own = `Entered here ${tag}`
  await page.goto(`/schedule?view=day&date=${day(3)}`)
  const form = page.getByRole('complementary', { name: 'New entry' })
  // A page that has just come hears no key yet.
  await expect(async () => {
    if ((await form.count()) === 0) await page.keyboard.press('n')
    await expect(form).toBeVisible({ timeout: 1000 })
  }).toPass()
  await form.getByLabel('Subject').fill(own)
  await form.getByLabel('Begins on').fill(day(3))
  await form.getByLabel('Begins at').fill('13:00')
  await form.getByLabel('Ends at').fill('14:00')
  await form.getByRole('button', { name: /^Add/ }).click()
  await expect(form).toHaveCount(0)

  // Meetings are entries, other calendars' events are shown beside them, and the word is found where it must be.
  await expect
    .poll(
      async () => {
        const all = (await items(page)).filter(({ title }) => title?.startsWith(word))
        return [
          all.filter(({ source }) => source === 'both').length >= 6,
          all.some(({ source }) => source === 'outlook'),
        ]
      },
      { timeout: 60_000 },
    )
    .toEqual([true, true])
  const titles = (await items(page)).map(({ title }) => title)
  expect(titles).toContain(`${word} of Megan`)
  const truth = () => control<TrueEvent[]>('GET', `/users/${upn}/events`)
  await expect.poll(async () => (await truth()).some(({ subject }) => subject === own), { timeout: 30_000 }).toBe(true)
  await expect
    .poll(async () => (await items(page)).find(({ title }) => title === own)?.source, { timeout: 30_000 })
    .toBe('both')
  const held = (await heldBy(page)).events
  expect(JSON.stringify(held)).toContain(word)
  const mine = (await truth()).filter(({ subject }) => subject.includes(word) || subject === own)
  const ids = [...mine.map(({ id }) => id), ...held.map(({ externalCalendarEventId }) => externalCalendarEventId)]
  expect(ids.length).toBeGreaterThan(8)
  return [...new Set(ids)]
}

/** What the person entered themselves stays, and nothing of Outlook. */
export async function expectKept(page: Page): Promise<void> {
  const all = await items(page)
  expect(all.map(({ title, source }) => `${title}: ${source}`)).toEqual([`Entered here ${tag}: tandem`])
}
