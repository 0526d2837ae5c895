import type { Message } from '@microsoft/microsoft-graph-types'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { ALEX, LEE, type MailWorld, MEGAN, mailWorld, outcome, to } from '../testing/mail-world'

let world: MailWorld
beforeAll(async () => {
  world = await mailWorld()
})
afterAll(() => world.close())
beforeEach(() => world.begin())

const FILE = '#microsoft.graph.fileAttachment'
const person = (address: string, name = address) => ({ emailAddress: { address, name } })
const addresses = (list: Message['toRecipients']) => list?.map(({ emailAddress }) => emailAddress?.address)
const PICTURE = { '@odata.type': FILE, contentType: 'image/png', contentBytes: 'iVBORw0KGgo=', isInline: true }
const ORIGINAL = {
  subject: 'Re: RE: Roof & windows',
  from: person('kim@customer.example', 'Kim "K" Ode'),
  toRecipients: [person(ALEX, 'Alex Wilber'), person(MEGAN, 'Megan Bowen')],
  ccRecipients: [person(LEE), person(ALEX)],
  sentDateTime: '2026-11-20T09:05:00Z',
  body: {
    contentType: 'html',
    content: '<html><head><style>p{margin:0}</style></head><body><p>Look <img src="cid:shown"></p></body></html>',
  },
  attachments: [
    { ...PICTURE, name: 'shown.png', contentId: 'shown' },
    { ...PICTURE, name: 'hidden.png', contentId: 'hidden' },
    { '@odata.type': FILE, name: 'plan.txt', contentType: 'text/plain', contentBytes: 'aGk=' },
  ],
}
const answer = async (id: string, action: string, body?: unknown, headers?: Record<string, string>) => {
  const { status, body: message } = await world.post(`/me/messages/${id}/${action}`, body, headers)
  expect([action, status]).toEqual([action, 201])
  return message as unknown as Message & { id: string }
}
const filesOf = async ({ id }: { id: string }) => {
  const { body } = await world.get(`/me/messages/${encodeURIComponent(id)}/attachments?$select=name`)
  return (body.value as { name: string }[]).map(({ name }) => name)
}

describe('a reply', () => {
  it('quotes the original as Outlook does, keeps its thread and only the pictures that it shows', async () => {
    const id = await world.incoming(ALEX, ORIGINAL)
    const original = (await world.get(`/me/messages/${id}`)).body
    const reply = await answer(id, 'createReply', { comment: 'Fine <b>& dandy</b>' })
    expect(reply).toMatchObject({
      isDraft: true,
      subject: 'RE: Roof & windows',
      conversationId: original.conversationId,
      hasAttachments: false,
      from: { emailAddress: { address: ALEX } },
    })
    expect(addresses(reply.toRecipients)).toEqual(['kim@customer.example'])
    const html = reply.body?.content ?? ''
    expect(html).toMatch(/Fine <b>& dandy<\/b><\/div><hr [^>]*><div id="divRplyFwdMsg" dir="ltr">/)
    expect(html).toContain(
      '<b>From:</b> Kim &quot;K&quot; Ode &lt;kim@customer.example&gt;<br><b>Sent:</b> Friday, November 20, 2026 9:05 AM<br><b>To:</b> Alex Wilber',
    )
    expect(html).toContain('<b>Subject:</b> Re: RE: Roof &amp; windows')
    expect(html).toContain('<style>p{margin:0}</style></head>')
    expect(html).toContain('<div><p>Look <img src="cid:shown"></p></div></body></html>')
    expect(await filesOf(reply)).toEqual(['shown.png'])
    const headers = (await world.get(`/me/messages/${encodeURIComponent(reply.id)}?$select=internetMessageHeaders`))
      .body
    expect(headers.internetMessageHeaders).toContainEqual({ name: 'In-Reply-To', value: original.internetMessageId })
  })

  it('tells the time of the original in the zone that was asked for', async () => {
    const id = await world.incoming(ALEX, ORIGINAL)
    const prefer = { prefer: 'outlook.timezone="W. Europe Standard Time"' }
    expect((await answer(id, 'createReply', undefined, prefer)).body?.content).toContain('10:05 AM')
    const wrong = await world.post(`/me/messages/${id}/createReply`, undefined, { prefer: 'outlook.timezone="Mars"' })
    expect(wrong.status).toBe(400)
  })

  it('to all leaves oneself out; Reply-To wins over From', async () => {
    const id = await world.incoming(ALEX, ORIGINAL)
    const all = await answer(id, 'createReplyAll')
    expect(addresses(all.toRecipients)).toEqual(['kim@customer.example', MEGAN])
    expect(addresses(all.ccRecipients)).toEqual([LEE])
    const desk = await world.incoming(ALEX, { ...ORIGINAL, replyTo: [person('desk@customer.example')] })
    expect(addresses((await answer(desk, 'createReply')).toRecipients)).toEqual(['desk@customer.example'])
    expect(addresses((await answer(desk, 'createReplyAll')).toRecipients)).toEqual(['desk@customer.example', MEGAN])
  })

  it('takes a message with other properties, but not a comment and a body', async () => {
    const id = await world.incoming(ALEX, ORIGINAL)
    const reply = await answer(id, 'createReply', {
      message: { toRecipients: to(LEE), internetMessageHeaders: [{ name: 'x-tandem', value: '1' }], importance: 'low' },
    })
    expect(addresses(reply.toRecipients)).toEqual([LEE])
    expect(reply.importance).toBe('low')
    const both = { comment: 'x', message: { body: { contentType: 'text', content: 'y' } } }
    for (const [action, body] of [
      ['createReply', both],
      ['createReply', { toRecipients: to(LEE) }],
      ['createForward', { toRecipients: to(LEE), message: { toRecipients: to(LEE) } }],
    ] as const) {
      expect((await world.post(`/me/messages/${id}/${action}`, body)).status).toBe(400)
    }
  })
})

