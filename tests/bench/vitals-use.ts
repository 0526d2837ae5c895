// A person at the inbox for a minute: what they press and type, and which thread opened how fast.

import type { Page } from '@playwright/test'
import { messageList } from '../e2e/person'
import { pause } from './harness'
import { beginStep, openingThread, type Shown } from './vitals-probe'

/** Between two keys, ms: quick fingers. */
const KEY_MS = 90
/** The pointer rests on a line so long before it is pressed. */
const REST_MS = 250

const row = (page: Page, id: string) => messageList(page).locator(`a[data-id="${id}"]`)

/** Ids of the lines that stand whole on the screen, from the top. */
const linesInView = (page: Page): Promise<string[]> =>
  page.evaluate(`[...document.querySelectorAll('ul[aria-label$=", messages"] a[data-id]')]
    .filter((each) => each.getBoundingClientRect().top > 80 && each.getBoundingClientRect().bottom < innerHeight - 10)
    .map((each) => each.dataset.id)`)

/** Scrolls down until so many lines are held, and back to the middle of them. */
export async function loadLines(page: Page, count: number): Promise<number> {
  const held = async () =>
    page.evaluate<number>(
      `Math.max(...[...document.querySelectorAll('ul[aria-label$=", messages"] li[aria-posinset]')].map((each) => Number(each.ariaPosInSet)))`,
    )
  const scroller = messageList(page).locator('..')
  const deadline = Date.now() + 60_000
  while ((await held()) < count && Date.now() < deadline) {
    await scroller.evaluate((element) => element.scrollTo({ top: element.scrollHeight }))
    await pause(40)
  }
  const reached = await held()
  await scroller.evaluate((element) => element.scrollTo({ top: element.scrollHeight / 2 }))
  await pause(500)
  return reached
}

async function keys(page: Page, step: string, pressed: readonly string[], gap = KEY_MS): Promise<void> {
  await beginStep(page, step)
  for (const key of pressed) {
    await page.keyboard.press(key)
    await pause(gap)
  }
  await pause(250)
}

async function type(page: Page, step: string, text: string): Promise<void> {
  await beginStep(page, step)
  await page.keyboard.type(text, { delay: KEY_MS })
  await pause(300)
}

/** Opens threads by click, each after the pointer rested on its line; answers how long each took. */
export async function openThreads(page: Page, times: number): Promise<Shown[]> {
  const shown: Shown[] = []
  const lines = await linesInView(page)
  for (let turn = 0; turn < times; turn++) {
    // Every other line: the one below an open one is fetched ahead, which would be another figure.
    const line = lines[(turn * 2) % lines.length]
    if (!line) throw new Error('no line to open')
    await beginStep(page, 'open by click')
    await row(page, line).hover()
    await pause(REST_MS)
    shown.push(await openingThread(page, line, () => row(page, line).click()))
    await pause(200)
  }
  return shown
}

/** The whole round: threads, choosing, deeds and their undo, search, a mail begun and thrown away. */
export async function workAtInbox(page: Page): Promise<void> {
  const [first] = await linesInView(page)
  if (!first) throw new Error('no line in view')
  await beginStep(page, 'open by click')
  await row(page, first).click()
  await page.locator('article[data-message]').first().waitFor()
  await keys(page, 'next by J', ['j', 'j', 'j', 'j', 'j', 'j'], 220)
  await keys(page, 'previous by K', ['k', 'k', 'k', 'k'], 220)
  await keys(page, 'close by Esc', ['Escape'])
  await keys(page, 'cursor by J', ['j', 'j', 'j', 'j', 'j', 'j'])
  await keys(page, 'choose by X', ['x', 'Shift+J', 'Shift+J', 'Escape'])
  await keys(page, 'flag by S', ['s', 's'], 200)
  await keys(page, 'unread by U', ['u', 'u'], 200)
  await keys(page, 'archive by E', ['e'], 300)
  await keys(page, 'undo by Z', ['z'], 500)
  await keys(page, 'archive by E', ['e', 'e', 'e'], 200)
  await keys(page, 'undo by Z', ['z', 'z', 'z'], 300)

  await beginStep(page, 'search by /')
  await page.keyboard.press('/')
  const field = page.locator('[data-mail-search]')
  await field.waitFor()
  await pause(300)
  await type(page, 'type in search', 'report from:a')
  await pause(500)
  await keys(page, 'close search by Esc', ['Escape'], 400)

  await beginStep(page, 'compose by C')
  await page.keyboard.press('c')
  const composer = page.getByRole('article', { name: /^Writing: / })
  await composer.waitFor()
  await pause(300)
  await type(page, 'type a recipient', 'to')
  await page.keyboard.type('mas@mail.example,', { delay: KEY_MS })
  await pause(200)
  await beginStep(page, 'into the subject by click')
  await composer.getByRole('textbox', { name: 'Subject' }).click()
  await type(page, 'type the subject', 'Numbers')
  await beginStep(page, 'into the text by click')
  await page.getByRole('textbox', { name: 'Text' }).click()
  await type(page, 'type the text', 'We begin at gate four, as agreed.')
  await beginStep(page, 'discard by click')
  await page.getByRole('button', { name: 'Discard draft' }).click()
  await pause(500)
}
