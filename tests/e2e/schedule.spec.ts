import { type Browser, expect, type Page, test } from '@playwright/test'
import type { SchedulePage } from '@/components/schedule/view'
import { control, tag } from './microsoft'
import { startOwnStack } from './own-stack'
import { expectAccessible, expectNoSidewaysScroll, passMicrosoft, signIn } from './person'

const UPN = 'alex@contoso.test'
const GUEST = 'megan@contoso.test'
const ZONE = 'GMT Standard Time'
/** Ten days ahead: within what is shown of Outlook, and no clocks change. */
const DATE = new Date(Date.now() + 10 * 86_400_000).toISOString().slice(0, 10)

interface TrueEvent {
  id: string
  calendar: string
  type: string
  subject: string
  start: string
  sensitivity: string
  attendees: { address: string }[]
  exceptions?: { date: string; subject: string }[]
  cancelled?: string[]
}

const events = () => control<TrueEvent[]>('GET', `/users/${UPN}/events`)
const eventOf = async (subject: string) => (await events()).filter((each) => each.subject === subject)
const put = async (event: object) =>
  (await control<{ ids: string[] }>('POST', `/users/${UPN}/events`, event)).ids[0] ?? ''
const change = (id: string, event: object) => control('PATCH', `/users/${UPN}/events/${encodeURIComponent(id)}`, event)
const discard = (id: string) => control('DELETE', `/users/${UPN}/events/${encodeURIComponent(id)}`)
const at = (from: string, to: string, date = DATE) => ({
  start: { dateTime: `${date}T${from}:00`, timeZone: ZONE },
  end: { dateTime: `${date}T${to}:00`, timeZone: ZONE },
})
/** Invitations, updates and cancellations that left, one for each person asked. */
const invited = async () =>
  (await control<{ via: string; to: string[]; mime: string }[]>('GET', '/sent'))
    .filter(({ via }) => via === 'invitation')
    .flatMap(({ to, mime }) => to.map((each) => `${/METHOD:(\w+)/i.exec(mime)?.[1]} ${each}`))

const onDay = (date = DATE) => `/schedule?view=day&date=${date}`
const block = (page: Page, subject: string) => page.locator('[data-entry]').filter({ hasText: subject })
const sheet = (page: Page) => page.getByRole('complementary', { name: /^(Entry|New entry)$/ })

/** Waits for what the other side does, and says how long it took. */
async function soon(what: string, check: () => Promise<void>): Promise<void> {
  const began = Date.now()
  await check()
  console.log(`${what}: ${Date.now() - began} ms`)
}

/** "Sign In" in the first question, to Microsoft, and back; publishing is asked for too. */
async function connect(page: Page): Promise<void> {
  await page.goto('/schedule')
  const question = page.getByRole('dialog', { name: 'See your Outlook calendar here' })
  await expect(question).toBeVisible({ timeout: 20_000 })
  await expectAccessible(page)
  await question.getByRole('link', { name: 'Sign In' }).click()
  const publishing = page.getByRole('switch', { name: 'Publish to Outlook' })
  await expect(publishing).toBeVisible()
  if (!(await publishing.isChecked())) await publishing.press('Space')
  await page.getByRole('button', { name: 'Continue to Microsoft' }).click()
  await passMicrosoft(page, UPN)
  await page.getByRole('button', { name: 'Link this account' }).click()
  await expect(page.getByRole('heading', { name: 'Successfully logged in to Microsoft' })).toBeVisible()
}

async function choose(page: Page, mode: 'Separate calendar' | 'Two-way', button: RegExp): Promise<void> {
  await page.goto('/settings/calendar')
  await page.getByRole('radio', { name: new RegExp(`^${mode}`) }).check()
  await page.getByRole('region', { name: 'What will happen' }).getByRole('button', { name: button }).click()
}

