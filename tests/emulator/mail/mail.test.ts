import { beforeEach, describe, expect, it } from 'vitest'
import { ADELE, type Harness, harness, MEGAN } from './fake-core'

interface Message {
  id: string
  '@odata.etag': string
  changeKey: string
  parentFolderId: string
  isRead: boolean
  subject: string | null
  receivedDateTime: string
  [name: string]: unknown
}
interface List {
  value: Message[]
  '@odata.nextLink'?: string
  '@odata.count'?: number
  '@odata.context'?: string
}

let h: Harness
beforeEach(() => {
  h = harness()
})

const json = (body: unknown, method = 'POST', headers: Record<string, string> = {}) => ({
  method,
  headers: { 'content-type': 'application/json', ...headers },
  body: JSON.stringify(body),
})
const list = async (path: string, init?: Parameters<Harness['graph']>[1]): Promise<List> => {
  const answer = await h.graph(path, init)
  expect([answer.status, path]).toEqual([200, path])
  return (await answer.json()) as List
}
const one = async (path: string, init?: Parameters<Harness['graph']>[1]): Promise<Message> =>
  (await (await h.graph(path, init)).json()) as Message
const newMail = async (body: object = {}) =>
  ((await (await h.control('/messages', json({ subject: 'new', ...body }))).json()) as { ids: string[] }).ids[0] ?? ''
const code = async (answer: Response | Promise<Response>) => {
  const { status, ...rest } = {
    status: (await answer).status,
    body: (await (await answer).json()) as { error: { code: string } },
  }
  return [status, rest.body.error.code]
}

describe('message lists', () => {
  it('reach every message exactly once by following nextLink, newest first', async () => {
    const seen: Message[] = []
    for (let link: string | undefined = '/mailFolders/inbox/messages?$top=37&$select=receivedDateTime'; link; ) {
      const page = await list(link)
      seen.push(...page.value)
      link = page['@odata.nextLink']
    }
    const inbox = await one('/mailFolders/inbox')
    expect(new Set(seen.map(({ id }) => id)).size).toBe(inbox.totalItemCount)
    const times = seen.map(({ receivedDateTime }) => receivedDateTime)
    expect(times).toEqual([...times].sort().reverse())
    expect((await list('/mailFolders/inbox/messages')).value).toHaveLength(10)
  })

  it('show what was selected and nothing else; the unselected default leaves out uniqueBody and headers', async () => {
    const selected = (await list('/messages?$select=subject,flag&$top=5')).value
    for (const message of selected)
      expect(
        Object.keys(message)
          .filter((name) => !name.startsWith('@'))
          .sort(),
      ).toEqual(['flag', 'id', 'subject'])
    const whole = (await list('/messages?$top=1')).value[0]
    expect(whole).toHaveProperty('body')
    expect(whole).not.toHaveProperty('uniqueBody')
    expect(await code(h.graph('/messages?$select=colour'))).toEqual([400, 'RequestBroker--ParseUri'])
    expect(await code(h.graph('/messages?$apply=x'))).toEqual([501, 'NotImplemented'])
    expect(await code(h.graph('/messages?$top=1001'))).toEqual([400, 'ErrorInvalidParameter'])
  })

  it('hide bodies and attachments from Mail.ReadBasic', async () => {
    h.caller.scopes = new Set(['Mail.ReadBasic'])
    const message = (await list('/messages?$top=1&$expand=attachments')).value[0]
    expect(message).not.toHaveProperty('body')
    expect(message).not.toHaveProperty('bodyPreview')
    expect(message).not.toHaveProperty('attachments')
    expect(await code(h.graph(`/messages/${message?.id}/attachments`))).toEqual([403, 'ErrorAccessDenied'])
  })

  it('filter, order and count', async () => {
    const unread = await list('/mailFolders/inbox/messages?$filter=isRead eq false&$count=true&$top=1000')
    const inbox = await one('/mailFolders/inbox')
    expect(unread['@odata.count']).toBe(inbox.unreadItemCount)
    expect(unread.value.every(({ isRead }) => !isRead)).toBe(true)
    expect(await (await h.graph('/mailFolders/inbox/messages/$count')).text()).toBe(String(inbox.totalItemCount))
    const sorted = (await list('/messages?$orderby=subject&$top=1000')).value.map(({ subject }) => subject ?? '')
    expect(sorted).toEqual([...sorted].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0)))
    expect(await code(h.graph('/messages?$filter=isRead eq false&$orderby=receivedDateTime desc'))).toEqual([
      400,
      'InefficientFilter',
    ])
  })
})

