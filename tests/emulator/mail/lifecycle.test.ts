import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import PostalMime from 'postal-mime'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { fileStore } from '../core/store'
import { ALEX, type MailWorld, MEGAN, mailWorld, outcome, to } from '../testing/mail-world'

let world: MailWorld
beforeAll(async () => {
  world = await mailWorld()
})
afterAll(() => world.close())
beforeEach(() => world.begin())

describe('moving and deleting', () => {
  it('keeps the immutable id on a move, gives a new one to a copy', async () => {
    const id = await world.incoming(ALEX, { subject: 'Wander' })
    const moved = await world.post(`/me/messages/${id}/move`, { destinationId: 'archive' })
    expect([moved.status, moved.body.id]).toEqual([201, decodeURIComponent(id)])
    const copied = await world.post(`/me/messages/${id}/copy`, { destinationId: 'inbox' })
    expect(copied.status).toBe(201)
    expect(copied.body.id).not.toBe(decodeURIComponent(id))
    expect((await world.post(`/me/messages/${id}/move`, { destinationId: 'nowhere' })).status).toBe(400)
  })

  it('deletes to Deleted Items, from there and as a draft for good; permanentDelete at once', async () => {
    const id = await world.incoming(ALEX, { subject: 'Old' })
    expect((await world.call('DELETE', `/me/messages/${id}`)).status).toBe(204)
    expect((await world.arrived(ALEX, 'deleteditems', 'Old')).id).toBe(decodeURIComponent(id))
    expect((await world.call('DELETE', `/me/messages/${id}`)).status).toBe(204)
    expect(outcome(await world.get(`/me/messages/${id}`))).toEqual([404, 'ErrorItemNotFound'])
    const draft = encodeURIComponent((await world.draft()).id)
    expect((await world.call('DELETE', `/me/messages/${draft}`)).status).toBe(204)
    expect((await world.get(`/me/messages/${draft}`)).status).toBe(404)
    const other = await world.incoming(ALEX, { subject: 'Gone' })
    expect((await world.post(`/me/messages/${other}/permanentDelete`)).status).toBe(204)
    expect((await world.get(`/me/messages/${other}`)).status).toBe(404)
  })

  it('makes, renames, moves and deletes folders with what they hold', async () => {
    const made = await world.post('/me/mailFolders', { displayName: 'Deals' })
    expect(made.status).toBe(201)
    const id = encodeURIComponent(String(made.body.id))
    const child = await world.post(`/me/mailFolders/${id}/childFolders`, { displayName: '2026' })
    const year = encodeURIComponent(String(child.body.id))
    expect((await world.call('PATCH', `/me/mailFolders/${year}`, { displayName: '2027' })).body.displayName).toBe(
      '2027',
    )
    expect((await world.post(`/me/mailFolders/${id}/move`, { destinationId: String(child.body.id) })).status).toBe(400)
    const mail = await world.incoming(ALEX, { subject: 'Kept' })
    await world.post(`/me/messages/${mail}/move`, { destinationId: String(child.body.id) })
    const moved = await world.post(`/me/mailFolders/${year}/move`, { destinationId: 'archive' })
    expect([moved.status, moved.body.id]).toEqual([201, child.body.id])
    expect((await world.call('DELETE', `/me/mailFolders/${year}`)).status).toBe(204)
    const after = (await world.get(`/me/mailFolders/${year}`)).body
    expect(after).toMatchObject({ totalItemCount: 1 })
    expect(after.parentFolderId).toBe((await world.get('/me/mailFolders/deleteditems')).body.id)
    expect((await world.call('DELETE', '/me/mailFolders/inbox')).status).toBe(403)
    expect((await world.post('/me/mailFolders/inbox/move', { destinationId: 'archive' })).status).toBe(403)
  })
})