/** N, what it is about and when, and saved. */
async function plan(page: Page, title: string, from: string, to: string, more?: () => Promise<void>): Promise<void> {
  const form = sheet(page)
  // A page that has just come hears no key yet.
  await expect(async () => {
    if ((await form.count()) === 0) await page.keyboard.press('n')
    await expect(form).toBeVisible({ timeout: 1000 })
  }).toPass()
  await form.getByLabel('Subject').fill(title)
  await form.getByLabel('Begins on').fill(DATE)
  await form.getByLabel('Begins at').fill(from)
  await form.getByLabel('Ends at').fill(to)
  await more?.()
  await form.getByRole('button', { name: /^Add/ }).click()
  await expect(form).toHaveCount(0)
  await expect(block(page, title)).toBeVisible()
}

async function withStack(browser: Browser, work: (page: Page) => Promise<void>): Promise<void> {
  const stack = await startOwnStack(browser)
  try {
    const page = await stack.newPage()
    await page.setViewportSize({ width: 1440, height: 900 })
    await signIn(page, UPN, '/schedule')
    await work(page)
  } finally {
    await stack.close()
  }
}

test('Outlook beside the schedule: asked once, seen at once, private ones kept; entries in a calendar of their own', async ({
  browser,
}) => {
  test.setTimeout(240_000)
  await withStack(browser, async (page) => {
    const subject = `Visit ${tag}`
    let id = ''

    await test.step('the first question leads to Microsoft and back', () => connect(page))

    await test.step('calendars are in the panel', async () => {
      await page.goto(onDay())
      const panel = page.getByRole('complementary', { name: 'Calendars' })
      await expect(panel.getByRole('checkbox', { name: 'Calendar', exact: true })).toBeChecked({ timeout: 20_000 })
      await expect(panel.getByRole('button', { name: 'Add Calendar' })).toBeVisible()
      await expectAccessible(page)
    })

    await test.step('an event made, moved, made private and deleted in Outlook', async () => {
      id = await put({ subject, ...at('09:00', '10:00') })
      await soon('made', () => expect(block(page, subject)).toBeVisible())
      await change(id, at('11:00', '12:00'))
      await soon('moved', () => expect(block(page, subject)).toContainText('11:00'))
      await block(page, subject).click()
      const details = page.getByRole('dialog', { name: subject })
      await expect(details.getByText('From Outlook. Read-only in Tandem.')).toBeVisible()
      await expectAccessible(page)
      await page.keyboard.press('Escape')
      await expect(details).toHaveCount(0)
      await change(id, { sensitivity: 'private' })
      await soon('made private', () => expect(block(page, subject)).toHaveCount(0))
      await expect(page.getByText(subject)).toHaveCount(0)
      await discard(id)
    })

    await test.step('a calendar is hidden by its check; a link opens what is in it all the same', async () => {
      id = await put({ subject, ...at('09:00', '10:00') })
      await expect(block(page, subject)).toBeVisible()
      const from = new Date(`${DATE}T00:00Z`).toISOString()
      const held = await page.request.get(`/api/schedule?from=${from}&to=${DATE}T23:00:00Z`)
      const { items } = (await held.json()) as SchedulePage
      const { id: there = '' } = items.find(({ title }) => title === subject) ?? {}
      const check = page.getByRole('checkbox', { name: 'Calendar', exact: true })
      await check.uncheck({ force: true })
      await expect(block(page, subject)).toHaveCount(0)
      await page.goto(`/schedule?event=${there}`)
      const details = page.getByRole('dialog', { name: subject })
      await expect(details.getByText('From Outlook. Read-only in Tandem.')).toBeVisible()
      await expect(page).toHaveURL(new RegExp(`\\?date=${DATE}$`))
      await page.keyboard.press('Escape')
      await check.check({ force: true })
      await page.goto(onDay())
      await expect(block(page, subject)).toBeVisible()
      await discard(id)
      await soon('deleted', () => expect(block(page, subject)).toHaveCount(0))
    })

    await test.step('entries go to a calendar of their own, and nobody is mailed', async () => {
      const title = `Call ${tag}`
      await choose(page, 'Separate calendar', /^(Add|Use)/)
      await page.goto(onDay())
      await plan(page, title, '14:00', '15:00')
      await soon('published', () => expect.poll(() => eventOf(title)).toHaveLength(1))
      expect((await eventOf(title))[0]?.calendar).toMatch(/^Tandem - /)
      await block(page, title).click()
      await sheet(page).getByRole('button', { name: 'More' }).click()
      await page.getByRole('menuitem', { name: '30 minutes later' }).click()
      await sheet(page).getByRole('button', { name: 'Save', exact: true }).click()
      await expect(sheet(page)).toHaveCount(0)
      await soon('moved there', () =>
        expect.poll(async () => (await eventOf(title))[0]?.start).toContain(`${DATE}T14:30`),
      )
      await block(page, title).click()
      await sheet(page).getByRole('button', { name: 'More' }).click()
      await page.getByRole('menuitem', { name: 'Delete' }).click()
      await expect(block(page, title)).toHaveCount(0)
      await soon('deleted there', () => expect.poll(() => eventOf(title)).toEqual([]))
      await page.getByRole('button', { name: 'Undo' }).click()
      await expect(block(page, title)).toBeVisible()
      await expect.poll(() => eventOf(title)).toHaveLength(1)
      expect(await invited()).toEqual([])
    })

    await test.step('a late answer closes its own sheet, not the one that was opened since; what was typed is not lost', async () => {
      const [slow, other] = [`Slow ${tag}`, `Other ${tag}`]
      await plan(page, slow, '10:00', '11:00')
      await plan(page, other, '16:00', '17:00')
      let answer = () => {}
      const held = new Promise<void>((resolve) => {
        answer = resolve
      })
      await page.route(/\/schedule/, async (route) => {
        if (route.request().method() === 'POST') await held
        await route.continue()
      })
      await block(page, slow).click()
      await sheet(page).getByLabel('Subject').fill(`${slow}, later`)
      await sheet(page).getByRole('button', { name: 'Save', exact: true }).click()
      await block(page, other).click()
      await expect(sheet(page).getByLabel('Subject')).toHaveValue(other)
      answer()
      // Nothing is kept on the device any more: the answer is there, and drawn two frames later.
      const kept = () => page.evaluate(() => localStorage.getItem('tandem-schedule-changes'))
      await expect.poll(kept).toBeNull()
      await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))))
      await page.unroute(/\/schedule/)
      await expect(block(page, `${slow}, later`)).toBeVisible()
      await expect(sheet(page).getByLabel('Subject')).toHaveValue(other)
      await sheet(page).getByLabel('Subject').fill(`${other}, typed`)
      await page.keyboard.press('Escape')
      await expect(sheet(page)).toHaveCount(0)
      await page.getByRole('button', { name: 'Go back to it' }).click()
      await expect(sheet(page).getByLabel('Subject')).toHaveValue(`${other}, typed`)
      await sheet(page).getByRole('button', { name: 'Cancel' }).click()
      await expect(sheet(page)).toHaveCount(0)
    })

    await test.step('a phone has the list, and nothing goes sideways', async () => {
      await page.setViewportSize({ width: 390, height: 844 })
      await page.goto(`/schedule?date=${DATE}`)
      await expect(page.getByText(`Call ${tag}`).first()).toBeVisible()
      await expectNoSidewaysScroll(page)
      await expectAccessible(page)
      await page.emulateMedia({ colorScheme: 'dark' })
      await expectAccessible(page)
    })
  })
})

