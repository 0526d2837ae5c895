import { eq } from 'drizzle-orm'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { draftAttachments } from '@/drizzle/schema/compose'
import type { Attachment } from '@/lib/features/compose/queries'
import { listFiles } from '@/lib/features/compose/queries'
import { adoptFiles } from '@/lib/features/compose/sync/make'
import { atOnce } from '@/lib/features/compose/sync/work'
import { createFile } from '@/lib/features/compose/uploads/mutations'
import { pictureKind, whyNotFile } from '@/lib/features/compose/uploads/rules'
import {
  finishLarge,
  openSession,
  PART_BYTES,
  putSmall,
  readPicture,
  removeOne,
} from '@/lib/features/compose/uploads/sync'
import { seal } from '@/lib/platform/crypto'
import { inScope } from '@/lib/platform/db/handle'
import type { SyncContext } from '@/lib/sync/job'
import { startWorld, type World } from '../support/tandem-world'
import { Writer } from '../support/writing-world'

let world: World
let alex: Writer

beforeAll(async () => {
  world = await startWorld()
})
afterAll(() => world.close())
beforeEach(async () => {
  alex = await Writer.begin(world)
})
afterEach(() => Reflect.deleteProperty(globalThis, 'tandemClock'))

const MB = 1024 * 1024
const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
)

const work = <T>(deed: (context: SyncContext) => Promise<T>): Promise<T> => atOnce(alex.owner.id, deed)

const begin = (draft: { id: string }, name: string, size: number, inline = false): Promise<Attachment> =>
  inScope(alex.scope, (db) =>
    createFile(db, alex.owner, draft.id, { name, size, contentType: inline ? 'image/png' : 'text/plain', inline }),
  )
const files = (draft: { id: string }) => inScope(alex.scope, (db) => listFiles(db, draft.id))

interface There {
  value: { id: string; name: string; size: number; isInline: boolean }[]
}
async function inOutlook(draft: { id: string }): Promise<There['value']> {
  const { graphId } = await alex.row(draft)
  return (await alex.graph<There>('GET', `/me/messages/${encodeURIComponent(graphId ?? '')}/attachments`)).value
}

/** Sends the parts as a browser does, from byte `from` on. */
async function upload(url: string, size: number, from = 0, to = size): Promise<void> {
  for (let start = from; start < to; start += PART_BYTES) {
    const end = Math.min(start + PART_BYTES, size)
    const answer = await fetch(url, {
      method: 'PUT',
      headers: { 'content-range': `bytes ${start}-${end - 1}/${size}` },
      body: Buffer.alloc(end - start, 7),
    })
    expect(answer.status).toBeLessThan(300)
  }
}

