import type { Message } from '@microsoft/microsoft-graph-types'
import PostalMime from 'postal-mime'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { WRONG_ON_PURPOSE } from '../core/listener'
import { ALEX, LEE, type MailWorld, MEGAN, mailWorld, outcome, type Truth, to, until } from '../testing/mail-world'

let world: MailWorld
beforeAll(async () => {
  world = await mailWorld()
})
afterAll(() => world.close())
beforeEach(() => world.begin())

describe('a draft', () => {
  it('is created with everything that may be written, changed while it is one, and answers as the official SDK reads it', async () => {
    const created = (await world.client.api('/me/messages').post({
      subject: 'Größe & Preis',
      body: { contentType: 'HTML', content: '<p>Hello</p>' },
      toRecipients: to(MEGAN),
      ccRecipients: to(LEE),
      bccRecipients: to('someone@elsewhere.example'),
      replyTo: to('desk@contoso.test'),
      importance: 'High',
      categories: ['Blue'],
      flag: { flagStatus: 'flagged' },
      isReadReceiptRequested: true,
      internetMessageHeaders: [{ name: 'x-tandem', value: 'marker-1' }],
      attachments: [{ '@odata.type': '#microsoft.graph.fileAttachment', name: 'a.txt', contentBytes: 'aGk=' }],
    })) as Message & { id: string }
    expect(created).toMatchObject({
      isDraft: true,
      isRead: true,
      importance: 'high',
      hasAttachments: true,
      isReadReceiptRequested: true,
      from: { emailAddress: { address: ALEX } },
    })
    const id = encodeURIComponent(created.id)
    const folder = (await world.get('/me/mailFolders/drafts')).body.id
    expect(created.parentFolderId).toBe(folder)
    const changed = (await world.client
      .api(`/me/messages/${id}`)
      .patch({ subject: 'Price', bccRecipients: [] })) as Message
    expect(changed).toMatchObject({ subject: 'Price', bccRecipients: [], ccRecipients: to(LEE).map(() => ({})) })
    const headers = (await world.get(`/me/messages/${id}?$select=internetMessageHeaders`)).body.internetMessageHeaders
    expect(headers).toContainEqual({ name: 'x-tandem', value: 'marker-1' })
  })

  it('is refused with an unknown property, a foreign header name, and a body that is no JSON', async () => {
    expect(outcome(await world.post('/me/messages', { subjekt: 'x' }))).toEqual([400, 'RequestBodyRead'])
    expect(outcome(await world.post('/me/messages', { body: { contentType: 'HTML', text: 'x' } }))).toEqual([
      400,
      'RequestBodyRead',
    ])
    const header = (name: string) => ({ internetMessageHeaders: [{ name, value: '1' }] })
    expect(outcome(await world.post('/me/messages', header('Tandem')))).toEqual([400, 'InvalidInternetMessageHeader'])
    const six = { internetMessageHeaders: [1, 2, 3, 4, 5, 6].map((n) => ({ name: `x-${n}`, value: '1' })) }
    expect(outcome(await world.post('/me/messages', six))).toEqual([400, 'InvalidInternetMessageHeaderCollection'])
    expect(outcome(await world.post('/me/messages', '<x/>', { 'content-type': 'text/xml' }))).toEqual([
      415,
      'UnsupportedMediaType',
    ])
    expect(outcome(await world.post('/me/messages', 'not base64!', { 'content-type': 'text/plain' }))).toEqual([
      400,
      'ErrorMimeContentInvalidBase64String',
    ])
  })

  it('can be made from MIME, in a folder of choice', async () => {
    const mime = [`To: ${MEGAN}`, 'Subject: =?utf-8?B?w6RoYQ==?=', 'X-Mark: 7', '', 'Text'].join('\r\n')
    const answer = await world.post('/me/mailFolders/archive/messages', Buffer.from(mime).toString('base64'), {
      'content-type': 'text/plain',
    })
    expect(answer.status).toBe(201)
    expect(answer.body).toMatchObject({ subject: 'äha', isDraft: true, from: { emailAddress: { address: ALEX } } })
    expect(answer.body.parentFolderId).toBe((await world.get('/me/mailFolders/archive')).body.id)
  })
})

