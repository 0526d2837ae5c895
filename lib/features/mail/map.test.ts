import { describe, expect, it } from 'vitest'
import { isComplete, keyOfEtag, recipients, toFolder, toMessage } from './map'

const whole = {
  id: 'AAMk1',
  '@odata.etag': 'W/"CQAA"',
  parentFolderId: 'F1',
  subject: 'Hi',
  bodyPreview: 'there',
  from: { emailAddress: { name: 'Adele', address: 'adele@contoso.test' } },
  toRecipients: [{ emailAddress: { name: '', address: 'b@x.example' } }, { emailAddress: {} }, null],
  receivedDateTime: '2026-03-29T01:30:00Z',
  isRead: false,
  flag: { flagStatus: 'flagged' },
}

describe('a message', () => {
  it('comes with all that a row needs', () => {
    const message = toMessage(whole)
    expect(message).toMatchObject({
      graph_id: 'AAMk1',
      change_key: 'CQAA',
      folder_graph_id: 'F1',
      from_name: 'Adele',
      to_recipients: [{ name: '', address: 'b@x.example' }],
      received_at: '2026-03-29T01:30:00.000Z',
      flag_status: 'flagged',
    })
    expect(message && isComplete(message)).toBe(true)
  })

  it('of which only a property changed keeps the others undefined', () => {
    const message = toMessage({ id: 'AAMk1', isRead: true })
    expect(message).toEqual({ graph_id: 'AAMk1', change_key: undefined, is_read: true })
    expect(message && isComplete(message)).toBe(false)
  })

  it('loses what no database takes: NULs and half surrogate pairs', () => {
    const message = toMessage({
      ...whole,
      subject: 'a\u0000b\ud83d',
      bodyPreview: `${'x'.repeat(254)}😀`,
      internetMessageId: '<a\u0000>',
      webLink: 'h\u0000',
      conversationId: '\ud800',
    })
    expect(message?.subject).toBe('ab\ufffd')
    expect(message?.preview?.isWellFormed()).toBe(true)
    expect(message?.preview).toHaveLength(255)
    expect(JSON.stringify(message)).not.toMatch(/\\u0000|\\ud8/)
  })

  it.each<[string, object]>([
    ['id missing', { id: undefined }],
    ['id empty', { id: '' }],
    ['id with NUL', { id: 'a\u0000' }],
    ['id not ASCII', { id: 'ä' }],
    ['subject a number', { subject: 7 }],
    ['read a text', { isRead: 'true' }],
    ['date no date', { receivedDateTime: 'yesterday' }],
    ['date that no calendar has', { receivedDateTime: '2026-02-30T00:00:00Z' }],
    ['the year 0', { receivedDateTime: '0000-12-31T00:00:00Z' }],
    ['from a text', { from: 'Adele' }],
    ['recipients no list', { toRecipients: {} }],
    ['an unknown importance', { importance: 'vital' }],
  ])('is refused as a whole: %s', (_, over) => {
    expect(toMessage({ ...whole, ...over })).toBeNull()
  })

  it.each(['text', 7, null, undefined, [], true])('that is %j is refused', (json) => {
    expect(toMessage(json)).toBeNull()
  })

  it('takes nulls for absence, sender for from, and sent for received', () => {
    expect(
      toMessage({
        ...whole,
        from: null,
        sender: whole.from,
        receivedDateTime: null,
        sentDateTime: '2026-01-01T10:00:00+02:00',
        isRead: null,
      }),
    ).toMatchObject({ from_address: 'adele@contoso.test', received_at: '2026-01-01T08:00:00.000Z' })
  })

  it('tells invitations by their type', () => {
    expect(toMessage({ ...whole, '@odata.type': '#microsoft.graph.eventMessageRequest' })?.is_invitation).toBe(true)
    expect(toMessage({ ...whole, '@odata.type': '#microsoft.graph.message' })?.is_invitation).toBe(false)
  })
})

it('an etag is its change key in quotes', () => {
  expect(keyOfEtag('W/"CQAA=="')).toBe('CQAA==')
  expect(keyOfEtag('"CQAA"')).toBe('CQAA')
  expect(keyOfEtag(undefined)).toBeUndefined()
})

it('recipients without name and address are none', () => {
  expect(recipients(null)).toEqual([])
  expect(recipients([null, { emailAddress: null }, { emailAddress: { name: 'A' } }])).toEqual([
    { name: 'A', address: '' },
  ])
})

describe('a folder', () => {
  it('that Outlook hides is skipped, one without id is refused', () => {
    expect(toFolder({ id: 'F', isHidden: true })).toBe('skip')
    expect(toFolder({ displayName: 'x' })).toBeNull()
  })

  it('keeps what it does not name untouched, and counts that are none', () => {
    expect(toFolder({ id: 'F', totalItemCount: 3 })).toEqual({
      graph_id: 'F',
      parent_graph_id: undefined,
      outlook_total: 3,
    })
    for (const totalItemCount of [1e99, -1, 1.5])
      expect(toFolder({ id: 'F', totalItemCount })).not.toHaveProperty('outlook_total')
    expect(toFolder({ id: 'F', displayName: 'a\u0000\ud83d' })).toMatchObject({ display_name: 'a\ufffd' })
  })
})
