import { describe, expect, it } from 'vitest'
import { looksAtText, matches, parseSearch, startOfDay, toKql, wordsToFind } from './rules'

const folders = [
  { id: 'i', displayName: 'Posteingang', wellKnown: 'inbox' },
  { id: 'b', displayName: 'Gelöschte Elemente', wellKnown: 'deleteditems' },
  { id: 'p', displayName: 'Projects 2026', wellKnown: null },
  { id: 'q', displayName: 'Projects', wellKnown: null },
]
const parse = (typed: string) => parseSearch(typed, folders)

describe('what was typed', () => {
  it('is taken apart into words, phrases and operators', () => {
    expect(
      parse('quote from:Tomás to: "Ann Lee" subject:"weekly report" has:attachment is:unread is:flagged "as agreed"'),
    ).toMatchObject({
      texts: ['quote'],
      phrases: ['as agreed'],
      from: ['Tomás'],
      to: ['Ann Lee'],
      subject: ['weekly report'],
      attachments: true,
      unread: true,
      flagged: true,
      understood: [
        'from: Tomás',
        'to: Ann Lee',
        'subject: weekly report',
        'has: attachment',
        'is: unread',
        'is: flagged',
      ],
    })
  })

  it.each([
    ['in:inbox', ['i']],
    ['in:trash', ['b']],
    ['in:"geloschte elemente"', ['b']],
    ['in:projects', ['q']],
    ['in:proj', ['p', 'q']],
  ])('%s names folders by meaning, name or beginning', (typed, ids) => {
    expect(parse(typed).folderIds).toEqual(ids)
  })

  it.each([
    'has:wings',
    'is:nice',
    'in:nowhere',
    'before:soon',
    'after:2026-02-30',
    'from:',
    'from:"',
    'http://x.test/a',
  ])('%s is no operator, and is looked for as words', (typed) => {
    expect(parse(typed)).toMatchObject({ understood: [], folderIds: null, after: null, before: null, from: [] })
  })

  it('with a quotation mark that never closes is read to its end', () => {
    expect(parse('"as agreed').phrases).toEqual(['as agreed'])
    expect(parse('from:"ann lee').from).toEqual(['ann lee'])
  })

  it('wants all its words somewhere', () => {
    expect(wordsToFind(parse('a from:b subject:c "d e" is:unread'))).toBe('a d e b c')
    expect(looksAtText(parse('a is:unread'))).toBe(false)
    expect(looksAtText(parse('from:a'))).toBe(true)
  })
})

describe('a message', () => {
  const message = {
    subject: 'Re: The weekly report',
    preview: 'As agreed, here it is.',
    fromName: 'Tomás Novák',
    fromAddress: 'tomas@firm.test',
    toRecipients: [{ name: 'Ann Lee', address: 'ann@x.test' }],
    ccRecipients: [{ name: '', address: 'bob@y.test' }],
  }
  it.each([
    'from:tomas',
    'from:"novak tom"',
    'from:tomas@firm.test',
    'to:lee',
    'to:bob@y',
    'subject:week',
    '"weekly rep"',
    '"AGREED here"',
    '"novak tomas"',
  ])('is found by %s', (typed) => {
    expect(matches(message, parse(typed))).toBe(true)
  })
  it.each(['from:ann', 'to:tomas', 'subject:agreed', '"report weekly"', '"eekly report"', 'to:"ann bob"', 'from:omas'])(
    'is not found by %s',
    (typed) => {
      expect(matches(message, parse(typed))).toBe(false)
    },
  )
})

describe('asked of Outlook', () => {
  it('a search is told in its language, and nothing that was typed becomes a sign of it', () => {
    expect(toKql(parse('Quote OR NOT from:"a \\"b" x" y:z* (w) after:2026-01-02 has:attachment'))).toBe(
      'quote AND or AND not AND b AND y AND z AND w AND "x" AND from:"a" AND hasattachments:true AND received>=2026-01-02',
    )
  })
  it('nothing is asked for when nothing is left', () => {
    expect(toKql(parse('in:inbox'))).toBeNull()
    expect(toKql(parse('"…" ---'))).toBeNull()
  })
})

describe('a day begins', () => {
  it.each([
    ['2026-11-01', 'UTC', '2026-11-01T00:00:00.000Z'],
    ['2026-11-01', 'Europe/Berlin', '2026-10-31T23:00:00.000Z'],
    ['2026-03-29', 'Europe/Berlin', '2026-03-28T23:00:00.000Z'],
    ['2026-03-30', 'Europe/Berlin', '2026-03-29T22:00:00.000Z'],
    ['2026-04-05', 'Pacific/Chatham', '2026-04-04T10:15:00.000Z'],
    ['2026-11-01', 'Nowhere/At all', '2026-11-01T00:00:00.000Z'],
  ])('%s in %s', (day, zone, at) => {
    expect(startOfDay(day, zone).toISOString()).toBe(at)
  })
})