describe('a small file', () => {
  it('makes the draft in Outlook if need be, and stands on it once', async () => {
    const draft = await alex.draft()
    const file = await begin(draft, 'plan.txt', 5)
    expect(await work((context) => putSmall(context, file.id, Buffer.from('hello')))).toMatchObject({
      state: 'attached',
    })
    await work((context) => putSmall(context, file.id, Buffer.from('hello')))
    expect(await inOutlook(draft)).toMatchObject([{ name: 'plan.txt' }])
  })

  for (const kind of ['commit-then-504', 'commit-then-reset'])
    it(`stands on it once when the answer is lost: ${kind}`, async () => {
      const draft = await alex.draft()
      const file = await begin(draft, 'plan.txt', 5)
      await alex.fault(kind, 'POST', '*/attachments')
      expect(await work((context) => putSmall(context, file.id, Buffer.from('hello')))).toMatchObject({
        state: 'attached',
      })
      expect(await inOutlook(draft)).toHaveLength(1)
    })

  it('that failed is tried again; of two of one name and size both stand', async () => {
    const draft = await alex.draft()
    const first = await begin(draft, 'plan.txt', 5)
    await alex.fault('status', 'POST', '*/attachments', { status: 503 })
    await expect(work((context) => putSmall(context, first.id, Buffer.from('hello')))).rejects.toThrow()
    expect(await files(draft)).toMatchObject([{ state: 'failed' }])
    await work((context) => putSmall(context, first.id, Buffer.from('hello')))
    const second = await begin(draft, 'plan.txt', 5)
    await work((context) => putSmall(context, second.id, Buffer.from('world')))
    expect(await inOutlook(draft)).toHaveLength(2)
  })

  it('does not make the draft look edited in Outlook', async () => {
    const draft = await alex.save(await alex.draft())
    const file = await begin(draft, 'plan.txt', 5)
    await work((context) => putSmall(context, file.id, Buffer.from('hello')))
    await alex.save(await alex.row(draft), { html: '<p>See attached</p>' })
    alex.pass(3)
    await alex.pushUntilCalm()
    expect(await alex.row(draft)).toMatchObject({ reason: null })
    await alex.queue(await alex.row(draft), { html: '<p>See attached</p>' })
    alex.pass(11)
    await alex.pushUntilCalm()
    const [mail] = await alex.sent()
    expect(mail?.mime).toContain('plan.txt')
  })

  it('is not taken off a mail that is on its way', async () => {
    const draft = await alex.draft()
    const file = await begin(draft, 'plan.txt', 5)
    await work((context) => putSmall(context, file.id, Buffer.from('hello')))
    await alex.queue(await alex.row(draft))
    await expect(work((context) => removeOne(context, file.id))).rejects.toMatchObject({ code: 'conflict' })
    await alex.undo(draft)
    await work((context) => removeOne(context, file.id))
    expect(await inOutlook(draft)).toEqual([])
    expect(await files(draft)).toEqual([])
  })

  it('that was taken off in Outlook meanwhile is not waited for', async () => {
    const draft = await alex.draft()
    const file = await begin(draft, 'plan.txt', 5)
    await work((context) => putSmall(context, file.id, Buffer.from('hello')))
    await alex.queue(await alex.row(draft))
    const [there] = await inOutlook(draft)
    const { graphId } = await alex.row(draft)
    await alex.graph(
      'DELETE',
      `/me/messages/${encodeURIComponent(graphId ?? '')}/attachments/${encodeURIComponent(there?.id ?? '')}`,
    )
    alex.pass(11)
    await alex.pushUntilCalm()
    expect(await alex.sent()).toHaveLength(1)
  })
})

describe('a large file', () => {
  const SIZE = 9 * MB + 17

  it('goes up in parts to Microsoft’s own address, and goes on after a break', async () => {
    const draft = await alex.draft()
    const file = await begin(draft, 'film.mp4', SIZE)
    const url = await work((context) => openSession(context, file.id))
    expect(new URL(url).host).toBe(new URL(world.microsoft.contentUrl).host)
    await upload(url, SIZE, 0, PART_BYTES)
    const status = (await (await fetch(url)).json()) as { NextExpectedRanges: string[] }
    expect(Number.parseInt(status.NextExpectedRanges[0] ?? '', 10)).toBe(PART_BYTES)
    await upload(url, SIZE, PART_BYTES)
    expect(await work((context) => finishLarge(context, file.id))).toMatchObject({ state: 'attached', uploadUrl: null })
    expect(await inOutlook(draft)).toMatchObject([{ name: 'film.mp4' }])
  })

  it('counts only when Outlook shows it', async () => {
    const draft = await alex.draft()
    const file = await begin(draft, 'film.mp4', SIZE)
    const url = await work((context) => openSession(context, file.id))
    await upload(url, SIZE, 0, PART_BYTES)
    await expect(work((context) => finishLarge(context, file.id))).rejects.toMatchObject({ code: 'conflict' })
    expect(await files(draft)).toMatchObject([{ state: 'failed' }])
  })
})

