import { expect, type Page, test } from '@playwright/test'
import { control, deliver, sender } from './microsoft'
import { ensureLinked, expectImported, heldBy, newPerson, openInbox } from './person'

const UPN = 'megan@contoso.test'
const BULK = 900
const SINGLE = 100

interface Watch {
  /** Rows that stood in the list twice at the same moment. */
  doubled: string[]
  /** Which rows were seen, and at which places of the list. */
  places: Record<string, number[]>
  /** Reads of the list that are under way. */
  reading: number
}

/** Looks at the list after each change of the page, and notes what is there. */
async function watch(page: Page): Promise<void> {
  await page.evaluate(() => {
    const notes: Watch = { doubled: [], places: {}, reading: 0 }
    Object.assign(window, { tandemWatch: notes })
    const { fetch } = window
    window.fetch = async (...request) => {
      notes.reading++
      return fetch(...request).finally(() => notes.reading--)
    }
    const look = () => {
      const here = new Set<string>()
      for (const link of document.querySelectorAll('a[data-id]')) {
        const id = link.getAttribute('data-id') ?? ''
        if (here.has(id)) notes.doubled.push(id)
        here.add(id)
      }
    }
    new MutationObserver(look).observe(document.body, { childList: true, subtree: true, attributes: true })
  })
}

/** Scrolls from the newest to the oldest row and notes where each stands. */
async function walkThrough(page: Page): Promise<Watch> {
  return page.evaluate(async () => {
    const notes = (window as unknown as { tandemWatch: Watch }).tandemWatch
    const list = document.querySelector('ul[aria-label$=", messages"]')
    const scroller = list?.parentElement
    if (!list || !scroller) throw new Error('no list')
    const frame = () => new Promise((done) => requestAnimationFrame(() => setTimeout(done, 0)))
    // As a person who looks: what is old in view is read anew before one goes on.
    const settle = async () => {
      do {
        await frame()
        await frame()
      } while (notes.reading > 0)
    }
    notes.places = {}
    scroller.scrollTop = 0
    await settle()
    for (let still = 0; still < 5; ) {
      for (const item of list.querySelectorAll('li[aria-posinset]')) {
        const id = item.querySelector('a')?.getAttribute('data-id') ?? ''
        const place = Number(item.getAttribute('aria-posinset'))
        const known = notes.places[id] ?? []
        if (!known.includes(place)) notes.places[id] = [...known, place]
      }
      const before = scroller.scrollTop
      scroller.scrollTop += scroller.clientHeight
      await settle()
      still = scroller.scrollTop === before ? still + 1 : 0
    }
    return notes
  })
}

test('a thousand mails at once stand in two tabs, each exactly once, without a reload', async ({ browser }) => {
  test.setTimeout(120_000)
  const { context, page } = await newPerson(browser, UPN)
  // One line a message: in conversations the older ones stand behind the newest.
  await context.addCookies([{ name: 'tandem-mail-grouping', value: 'off', url: process.env.E2E_APP_URL ?? '' }])
  await ensureLinked(page, UPN)
  await expectImported(page, UPN)
  const other = await context.newPage()
  const tabs = [page, other]
  await Promise.all(tabs.map(openInbox))
  await Promise.all(tabs.map(watch))

  const began = Date.now()
  const { ids } = await control<{ ids: string[] }>('POST', `/users/${UPN}/messages`, { count: BULK, isRead: false })
  for (let at = 0; at < SINGLE; at++)
    ids.push(await deliver(UPN, { subject: `Single ${at}`, from: sender('Rosa Lind') }))
  expect(new Set(ids).size).toBe(BULK + SINGLE)
  await expectImported(page, UPN, 60_000)
  console.log(`held after ${((Date.now() - began) / 1000).toFixed(1)} s`)

  const held = await heldBy(page)
  const inbox = held.folders.find(({ wellKnown }) => wellKnown === 'inbox')
  if (!inbox) throw new Error('no inbox')
  const here = new Map(
    held.messages.filter(({ folderId }) => folderId === inbox.id).map((each) => [each.id, each.tandemId]),
  )
  const expected = ids.map((id) => here.get(id) ?? `missing ${id}`)
  for (const tab of tabs) {
    await tab.bringToFront()
    await expect.poll(async () => tab.title(), { timeout: 15_000 }).toContain(`(${inbox.unread}) `)
    // What came in between rows that were read before is read as one comes to it, and moves the rest along.
    await walkThrough(tab)
    const { doubled, places } = await walkThrough(tab)
    expect(doubled).toEqual([])
    expect([...here.values()].filter((id) => !places[id])).toEqual([])
    expect(Object.keys(places).length).toBe(here.size)
    expect(expected.filter((id) => places[id]?.length !== 1)).toEqual([])
    expect(new Set(Object.values(places).flat()).size).toBe(here.size)
    expect(await tab.evaluate(() => performance.getEntriesByType('navigation').length)).toBe(1)
  }
  await context.close()
})