describe('one message', () => {
  it('changes its id on a move only without the immutable kind; the old id is gone, both kinds name the same message', async () => {
    const id = await newMail()
    const rest = (await one(`/messages/${id}`, { immutable: false })).id
    expect(rest.length).toBeGreaterThan(100)
    expect((await one(`/messages/${rest}`)).id).toBe(id)
    const answer = await h.graph(`/messages/${rest}/move`, { ...json({ destinationId: 'archive' }), immutable: false })
    expect(answer.status).toBe(201)
    const moved = (await answer.json()) as Message
    expect(moved.id).not.toBe(rest)
    expect(moved.parentFolderId).toBe((await one('/mailFolders/archive')).id)
    expect(await code(h.graph(`/messages/${rest}`))).toEqual([404, 'ErrorItemNotFound'])
    expect((await one(`/messages/${moved.id}`)).id).toBe(id)
    expect(await code(h.graph('/messages/AAMk'))).toEqual([400, 'ErrorInvalidIdMalformed'])
  })

  it('has ids of which some differ in case only, and never confuses them', async () => {
    const { ids } = (await (await h.control('/messages', json({ count: 64 }))).json()) as { ids: string[] }
    const twin = ids.find((id) => ids.some((other) => other !== id && other.toLowerCase() === id.toLowerCase()))
    if (!twin) throw new Error('no twins')
    expect((await one(`/messages/${twin}`)).id).toBe(twin)
  })

  it('takes isRead, flag, categories and importance in any case, and refuses the rest', async () => {
    const id = await newMail()
    const before = await one(`/messages/${id}`)
    const change = { isRead: 'true', importance: 'HIGH', flag: { flagStatus: 'Flagged' }, categories: ['Blue'] }
    const after = await one(`/messages/${id}`, json(change, 'PATCH'))
    expect(after).toMatchObject({
      isRead: true,
      importance: 'high',
      flag: { flagStatus: 'flagged' },
      categories: ['Blue'],
    })
    expect(after.changeKey).not.toBe(before.changeKey)
    expect(after['@odata.etag']).toBe(`W/"${after.changeKey}"`)
    expect(await code(h.graph(`/messages/${id}`, json({ isRed: true }, 'PATCH')))).toEqual([400, 'RequestBodyRead'])
    expect(await code(h.graph(`/messages/${id}`, json({ subject: 'other', isRead: false }, 'PATCH')))).toEqual([
      400,
      'ErrorInvalidPropertySet',
    ])
    h.clock.now = Date.UTC(2026, 11, 31)
    expect(await code(h.graph(`/messages/${id}`, json({ subject: 'other', isRead: false }, 'PATCH')))).toEqual([
      403,
      'ErrorAccessDenied',
    ])
    expect((await one(`/messages/${id}`)).isRead).toBe(true)
  })

  it('honours If-Match on change and delete', async () => {
    const id = await newMail()
    const etag = (await one(`/messages/${id}`))['@odata.etag']
    expect((await h.graph(`/messages/${id}`, json({ isRead: true }, 'PATCH', { 'if-match': etag }))).status).toBe(200)
    expect(await code(h.graph(`/messages/${id}`, json({ isRead: false }, 'PATCH', { 'if-match': etag })))).toEqual([
      412,
      'ErrorIrresolvableConflict',
    ])
    expect((await h.graph(`/messages/${id}`, { method: 'DELETE', headers: { 'if-match': etag } })).status).toBe(412)
  })

  it('goes to Deleted Items first and is gone after the second time; counts follow', async () => {
    const counts = async () => {
      const [inbox, bin] = await Promise.all([one('/mailFolders/inbox'), one('/mailFolders/deleteditems')])
      return [inbox.totalItemCount, inbox.unreadItemCount, bin.totalItemCount] as number[]
    }
    const [total = 0, unread = 0, bin = 0] = await counts()
    const id = await newMail()
    expect(await counts()).toEqual([total + 1, unread + 1, bin])
    expect((await h.graph(`/messages/${id}`, { method: 'DELETE' })).status).toBe(204)
    expect(await counts()).toEqual([total, unread, bin + 1])
    expect((await h.graph(`/messages/${id}`, { method: 'DELETE' })).status).toBe(204)
    expect(await counts()).toEqual([total, unread, bin])
    expect((await h.graph(`/messages/${id}`)).status).toBe(404)
  })

  it('keeps a mail that came as MIME byte for byte, with its attachments and conversation', async () => {
    const mime = (extra: string, subject: string) =>
      `From: =?utf-8?B?SsO2cmc=?= <joerg@tallo.example>\r\nTo: adele@contoso.test\r\nSubject: ${subject}\r\nMessage-ID: <${subject}@tallo.example>\r\n${extra}MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/html; charset=utf-8\r\n\r\n<p>Hallo &amp; <b>Gruß</b></p>\r\n--b\r\nContent-Type: text/plain; name=a.txt\r\nContent-Disposition: attachment; filename=a.txt\r\n\r\ninside\r\n--b--\r\n`
    const post = async (text: string) =>
      (
        (await (
          await h.control('/messages', { method: 'POST', headers: { 'content-type': 'message/rfc822' }, body: text })
        ).json()) as { ids: string[] }
      ).ids[0]
    const first = await post(mime('', 'plan'))
    const second = await post(
      mime('References: <plan@tallo.example>\r\nIn-Reply-To: <plan@tallo.example>\r\n', 'answer'),
    )
    const a = await one(`/messages/${first}`)
    expect(a).toMatchObject({
      subject: 'plan',
      hasAttachments: true,
      internetMessageId: '<plan@tallo.example>',
      bodyPreview: 'Hallo & Gruß',
      from: { emailAddress: { name: 'Jörg' } },
    })
    expect((await one(`/messages/${second}`)).conversationId).toBe(a.conversationId)
    expect(await (await h.graph(`/messages/${first}/$value`)).text()).toBe(mime('', 'plan'))
    const files = await list(`/messages/${first}/attachments?$select=name,size`)
    expect(files.value).toMatchObject([{ name: 'a.txt' }])
    expect(files.value[0]).not.toHaveProperty('contentBytes')
    expect((await (await h.graph(`/messages/${first}/attachments/${files.value[0]?.id}/$value`)).text()).trim()).toBe(
      'inside',
    )
  })

  it('gives its body as text on request', async () => {
    const id = await newMail({
      body: { contentType: 'html', content: '<p>One</p><style>x{}</style><p>Two<br>Three</p>' },
    })
    const answer = await h.graph(`/messages/${id}`, { prefer: 'outlook.body-content-type="text"' })
    expect(((await answer.json()) as Message).body).toEqual({ contentType: 'text', content: 'One\nTwo\nThree' })
    expect(answer.headers.get('preference-applied')).toContain('text')
  })
})