describe('a file that is taken off while it comes', () => {
  const SIZE = 9 * MB + 17

  it('takes no part any more once it is off, and its name can be used anew', async () => {
    const draft = await alex.draft()
    const file = await begin(draft, 'film.mp4', SIZE)
    const url = await work((context) => openSession(context, file.id))
    await upload(url, SIZE, 0, PART_BYTES)
    await work((context) => removeOne(context, file.id))
    const late = await fetch(url, {
      method: 'PUT',
      headers: { 'content-range': `bytes ${PART_BYTES}-${2 * PART_BYTES - 1}/${SIZE}` },
      body: Buffer.alloc(PART_BYTES, 7),
    })
    expect(late.status).toBe(404)
    expect(await inOutlook(draft)).toEqual([])
    expect(await files(draft)).toEqual([])
    const again = await begin(draft, 'film.mp4', SIZE)
    await upload(await work((context) => openSession(context, again.id)), SIZE)
    await work((context) => finishLarge(context, again.id))
    expect(await inOutlook(draft)).toHaveLength(1)
  })

  it('goes from Outlook, too, if its last part was faster; another of the same name stays', async () => {
    const draft = await alex.draft()
    const stays = await begin(draft, 'film.mp4', SIZE)
    await upload(await work((context) => openSession(context, stays.id)), SIZE)
    await work((context) => finishLarge(context, stays.id))
    const file = await begin(draft, 'film.mp4', SIZE)
    await upload(await work((context) => openSession(context, file.id)), SIZE)
    const [ending] = await Promise.allSettled([
      work((context) => removeOne(context, file.id)),
      work((context) => finishLarge(context, file.id)),
    ])
    expect(ending.status).toBe('fulfilled')
    expect((await files(draft)).map(({ id }) => id)).toEqual([stays.id])
    expect(await inOutlook(draft)).toHaveLength(1)
    const { graphId } = await alex.row(draft)
    await work((context) => adoptFiles(context, draft.id, graphId ?? ''))
    expect(await files(draft)).toHaveLength(1)
  })

  it('is not left in Outlook by a small upload whose row went while it was under way', async () => {
    const draft = await alex.save(await alex.draft())
    alex.pass(3)
    await alex.pushUntilCalm()
    const file = await begin(draft, 'plan.txt', 5)
    await alex.fault('delay', 'POST', '*/attachments', { delayMs: 1000 })
    const putting = work((context) => putSmall(context, file.id, Buffer.from('hello')))
    const ended = expect(putting).rejects.toMatchObject({ code: 'not_found' })
    // Used up: the request has come to Microsoft.
    await expect.poll(() => world.control('GET', '/faults')).toEqual([])
    // As another process does it, which does not know of the turns of this one.
    await inScope(alex.scope, (db) => db.delete(draftAttachments).where(eq(draftAttachments.id, file.id)))
    await ended
    expect(await inOutlook(draft)).toEqual([])
  })

  it('stays listed when nobody can tell whether its upload ended', async () => {
    const draft = await alex.draft()
    const file = await begin(draft, 'film.mp4', SIZE)
    await work((context) => openSession(context, file.id))
    const sealed = seal('http://127.0.0.1:1/upload/x', {
      table: 'draft_attachments',
      column: 'upload_url',
      row: file.id,
    })
    await inScope(alex.scope, (db) =>
      db.update(draftAttachments).set({ uploadUrl: sealed }).where(eq(draftAttachments.id, file.id)),
    )
    await expect(work((context) => removeOne(context, file.id))).rejects.toMatchObject({ code: 'unavailable' })
    expect(await files(draft)).toHaveLength(1)
  })
})

describe('a picture in the text', () => {
  it('is a related part of the mail, and shown while it is written', async () => {
    const draft = await alex.draft()
    const file = await begin(draft, 'dot.png', PNG.byteLength, true)
    await work((context) => putSmall(context, file.id, PNG))
    const bytes = await work((context) => readPicture(context, file.id))
    expect(pictureKind(bytes)).toBe('image/png')
    const html = `<p>Look: <img src="/api/compose/attachments/${file.id}" alt="dot" /></p>`
    await alex.queue(await alex.row(draft), { html })
    alex.pass(11)
    await alex.pushUntilCalm()
    const [mail] = await alex.sent()
    // Quoted-printable: lines are cut anywhere.
    const mime = mail?.mime.replace(/=\r?\n/g, '') ?? ''
    expect(mime).toContain(`cid:${file.contentId}`)
    expect(mime.toLowerCase()).toContain(`content-id: <${file.contentId}>`)
    expect(mime).not.toContain('/api/compose')
  })

  it('that was taken out of the text does not leave', async () => {
    const draft = await alex.draft()
    const file = await begin(draft, 'dot.png', PNG.byteLength, true)
    await work((context) => putSmall(context, file.id, PNG))
    await alex.queue(await alex.row(draft), { html: '<p>Nothing to see</p>' })
    alex.pass(11)
    await alex.pushUntilCalm()
    const [mail] = await alex.sent()
    expect(mail?.mime).not.toContain('dot.png')
  })

  it('of thirty megabytes is refused in words', () => {
    const file = { name: 'wall.png', contentType: 'image/png', size: 30 * MB, inline: true }
    expect(whyNotFile(file)).toContain('Attach it instead')
    expect(whyNotFile({ ...file, inline: false })).toBeNull()
    expect(whyNotFile({ ...file, inline: false, size: 151 * MB })).toContain('150 MB')
    expect(pictureKind(Buffer.from('<svg onload=alert(1)>'))).toBeNull()
  })
})