describe('sending a draft', () => {
  it('takes it out of Drafts at once; its immutable id answers 404 until the copy is in Sent Items', async () => {
    await world.lag({ sentCopyDelayMs: 1_500 })
    const { id, conversationId } = await world.draft({
      internetMessageHeaders: [{ name: 'x-tandem', value: 'm' }],
      singleValueExtendedProperties: [
        { id: 'String {00020329-0000-0000-C000-000000000046} Name tandem', value: 'mark' },
      ],
    })
    const path = `/me/messages/${encodeURIComponent(id)}`
    const answer = await world.post(`${path}/send`)
    expect([answer.status, answer.body]).toEqual([202, {}])
    expect(outcome(await world.get(path))).toEqual([404, 'ErrorItemNotFound'])
    expect(outcome(await world.post(`${path}/send`))).toEqual([404, 'ErrorItemNotFound'])
    const copy = await until(async () => {
      const { status, body } = await world.get(path)
      return status === 200 ? body : undefined
    })
    expect(copy).toMatchObject({ id, isDraft: false, isRead: true, conversationId })
    expect(copy.parentFolderId).toBe((await world.get('/me/mailFolders/sentitems')).body.id)
    const marked =
      "singleValueExtendedProperties/Any(ep: ep/id eq 'String {00020329-0000-0000-C000-000000000046} Name tandem' and ep/value eq 'mark')"
    const found = await world.get(`/me/mailFolders/sentitems/messages?$filter=${encodeURIComponent(marked)}`)
    expect((found.body.value as Message[]).map((each) => each.id)).toEqual([id])
    expect(outcome(await world.post(`${path}/send`))).toEqual([400, 'ErrorInvalidItemForOperationSendItem'])
    expect(await world.sent()).toHaveLength(1)
  })

  it('twice at the same time sends once', async () => {
    // Not in Sent Items before the last has been answered.
    await world.lag({ sentCopyDelayMs: 20_000 })
    const { id } = await world.draft()
    const path = `/me/messages/${encodeURIComponent(id)}/send`
    const answers = await Promise.all([world.post(path), world.post(path), world.post(path)])
    expect(answers.map(({ status }) => status).sort()).toEqual([202, 404, 404])
    expect(await world.sent()).toHaveLength(1)
  })

  it('is refused without recipients, for somebody else, beyond the limits and in a full mailbox', async () => {
    const refused = async (message: object) => {
      const { id } = await world.draft(message)
      return outcome(await world.post(`/me/messages/${encodeURIComponent(id)}/send`))
    }
    expect(await refused({ toRecipients: [] })).toEqual([400, 'ErrorInvalidRecipients'])
    expect(await refused({ toRecipients: to('nobody') })).toEqual([400, 'ErrorInvalidRecipients'])
    expect(await refused({ from: { emailAddress: { address: MEGAN } } })).toEqual([403, 'ErrorSendAsDenied'])
    const many = Array.from({ length: 501 }, (_, i) => `p${i}@elsewhere.example`)
    expect(await refused({ toRecipients: to(...many) })).toEqual([400, 'ErrorTooManyRecipients'])
    await world.lag({ maxMessageBytes: 1000 })
    const large = { body: { contentType: 'text', content: 'x'.repeat(2000) } }
    expect(outcome(await world.post('/me/sendMail', { message: { ...large, toRecipients: to(MEGAN) } }))).toEqual([
      413,
      'ErrorMessageSizeExceeded',
    ])
    const account = (body: object) => world.control('POST', `/users/${ALEX}/account`, body)
    await account({ sendQuotaExceeded: true })
    expect(await refused({})).toEqual([403, 'ErrorSubmissionQuotaExceeded'])
    const { id } = await world.draft()
    await account({ sendQuotaExceeded: false, mailboxFull: true })
    expect(outcome(await world.post('/me/messages', {}))).toEqual([507, 'ErrorQuotaExceeded'])
    expect(outcome(await world.post(`/me/messages/${encodeURIComponent(id)}/send`))).toEqual([
      507,
      'ErrorQuotaExceeded',
    ])
    expect(await world.sent()).toEqual([])
  })

  it('needs Mail.Send', async () => {
    const { id } = await world.draft()
    await world.control('DELETE', '/consents')
    await world.signIn('openid User.Read Mail.ReadWrite')
    expect(outcome(await world.post(`/me/messages/${encodeURIComponent(id)}/send`))).toEqual([403, 'ErrorAccessDenied'])
    expect(outcome(await world.post('/me/sendMail', { message: {} }))).toEqual([403, 'ErrorAccessDenied'])
  })

  it('is done though the gateway times out or the line breaks', async () => {
    for (const kind of ['commit-then-504', 'commit-then-reset']) {
      const { id } = await world.draft({ subject: kind })
      await world.control('POST', '/faults', { kind, match: { path: '*/send' } })
      const answer = await world.post(`/me/messages/${encodeURIComponent(id)}/send`).catch(() => null)
      expect(answer?.status).toBe(kind === 'commit-then-504' ? 504 : undefined)
      await world.arrived(ALEX, 'sentitems', kind)
    }
    await world.control('POST', '/faults', { kind: 'commit-then-504', match: { path: '*/createReply' } })
    const { id } = (await world.truth(ALEX, 'inbox'))[0] as Truth
    const before = (await world.truth(ALEX, 'drafts')).length
    expect((await world.post(`/me/messages/${encodeURIComponent(id)}/createReply`)).status).toBe(504)
    expect(await world.truth(ALEX, 'drafts')).toHaveLength(before + 1)
    expect((await world.sent()).map(({ subject }) => subject)).toEqual(['commit-then-504', 'commit-then-reset'])
  })
})