describe('folders', () => {
  it('are localised, nested, paged by ten, and hidden ones come on request', async () => {
    const page = await list('/mailFolders')
    expect(page.value).toHaveLength(page['@odata.nextLink'] ? 10 : page.value.length)
    const hidden = await list('/mailFolders?includeHiddenFolders=true&$top=100')
    const shown = await list('/mailFolders?$top=100')
    expect(hidden.value.length).toBe(shown.value.length + 1)
    const customers = shown.value.find(({ displayName }) => displayName === 'Customers')
    expect((await list(`/mailFolders/${customers?.id}/childFolders`)).value).toHaveLength(
      customers?.childFolderCount as number,
    )
    expect(h.mail.counts(MEGAN).messages).toBeGreaterThan(300)
  })

  it('can be made, renamed and deleted; the distinguished ones cannot', async () => {
    const made = await one('/mailFolders', json({ displayName: 'Mine' }))
    expect(await code(h.graph('/mailFolders', json({ displayName: 'mine' })))).toEqual([409, 'ErrorFolderExists'])
    await h.graph(`/messages/${await newMail()}/move`, json({ destinationId: made.id }))
    expect((await one(`/mailFolders/${made.id}`, json({ displayName: 'Ours' }, 'PATCH'))).totalItemCount).toBe(1)
    expect(await code(h.graph('/mailFolders/inbox', { method: 'DELETE' }))).toEqual([
      403,
      'ErrorDeleteDistinguishedFolder',
    ])
    await h.graph(`/mailFolders/${made.id}`, { method: 'DELETE' })
    await h.graph(`/mailFolders/${made.id}`, { method: 'DELETE' })
    expect((await h.graph(`/mailFolders/${made.id}`)).status).toBe(404)
  })

  it('have a delta of their own that reports new counts and removed folders', async () => {
    let link = '/mailFolders/delta?$select=displayName,totalItemCount'
    const round = async () => {
      const entries: Message[] = []
      for (;;) {
        const page = (await list(link)) as List & { '@odata.deltaLink'?: string }
        entries.push(...page.value)
        link = page['@odata.nextLink'] ?? page['@odata.deltaLink'] ?? ''
        if (page['@odata.deltaLink']) return entries
      }
    }
    expect((await round()).length).toBeGreaterThan(10)
    expect(await round()).toEqual([])
    await newMail()
    const made = await one('/mailFolders', json({ displayName: 'Short' }))
    expect((await round()).map(({ displayName }) => displayName).sort()).toEqual(['Inbox', 'Short'])
    await h.graph(`/mailFolders/${made.id}`, { method: 'DELETE' })
    await h.graph(`/mailFolders/${made.id}`, { method: 'DELETE' })
    expect(await round()).toContainEqual({ id: made.id, '@removed': { reason: 'deleted' } })
  })
})

