import PostalMime from 'postal-mime'
import { describe, expect, it } from 'vitest'
import { harness } from '../mail/fake-core'
import { bulkBody, bulkHead } from './bulk'
import { pdf, png, xlsx } from './files'

interface Message {
  id: string
  '@odata.type'?: string
  subject: string | null
  bodyPreview: string
  receivedDateTime: string
  hasAttachments: boolean
  isRead: boolean
  conversationId: string
  body: { content: string; contentType: string }
  from: { emailAddress: { address: string } } | null
}

const OWNER = { name: 'Adele Vance', address: 'adele@contoso.test' }

describe('the seeded mailbox', () => {
  it('holds a few hundred varied messages of the last 400 days, all of invented senders', async () => {
    const h = harness()
    const { value } = (await (await h.graph('/messages?$top=1000')).json()) as { value: Message[] }
    expect(value.length).toBeGreaterThan(350)
    const oldest = Math.min(...value.map(({ receivedDateTime }) => Date.parse(receivedDateTime)))
    expect(h.clock.now - oldest).toBeLessThan(401 * 86_400_000)
    expect(h.clock.now - oldest).toBeGreaterThan(200 * 86_400_000)
    for (const { from } of value)
      expect(from?.emailAddress.address ?? 'x.example').toMatch(/\.example$|^adele@contoso\.test$/)
    const count = (test: (message: Message) => boolean) => value.filter(test).length
    expect(count(({ hasAttachments }) => hasAttachments)).toBeGreaterThan(15)
    expect(count((message) => message['@odata.type']?.includes('eventMessage') === true)).toBeGreaterThan(10)
    expect(count(({ isRead }) => !isRead)).toBeGreaterThan(50)
    expect(count(({ subject }) => !subject)).toBeGreaterThan(0)
    expect(count(({ body }) => body.content.includes('evil.example'))).toBeGreaterThan(15)
    expect(count(({ subject }) => /[\u0590-\u06ff]/.test(subject ?? ''))).toBeGreaterThan(2)
    const threads = new Map<string, number>()
    for (const { conversationId } of value) threads.set(conversationId, (threads.get(conversationId) ?? 0) + 1)
    expect([...threads.values()].filter((size) => size > 2).length).toBeGreaterThan(15)
  })

  it('shows only the new part of an answer as uniqueBody', async () => {
    const h = harness()
    const { value } = (await (await h.graph('/messages?$top=1000&$select=subject,body,uniqueBody')).json()) as {
      value: (Message & { uniqueBody: Message['body'] })[]
    }
    const answers = value.filter(({ body }) => body.content.includes('divRplyFwdMsg'))
    expect(answers.length).toBeGreaterThan(20)
    for (const { uniqueBody } of answers) expect(uniqueBody.content).not.toContain('divRplyFwdMsg')
  })

  it('can be read as MIME by an independent parser, message by message', async () => {
    const h = harness()
    const { value } = (await (
      await h.graph('/messages?$top=1000&$select=subject,internetMessageId,hasAttachments')
    ).json()) as { value: (Message & { internetMessageId: string })[] }
    for (const { id, internetMessageId, hasAttachments } of value.filter((_, i) => i % 5 === 0)) {
      const mail = await PostalMime.parse(await (await h.graph(`/messages/${id}/$value`)).arrayBuffer())
      expect(mail.messageId).toBe(internetMessageId)
      if (hasAttachments) expect(mail.attachments.length).toBeGreaterThan(0)
    }
  })
})

describe('generated mail', () => {
  it('is the same each time it is read, and looks different from message to message', () => {
    const recipe = (index: number) => ({ kind: 'recipe' as const, seed: 3, index, sentAt: 0 })
    const texts = Array.from({ length: 2000 }, (_, index) => bulkBody(recipe(index), OWNER).content)
    expect(new Set(texts).size).toBe(texts.length)
    expect(bulkBody(recipe(7), OWNER)).toEqual(bulkBody(recipe(7), OWNER))
    const ids = Array.from({ length: 2000 }, (_, index) => bulkHead(recipe(index), OWNER).internetMessageId)
    expect(new Set(ids).size).toBe(ids.length)
    expect(texts.join(' ')).not.toMatch(/\{\w+\}|undefined|lorem/i)
    const senders = new Set(Array.from({ length: 2000 }, (_, index) => bulkHead(recipe(index), OWNER).from?.address))
    expect(senders.size).toBeGreaterThan(1000)
  })
})

describe('files', () => {
  it('are what their names say', () => {
    const text = Buffer.from(pdf('Offer (1)')).toString('latin1')
    expect(text).toMatch(/^%PDF-1\.4[\s\S]*startxref\n\d+\n%%EOF\n$/)
    const start = Number(/startxref\n(\d+)/.exec(text)?.[1])
    expect(text.slice(start, start + 4)).toBe('xref')
    expect(
      Buffer.from(png(2, 2, 0, 0xffffff))
        .subarray(1, 4)
        .toString(),
    ).toBe('PNG')
    const book = Buffer.from(xlsx([['a', 1]]))
    expect(book.readUInt32LE(0)).toBe(0x04034b50)
    expect(book.includes('<c><v>1</v></c>')).toBe(true)
  })
})