describe('MIME', () => {
  it('of a message with an uploaded file holds all of it, at the recipient too', async () => {
    const bytes = new Uint8Array(3.5 * 1024 * 1024).map((_, index) => index % 251)
    const { id } = await world.draft({ subject: 'Large' })
    const path = `/me/messages/${encodeURIComponent(id)}`
    const AttachmentItem = { attachmentType: 'file', name: 'plan.bin', size: bytes.byteLength }
    const session = (await world.post(`${path}/attachments/createUploadSession`, { AttachmentItem })).body
    const range = `bytes 0-${bytes.byteLength - 1}/${bytes.byteLength}`
    const put = await fetch(String(session.uploadUrl), {
      method: 'PUT',
      body: bytes,
      headers: { 'content-range': range, 'content-type': 'application/octet-stream' },
    })
    expect(put.status).toBe(201)
    expect((await world.post(`${path}/send`)).status).toBe(202)
    const mail = await PostalMime.parse((await world.sent())[0]?.mime ?? '')
    const [file] = mail.attachments
    expect(file?.filename).toBe('plan.bin')
    expect(Buffer.from(file?.content as ArrayBuffer).equals(Buffer.from(bytes))).toBe(true)
    const received = await world.arrived(MEGAN, 'inbox', 'Large')
    const truth = await world.control('GET', `/users/${MEGAN}/messages/${encodeURIComponent(received.id)}`)
    expect(truth).toMatchObject({ attachments: [{ name: 'plan.bin' }] })
  })

  it('is what the message says: alternatives, related pictures, files with any name, headers of any length', async () => {
    const subject = `${'Überaus lange Betreffzeile '.repeat(6)}日本語`
    const { id } = await world.draft({
      subject,
      toRecipients: [{ emailAddress: { name: 'Zoë Ünal', address: MEGAN } }],
      bccRecipients: to('secret@elsewhere.example'),
      importance: 'high',
      body: { contentType: 'html', content: '<p>Grüße <img src="cid:p1"></p>' },
      attachments: [
        { '@odata.type': '#microsoft.graph.fileAttachment', name: 'Übersicht 日本.pdf', contentBytes: 'JVBERg==' },
        {
          '@odata.type': '#microsoft.graph.fileAttachment',
          name: 'p.png',
          contentType: 'image/png',
          contentBytes: 'iVBORw0KGgo=',
          isInline: true,
          contentId: 'p1',
        },
        {
          '@odata.type': '#microsoft.graph.itemAttachment',
          name: 'Inner',
          item: {
            '@odata.type': '#microsoft.graph.message',
            subject: 'Innen',
            body: { contentType: 'text', content: 'Öl' },
          },
        },
      ],
    })
    const raw = Buffer.from(await world.bytes(`/me/messages/${encodeURIComponent(id)}/$value`)).toString('latin1')
    for (const part of ['multipart/mixed', 'multipart/related', 'multipart/alternative', 'message/rfc822'])
      expect(raw).toContain(`Content-Type: ${part}`)
    expect(raw.split('\r\n').every((line) => line.length <= 998 && /^[\t\x20-\x7e]*$/.test(line))).toBe(true)
    const mail = await PostalMime.parse(raw, { forceRfc822Attachments: true })
    expect(mail).toMatchObject({ subject, to: [{ name: 'Zoë Ünal', address: MEGAN }] })
    expect(mail.bcc).toMatchObject([{ address: 'secret@elsewhere.example' }])
    expect(mail.headers).toContainEqual(expect.objectContaining({ key: 'importance', value: 'high' }))
    expect(mail.html).toContain('Grüße')
    expect(mail.text).toContain('Grüße')
    expect(mail.attachments.map(({ filename }) => filename)).toEqual(
      expect.arrayContaining(['Übersicht 日本.pdf', 'p.png', 'Inner']),
    )
    const inner = mail.attachments.find(({ mimeType }) => mimeType === 'message/rfc822')
    const nested = await PostalMime.parse(inner?.content ?? '')
    expect([nested.subject, nested.text?.trim()]).toEqual(['Innen', 'Öl'])
  })

  it('that came from outside keeps its very bytes', async () => {
    const head = `From: a@elsewhere.example\nTo: ${ALEX}\nSubject: raw\nX-Odd:   two  spaces\n\n`
    const raw = Buffer.concat([Buffer.from(head), Buffer.from([0xe4, 0xf6, 0x0a, 0xff])])
    await fetch(`${world.url}/_control/users/${ALEX}/messages`, {
      method: 'POST',
      headers: { 'content-type': 'message/rfc822' },
      body: new Uint8Array(raw),
    })
    const { id } = await world.arrived(ALEX, 'inbox', 'raw')
    const bytes = await world.bytes(`/me/messages/${encodeURIComponent(id)}/$value`)
    expect(Buffer.from(bytes).equals(raw)).toBe(true)
  })
})