test('two-way: made, moved, repeated, made private and deleted on either side; everybody is asked once', async ({
  browser,
}) => {
  test.setTimeout(240_000)
  await withStack(browser, async (page) => {
    await connect(page)
    await choose(page, 'Two-way', /^Keep both the same/)
    await page.goto(onDay())
    const title = `Plan ${tag}`
    const before = (await invited()).length
    const news = async () => (await invited()).slice(before)

    await test.step('made here, it is there, and its guest is asked once', async () => {
      await plan(page, title, '09:00', '10:00', async () => {
        await sheet(page).getByRole('radio', { name: 'Meeting' }).check({ force: true })
        await sheet(page).getByRole('combobox', { name: 'Attendees' }).fill(GUEST)
        await page.keyboard.press('Enter')
      })
      await soon('made there', () => expect.poll(() => eventOf(title)).toHaveLength(1))
      expect((await eventOf(title))[0]?.attendees).toMatchObject([{ address: GUEST }])
      await expect.poll(news).toEqual([`REQUEST ${GUEST}`])
    })

    await test.step('moved there, it is moved here', async () => {
      await change((await eventOf(title))[0]?.id ?? '', at('11:00', '12:00'))
      await soon('moved here', () => expect(block(page, title)).toContainText('11:00'))
      await expect(block(page, title)).toHaveCount(1)
      expect(await news()).toEqual([`REQUEST ${GUEST}`, `REQUEST ${GUEST}`])
    })

    await test.step('moved here, it is moved there', async () => {
      await block(page, title).click()
      await sheet(page).getByRole('button', { name: 'More' }).click()
      await page.getByRole('menuitem', { name: '30 minutes later' }).click()
      await sheet(page).getByRole('button', { name: 'Save', exact: true }).click()
      await expect(sheet(page)).toHaveCount(0)
      await soon('moved there', () =>
        expect.poll(async () => (await eventOf(title))[0]?.start).toContain(`${DATE}T11:30`),
      )
      expect(await news()).toHaveLength(3)
    })

    await test.step('made there, repeated, one changed and one deleted there: here too', async () => {
      const series = `Series ${tag}`
      const recurrence = {
        pattern: { type: 'daily', interval: 1 },
        range: { type: 'numbered', startDate: DATE, numberOfOccurrences: 4 },
      }
      const id = await put({ subject: series, ...at('13:00', '13:30'), recurrence })
      await soon('a series made here', () => expect(block(page, series)).toBeVisible())
      await page.goto(`/schedule?view=list&date=${DATE}`)
      await expect(page.getByText(series)).toHaveCount(4)
      const range = `startDateTime=${DATE}T00:00:00Z&endDateTime=${DATE.slice(0, 4)}-12-31T00:00:00Z`
      const path = `/users/${UPN}/events/${encodeURIComponent(id)}/occurrences?${range}`
      const days = await control<{ id: string }[]>('GET', path)
      await change(days[1]?.id ?? '', { subject: `Other ${tag}` })
      await soon('an exception here', () => expect(page.getByText(`Other ${tag}`)).toHaveCount(1))
      await discard(days[2]?.id ?? '')
      await soon('a date deleted here', () => expect(page.getByText(series)).toHaveCount(2))
      await discard(id)
      await soon('the series deleted here', () => expect(page.getByText(series)).toHaveCount(0))
    })

    await test.step('made private there, only its time stays here; deleted here, it goes there', async () => {
      await page.goto(onDay())
      const quiet = `Quiet ${tag}`
      const id = await put({ subject: quiet, ...at('16:00', '17:00') })
      await expect(block(page, quiet)).toBeVisible()
      await change(id, { sensitivity: 'private' })
      await soon('made private here', () => expect(block(page, quiet)).toHaveCount(0))
      await discard(id)
      await block(page, title).click()
      await sheet(page).getByRole('button', { name: 'More' }).click()
      await page.getByRole('menuitem', { name: 'Delete' }).click()
      await soon('deleted there', () => expect.poll(() => eventOf(title), { timeout: 20_000 }).toEqual([]))
      await expect.poll(async () => (await news()).at(-1), { timeout: 20_000 }).toBe(`CANCEL ${GUEST}`)
      expect(await news()).toHaveLength(4)
    })
  })
})