describe('a forward', () => {
  it('carries all files, has nobody to go to yet, and one prefix', async () => {
    const id = await world.incoming(ALEX, ORIGINAL)
    const draft = await answer(id, 'createForward')
    expect(draft).toMatchObject({ subject: 'FW: Roof & windows', toRecipients: [], hasAttachments: true })
    expect(await filesOf(draft)).toEqual(['shown.png', 'hidden.png', 'plan.txt'])
    expect(outcome(await world.post(`/me/messages/${id}/forward`, { comment: 'x' }))).toEqual([
      400,
      'ErrorInvalidRecipients',
    ])
    expect((await world.post(`/me/messages/${id}/forward`, { comment: 'x', toRecipients: to(LEE) })).status).toBe(202)
    await world.arrived(LEE, 'inbox', 'FW: Roof & windows')
  })
})

describe('a thread', () => {
  it('stays one conversation in both mailboxes, to and fro', async () => {
    await world.post('/me/sendMail', { message: { subject: 'Plan', toRecipients: to(MEGAN) } })
    const first = await world.arrived(ALEX, 'sentitems', 'Plan')
    const received = await world.arrived(MEGAN, 'inbox', 'Plan')
    const { ids } = (await world.control('POST', `/users/${MEGAN}/messages`, {
      isDraft: true,
      subject: 'RE: Plan',
      toRecipients: to(ALEX),
      conversationId: received.conversationId,
    })) as { ids: string[] }
    await world.control('POST', `/users/${MEGAN}/messages/${encodeURIComponent(ids[0] ?? '')}/send`)
    const back = await world.arrived(ALEX, 'inbox', 'RE: Plan')
    expect(back.conversationId).toBe(first.conversationId)
    expect((await world.post(`/me/messages/${encodeURIComponent(back.id)}/replyAll`, { comment: 'Ok' })).status).toBe(
      202,
    )
    expect((await world.post(`/me/messages/${encodeURIComponent(back.id)}/reply`, { comment: 'And' })).status).toBe(202)
    const mails = (await world.truth(MEGAN, 'inbox')).filter(({ subject }) => subject === 'RE: Plan')
    expect(mails.map(({ conversationId }) => conversationId)).toEqual([
      received.conversationId,
      received.conversationId,
    ])
    const mime = (await world.sent()).at(-1)?.mime ?? ''
    expect(mime.replace(/\r\n /g, ' ')).toContain(`In-Reply-To: ${back.internetMessageId}`)
    // A mail from outside that refers to the thread joins it.
    const raw = [
      'From: x@elsewhere.example',
      `To: ${ALEX}`,
      'Subject: AW: Plan',
      `References: ${first.internetMessageId}`,
    ]
    const answer = await fetch(`${world.url}/_control/users/${ALEX}/messages`, {
      method: 'POST',
      headers: { 'content-type': 'message/rfc822' },
      body: [...raw, '', 'Me too'].join('\r\n'),
    })
    expect(answer.status).toBe(201)
    expect((await world.arrived(ALEX, 'inbox', 'AW: Plan')).conversationId).toBe(first.conversationId)
  })

  it('shows only the new part as uniqueBody', async () => {
    const id = await world.incoming(ALEX, { ...ORIGINAL, from: person(ALEX) })
    await world.post(`/me/messages/${id}/forward`, { comment: 'New words', toRecipients: to(ALEX) })
    const mail = await world.arrived(ALEX, 'inbox', 'FW: Roof & windows')
    const { body } = await world.get(`/me/messages/${encodeURIComponent(mail.id)}?$select=uniqueBody`)
    expect((body.uniqueBody as { content: string }).content).toMatch(/<body><div>New words<\/div><\/body>/)
  })
})