describe('elsewhere', () => {
  it('the deltas of both folders tell of a sent draft, by one immutable id', async () => {
    const follow = async (link: string) => {
      const seen: { id: string; '@removed'?: unknown }[] = []
      for (;;) {
        const { body } = await world.get(link.slice(link.indexOf('/v1.0') + '/v1.0'.length))
        seen.push(...(body.value as typeof seen))
        if (body['@odata.deltaLink']) return { seen, link: String(body['@odata.deltaLink']) }
        link = String(body['@odata.nextLink'])
      }
    }
    const { id } = await world.draft({ subject: 'Followed' })
    const drafts = await follow('/v1.0/me/mailFolders/drafts/messages/delta?$select=subject')
    const sent = await follow('/v1.0/me/mailFolders/sentitems/messages/delta?$select=subject')
    await world.post(`/me/messages/${encodeURIComponent(id)}/send`)
    await world.arrived(ALEX, 'sentitems', 'Followed')
    expect((await follow(drafts.link)).seen).toEqual([
      expect.objectContaining({ id, '@removed': { reason: 'deleted' } }),
    ])
    expect((await follow(sent.link)).seen).toEqual([expect.objectContaining({ id, subject: 'Followed' })])
  })

  it('an old change key neither changes nor sends a draft', async () => {
    const made = await world.draft()
    const path = `/me/messages/${encodeURIComponent(made.id)}`
    const old = { 'if-match': String((made as object as Record<string, unknown>)['@odata.etag']) }
    expect((await world.call('PATCH', path, { subject: 'Newer' }, old)).status).toBe(200)
    expect((await world.call('PATCH', path, { subject: 'Older' }, old)).status).toBe(412)
    expect((await world.post(`${path}/send`, undefined, old)).status).toBe(412)
    expect(await world.sent()).toEqual([])
  })

  it('drafting, changing and sending work in a $batch', async () => {
    const json = { 'Content-Type': 'application/json', Prefer: 'IdType="ImmutableId"' }
    const batch = async (requests: object[]) => {
      const { body } = await world.post('/$batch', { requests })
      return new Map((body.responses as { id: string; status: number; body?: { id?: string } }[]).map((r) => [r.id, r]))
    }
    const message = { subject: 'Bundle', toRecipients: to(MEGAN) }
    const made = await batch([{ id: '1', method: 'POST', url: '/me/messages', headers: json, body: message }])
    const url = `/me/messages/${encodeURIComponent(made.get('1')?.body?.id ?? '')}`
    const done = await batch([
      { id: '1', method: 'PATCH', url, headers: json, body: { subject: 'Bundle 2' } },
      { id: '2', method: 'POST', url: `${url}/send`, dependsOn: ['1'] },
      { id: '3', method: 'POST', url: '/me/sendMail', headers: json, body: { message }, dependsOn: ['2'] },
    ])
    expect([...done.values()].map(({ status }) => status)).toEqual([200, 202, 202])
    await world.arrived(MEGAN, 'inbox', 'Bundle 2')
    expect((await world.sent()).map(({ subject }) => subject)).toEqual(['Bundle 2', 'Bundle'])
  })

  it('drafts, sent copies on their way and the settings of sending survive a restart', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'emulator-mail-'))
    try {
      const first = await mailWorld({ store: fileStore(directory) })
      await first.begin()
      await first.lag({ sentCopyDelayMs: 60_000 })
      const kept = await first.draft({ subject: 'Kept' })
      const gone = await first.draft({ subject: 'Under way' })
      expect((await first.post(`/me/messages/${encodeURIComponent(gone.id)}/send`)).status).toBe(202)
      await first.lag({ sentCopyDelayMs: 50 })
      await first.close()
      const second = await mailWorld({ store: fileStore(directory) })
      await second.signIn()
      expect((await second.arrived(ALEX, 'drafts', 'Kept')).id).toBe(kept.id)
      expect((await second.arrived(ALEX, 'sentitems', 'Under way')).id).toBe(gone.id)
      expect(await second.control('GET', '/sending')).toMatchObject({ sentCopyDelayMs: 50 })
      await second.close()
    } finally {
      rmSync(directory, { recursive: true, force: true })
    }
  })
})
