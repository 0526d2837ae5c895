import { randomBytes } from 'node:crypto'
import { mkdtempSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PGlite } from '@electric-sql/pglite'
import { btree_gist } from '@electric-sql/pglite/contrib/btree_gist'
import { pg_trgm } from '@electric-sql/pglite/contrib/pg_trgm'
import { expect, type Page, test } from '@playwright/test'
import * as atMicrosoft from '../emulator/testing/person'
import { expectKept, singInCalendars, takeInCalendars } from './canary-calendar'
import { control, deliver, sender, sentTo, subscriptionsOf } from './microsoft'
import { engine, startOwnStack } from './own-stack'
import { ensureUnlinked, expectImported, heldBy, link, messageList, openInbox, signIn } from './person'

const UPN = 'alex@contoso.test'
const CANARY = `canary${randomBytes(6).toString('hex')}`

/** Files below a folder that hold one of the words, in any letter case, in 8 or 16 bits a letter. */
function filesWith(folder: string, words: string[], except: string[]): string[] {
  const wanted = words.map((word) => word.toLowerCase())
  const found: string[] = []
  for (const name of readdirSync(folder)) {
    if (except.includes(name)) continue
    const path = join(folder, name)
    if (statSync(path).isDirectory()) found.push(...filesWith(path, words, except))
    else {
      const bytes = readFileSync(path)
      const text = [bytes.toString('latin1'), bytes.toString('utf16le')].map((each) => each.toLowerCase())
      const word = wanted.find((one) => text.some((each) => each.includes(one)))
      if (word) found.push(`${path}: ${word}`)
    }
  }
  return found
}

/** Every row of every table, as text. */
async function dump(folder: string): Promise<string> {
  const db = await PGlite.create({ dataDir: folder, extensions: { btree_gist, pg_trgm } })
  try {
    const { rows } = await db.query<{ name: string }>(
      `select format('%I.%I', schemaname, tablename) as name from pg_tables where schemaname not in ('pg_catalog', 'information_schema')`,
    )
    expect(rows.length).toBeGreaterThan(10)
    let text = ''
    for (const { name } of rows) text += JSON.stringify((await db.query(`select * from ${name}`)).rows)
    return text.toLowerCase()
  } finally {
    await db.close()
  }
}

/** The person makes a folder in Outlook. */
async function newFolder(name: string): Promise<void> {
  const microsoft = process.env.E2E_EMULATOR_URL ?? ''
  const { access_token } = await atMicrosoft.signIn(microsoft, UPN, 'openid Mail.ReadWrite')
  const { status } = await atMicrosoft.graph(microsoft, access_token, '/me/mailFolders', {
    method: 'POST',
    body: JSON.stringify({ displayName: name }),
    headers: { 'content-type': 'application/json' },
  })
  expect(status).toBe(201)
}

/** Mails that carry the word wherever a mail can carry one. */
async function sing(): Promise<string[]> {
  await newFolder(`${CANARY} folder`)
  const content = `<p>${CANARY} text</p><img src="https://${CANARY}.example.test/p.png">`
  const attachments = [
    {
      '@odata.type': '#microsoft.graph.fileAttachment',
      name: `${CANARY}.txt`,
      contentType: 'text/plain',
      contentBytes: Buffer.from(`${CANARY} attached`).toString('base64'),
    },
  ]
  const from = sender(`${CANARY} sender`, `${CANARY}@mail.example`)
  const mail = { subject: `${CANARY} subject`, from, body: { contentType: 'html' as const, content }, attachments }
  return [await deliver(UPN, mail), await deliver(UPN, mail, encodeURIComponent(`${CANARY} folder`))]
}

/** Opens the mail and its attachment, so that everything that can hold text in memory does. */
async function readIt(page: Page): Promise<void> {
  await openInbox(page)
  await messageList(page)
    .getByRole('link', { name: `${CANARY} sender, ${CANARY} subject` })
    .click()
  await expect(page.frameLocator('iframe').getByText(`${CANARY} text`)).toBeVisible()
  const href = await page.getByRole('link', { name: `Download ${CANARY}.txt` }).getAttribute('href')
  expect(await (await page.request.get(href ?? '', { maxRetries: 3 })).text()).toBe(`${CANARY} attached`)
}

test('after Disconnect nothing of mail or calendar is left anywhere, and coming back brings each once', async ({
  browser,
}) => {
  test.setTimeout(300_000)
  const dataDir = mkdtempSync(join(tmpdir(), 'tandem-canary-'))
  let stack = await startOwnStack(browser, { dataDir })
  try {
    let page = await stack.newPage()
    await signIn(page, UPN)
    const [id = ''] = await sing()
    await singInCalendars(UPN, CANARY)
    await link(page, UPN)
    await expectImported(page, UPN)
    await readIt(page)
    const words = [CANARY, ...(await takeInCalendars(page, UPN, CANARY))]
    const live = await subscriptionsOf(UPN)
    expect(live.length).toBeGreaterThan(0)
    // The word is found where it must be: the search below can be believed.
    expect(JSON.stringify(await heldBy(page))).toContain(CANARY)

    await ensureUnlinked(page)
    expect(await subscriptionsOf(UPN)).toEqual([])
    const sent = await sentTo('@')
    for (const each of live)
      await control('POST', `/subscriptions/${each.id}/notify`, { changeType: 'updated', itemId: id })
    await expect
      .poll(() => engine<{ queued: number; running: number }>('GET', '/quiet'), { timeout: 30_000 })
      .toMatchObject({ queued: 0, running: 0 })
    await engine('POST', '/compact')
    expect(JSON.stringify(await heldBy(page))).not.toContain(CANARY)
    await expectKept(page)
    expect(await sentTo('@')).toEqual(sent)
    const { ports } = stack
    await stack.stop()

    expect(filesWith(dataDir, words, ['emulator'])).toEqual([])
    const rows = await dump(join(dataDir, 'db'))
    expect(words.filter((word) => rows.includes(word.toLowerCase()))).toEqual([])

    stack = await startOwnStack(browser, { dataDir, ports })
    page = await stack.newPage()
    await signIn(page, UPN)
    // Microsoft's list of what was sent begins anew with it.
    const before = await sentTo('@')
    await link(page, UPN)
    await expectImported(page, UPN)
    expect(await sentTo('@')).toEqual(before)
    await stack.stop()
    expect(filesWith(dataDir, [CANARY], ['emulator'])).not.toEqual([])
  } finally {
    await stack.close()
  }
})
