import { expect, type Page, test } from '@playwright/test'
import { evilOf, HOSTILE, type HostileMail, mimeOf } from './hostile-set'
import { tag } from './microsoft'
import { ensureLinked, heldBy, newPerson, openInbox } from './person'

const UPN = 'alex@contoso.test'

/** A stranger's message comes in as raw MIME; answers with its id. */
async function deliverRaw(mime: string): Promise<string> {
  const answer = await fetch(`${process.env.E2E_EMULATOR_URL}/_control/users/${UPN}/messages`, {
    method: 'POST',
    headers: { 'content-type': 'message/rfc822' },
    body: mime,
  })
  const { ids } = (await answer.json()) as { ids: string[] }
  if (!ids?.[0]) throw new Error('not delivered')
  return ids[0]
}

/** What a page and all its frames did that they must not: asked for addresses, opened, ran, moved. */
function watch(page: Page) {
  const own = new URL(process.env.E2E_APP_URL ?? '').origin
  const done: string[] = []
  page.on('request', (request) => {
    const url = request.url()
    if (!url.startsWith(own) && !/^(data|blob|about):/.test(url)) done.push(`asked ${url.slice(0, 120)}`)
  })
  page.on('websocket', (socket) => done.push(`socket ${socket.url()}`))
  page.on('dialog', (dialog) => {
    done.push(`dialog ${dialog.message()}`)
    void dialog.dismiss()
  })
  page.on('popup', (popup) => done.push(`opened ${popup.url()}`))
  return { own, done }
}

const ran = (page: Page) =>
  Promise.all(
    page
      .frames()
      .map((frame) => frame.evaluate(() => 'pwned' in window || document.title === 'pwned').catch(() => false)),
  )

/** Opens a message without loading the page anew, and waits until its text is there, whatever its sender calls text. */
async function open(page: Page, id: string): Promise<void> {
  await page.evaluate((address) => window.history.pushState(null, '', address), `/inbox?message=${id}`)
  const article = page.locator(`article[data-message="${id}"]`)
  // There are many of them: these waits end with the frame in which it is so, where a repeated look comes later.
  await article.waitFor()
  const coming = article.getByRole('status', { name: 'The text is on its way' })
  await coming.waitFor({ state: 'detached' })
  await expect(article).not.toContainText('did not come')
  const frame = article.locator('iframe')
  if ((await frame.count()) === 0) return
  await frame.evaluate((shown) => Promise.allSettled(shown.getAnimations().map(({ finished }) => finished)))
  await expect(frame).toHaveCSS('opacity', '1')
}

test('sixty and more hostile mails: nothing runs, nothing is asked for, nothing leaves its frame', async ({
  browser,
}) => {
  expect(HOSTILE.length).toBeGreaterThanOrEqual(60)
  expect(new Set(HOSTILE.map(({ name }) => name)).size).toBe(HOSTILE.length)
  test.setTimeout(240_000)
  const { context, page } = await newPerson(browser, UPN)
  await ensureLinked(page, UPN)
  const ids = new Map<HostileMail, string>()
  for (const mail of HOSTILE) ids.set(mail, await deliverRaw(mimeOf(mail, `${mail.name} ${tag}`)))
  await expect
    .poll(async () => {
      const held = new Set((await heldBy(page)).messages.map(({ id }) => id))
      return [...ids.values()].filter((id) => !held.has(id)).length
    })
    .toBe(0)
  const held = new Map((await heldBy(page)).messages.map(({ id, tandemId }) => [id, tandemId]))

  await openInbox(page)
  const { own, done } = watch(page)
  let framed = 0
  for (const [mail, id] of ids) {
    const tandemId = held.get(id) ?? ''
    await test.step(mail.name, async () => {
      await open(page, tandemId)
      framed += await page.locator(`article[data-message="${tandemId}"] iframe`).count()
      expect(await ran(page), `${mail.name} ran`).not.toContain(true)
      expect(page.url(), `${mail.name} led away`).toBe(`${own}/inbox?message=${tandemId}`)
      // Nothing lies over the page: what stands at its top left is its own, and not in a frame.
      const top = await page.evaluate(() => document.elementFromPoint(20, 20)?.tagName)
      expect(top, `${mail.name} covers the page`).not.toBe('IFRAME')
      await expect(page.locator('html')).not.toHaveCSS('background-color', 'rgb(255, 0, 0)')
      const title = await page.title()
      expect(title + (await page.locator('main').textContent()), `${mail.name} turns text around`).not.toMatch(
        /[\u202a-\u202e\u2066-\u2069]/,
      )
      expect(done, `${mail.name} reached out`).toEqual([])
    })
  }

  // They were really shown: most have something to show in a frame.
  expect(framed).toBeGreaterThan(HOSTILE.length * 0.7)

  // With consent, pictures of the kind that a mail shows are asked for, and nothing else; nobody learns from where.
  const pixel = HOSTILE.find(({ name }) => name === 'pixel')
  if (!pixel) throw new Error('no pixel')
  const asked: { url: string; type: string; referrer: string | undefined }[] = []
  await context.route(/evil\.example/, async (route) => {
    const request = route.request()
    asked.push({ url: request.url(), type: request.resourceType(), referrer: (await request.allHeaders()).referer })
    await route.abort()
  })
  await open(page, held.get(ids.get(pixel) ?? '') ?? '')
  await page.getByRole('button', { name: 'Show pictures' }).click()
  await expect.poll(() => asked.length).toBeGreaterThan(0)
  expect(asked.every(({ url, type }) => url.startsWith(evilOf(pixel)) && type === 'image')).toBe(true)
  expect(asked.every(({ referrer }) => referrer === undefined)).toBe(true)
  await context.close()
})