describe('state', () => {
  it('is the same for the same seed, and survives a restart exactly', async () => {
    const truth = async (of: Harness) => (await of.control('/messages')).json() as Promise<Record<string, unknown>[]>
    const other = harness()
    expect(await truth(other)).toEqual(await truth(h))
    await h.control('/messages', json({ count: 50, spreadDays: 3, seed: 9 }))
    const id = await newMail({ categories: ['A'], flag: { flagStatus: 'flagged' } })
    await h.graph(`/messages/${id}/move`, json({ destinationId: 'archive' }))
    const before = await truth(h)
    const body = await one(`/messages/${id}`)
    const data = h.mail.snapshot(ADELE.id)
    if (!data) throw new Error('no snapshot')
    h.mail.reset(5)
    expect(await truth(h)).not.toEqual(before)
    h.mail.restore(ADELE.id, data)
    expect(await truth(h)).toEqual(before)
    expect(await one(`/messages/${id}`)).toEqual(body)
  })

  it('announces every change with both ids, the folder by id and name, and the etag that Graph shows', async () => {
    const id = await newMail()
    const message = await one(`/messages/${id}`)
    expect(h.changes.at(-1)).toMatchObject({
      changeType: 'created',
      collection: 'messages',
      etag: message['@odata.etag'],
      id: { immutable: id },
      containerIds: [message.parentFolderId, 'inbox'],
    })
    await h.graph(`/messages/${id}/move`, json({ destinationId: 'archive' }))
    expect(h.changes.slice(-2).map(({ changeType, containerIds }) => [changeType, containerIds[1]])).toEqual([
      ['deleted', 'inbox'],
      ['created', 'archive'],
    ])
  })
})