describe('delivery', () => {
  it('brings the mail to every mailbox of every tenant, hides bcc, and copies the files', async () => {
    await world.post('/me/sendMail', {
      message: {
        subject: 'To all',
        body: { contentType: 'html', content: '<p>See <img src="cid:logo"></p>' },
        toRecipients: to(MEGAN, 'outside@elsewhere.example'),
        bccRecipients: to(LEE),
        attachments: [
          {
            '@odata.type': '#microsoft.graph.fileAttachment',
            name: 'Ä.txt',
            contentType: 'text/plain',
            contentBytes: 'aGk=',
          },
          {
            '@odata.type': '#microsoft.graph.fileAttachment',
            name: 'logo.png',
            contentType: 'image/png',
            contentBytes: 'iVBORw0KGgo=',
            isInline: true,
            contentId: 'logo',
          },
        ],
      },
      saveToSentItems: false,
    })
    const [record] = await world.sent()
    expect(record).toMatchObject({ via: 'graph', from: ALEX, to: [MEGAN, 'outside@elsewhere.example', LEE] })
    for (const upn of [MEGAN, LEE]) {
      const mail = await world.arrived(upn, 'inbox', 'To all')
      expect(mail).toMatchObject({ bcc: [], isDraft: false, internetMessageId: record?.internetMessageId })
    }
    const wire = await PostalMime.parse(record?.mime ?? '')
    expect(wire).toMatchObject({ subject: 'To all', from: { address: ALEX }, messageId: record?.internetMessageId })
    expect(record?.mime).not.toMatch(/^bcc:/im)
    expect(wire.html).toContain('cid:logo')
    expect(wire.text).toContain('See')
    expect(wire.attachments.map(({ filename, related, contentId }) => [filename, related === true, contentId])).toEqual(
      expect.arrayContaining([
        ['Ä.txt', false, undefined],
        ['logo.png', true, '<logo>'],
      ]),
    )
    await new Promise((done) => setTimeout(done, 250))
    expect((await world.truth(ALEX, 'sentitems')).some(({ subject }) => subject === 'To all')).toBe(false)
  })

  it('takes base64 MIME, and tells the sender of addresses that do not exist', async () => {
    const mime = [`From: ${ALEX}`, 'To: ghost@contoso.test', 'Subject: Hello', '', 'Text'].join('\r\n')
    const answer = await world.post('/me/sendMail', Buffer.from(mime).toString('base64'), {
      'content-type': 'text/plain',
    })
    expect(answer.status).toBe(202)
    const report = await world.arrived(ALEX, 'inbox', 'Undeliverable: Hello')
    const copy = await world.arrived(ALEX, 'sentitems', 'Hello')
    expect(report.conversationId).toBe(copy.conversationId)
    const foreign = mime.replace(`From: ${ALEX}`, `From: ${MEGAN}`)
    expect(
      outcome(
        await world.post('/me/sendMail', Buffer.from(foreign).toString('base64'), { 'content-type': 'text/plain' }),
      ),
    ).toEqual([403, 'ErrorSendAsDenied'])
    expect(outcome(await world.post('/me/sendMail', { message: {}, other: 1 }))).toEqual([400, 'RequestBodyRead'])
    // Microsoft's own samples write the boolean as text.
    const text = { message: { subject: 'As text', toRecipients: to(MEGAN) }, saveToSentItems: 'false' }
    expect((await world.post('/me/sendMail', text, { [WRONG_ON_PURPOSE]: 'yes' })).status).toBe(202)
    await world.arrived(MEGAN, 'inbox', 'As text')
  })

  it('reaches a sub-address once, and reports mailboxes that are full or missing', async () => {
    await world.control('POST', `/users/${LEE}/account`, { mailboxFull: true })
    const before = (await world.truth(MEGAN, 'inbox')).length
    const people = to('megan+list@contoso.test', 'MEGAN@contoso.test', LEE, 'noma@contoso.test')
    expect((await world.post('/me/sendMail', { message: { subject: 'Round', toRecipients: people } })).status).toBe(202)
    expect(await world.truth(MEGAN, 'inbox')).toHaveLength(before + 1)
    const reports = (await world.truth(ALEX, 'inbox')).filter(({ subject }) => subject === 'Undeliverable: Round')
    expect(reports).toHaveLength(2)
    expect((await world.truth(LEE, 'inbox')).some(({ subject }) => subject === 'Round')).toBe(false)
  })

  it('works for the person at Outlook too', async () => {
    const made = (await world.control('POST', `/users/${MEGAN}/messages`, {
      isDraft: true,
      folder: 'drafts',
      subject: 'By hand',
    })) as { ids: string[] }
    const id = encodeURIComponent(made.ids[0] ?? '')
    const path = `/users/${MEGAN}/messages/${id}`
    const before = (await world.control('GET', path)) as Truth
    expect(before).toMatchObject({ folder: 'drafts', isDraft: true })
    const body = { contentType: 'html', content: '<p>new</p>' }
    const after = (await world.control('PATCH', path, { body, toRecipients: to(ALEX) })) as Truth
    expect(after.bodyHash).not.toBe(before.bodyHash)
    await world.control('POST', `${path}/send`)
    await world.arrived(ALEX, 'inbox', 'By hand')
    await world.arrived(MEGAN, 'sentitems', 'By hand')
    expect((await world.sent())[0]).toMatchObject({ via: 'outlook', from: MEGAN, to: [ALEX] })
    await world.control('PATCH', path, { folder: 'archive' })
    expect(((await world.control('GET', path)) as Truth).folder).toBe('archive')
  })
})
