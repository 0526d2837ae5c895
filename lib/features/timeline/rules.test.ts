import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  accessOf,
  bestOf,
  byPlace,
  decodePlace,
  directionOf,
  encodePlace,
  type Found,
  isBlocked,
  isInternal,
  isLogged,
  levelOf,
  type Mailbox,
  nameOf,
  partBlocked,
  type Sight,
} from './rules'

const mailbox = (who: string, change: Partial<Mailbox> = {}): Mailbox => ({
  connectionId: `c-${who}`,
  owner: { id: who, name: who },
  visibility: 'metadata',
  blocked: { addresses: [], domains: [] },
  asked: new Map(),
  ...change,
})
const sight = (...mailboxes: Mailbox[]): Sight => ({
  viewerId: 'me',
  mailboxes: new Map(mailboxes.map((each) => [each.connectionId, each])),
  hiddenFolders: [],
  internal: new Set(['contoso.test']),
  ours: new Set(['sam@outlook.example']),
})
const mail = (change: Partial<Found> = {}): Found => ({
  id: '1',
  connectionId: 'c-jonas',
  conversationId: 'talk',
  internetMessageId: '<a@b>',
  fromAddress: 'ingrid@norrvik.example',
  receivedAt: new Date('2026-11-21T10:00:00Z'),
  participants: ['ingrid@norrvik.example', 'jonas@contoso.test'],
  ...change,
})

describe('mail among colleagues', () => {
  it.each([
    [['a@contoso.test', 'b@contoso.test'], true],
    [['a@contoso.test', 'sam@outlook.example'], true],
    [['a@contoso.test', '/o=exchangelabs/cn=old'], true],
    [['a@contoso.test', 'ingrid@norrvik.example'], false],
    [['a@contoso.test', 'x@notcontoso.test'], false],
    [['a@contoso.test', 'x@contoso.test.example'], false],
  ])('%j is internal: %s', (participants, internal) => {
    expect(isInternal(participants, sight())).toBe(internal)
    expect(isLogged(mail({ participants }), sight(mailbox('jonas')))).toBe(!internal)
  })
})

describe('the block list', () => {
  const blocked = partBlocked(['Ann@Fabrikam.test', '@norrvik.example', 'bank.example'])
  it.each([
    ['ann@fabrikam.test', true],
    ['bob@fabrikam.test', false],
    ['ingrid@norrvik.example', true],
    ['ingrid@mail.norrvik.example', true],
    ['ingrid@notnorrvik.example', false],
    ['x@bank.example', true],
    ['x@bank.example.test', false],
  ])('%s is blocked: %s', (address, is) => {
    expect(isBlocked([address, 'me@contoso.test'], blocked)).toBe(is)
    expect(isLogged(mail({ participants: [address] }), sight(mailbox('jonas', { blocked })))).toBe(!is)
  })

  it('of one owner concerns that mailbox only', () => {
    const own = partBlocked(['ingrid@norrvik.example'])
    const both = sight(mailbox('jonas', { blocked: own }), mailbox('mia'))
    expect(isLogged(mail(), both)).toBe(false)
    expect(isLogged(mail({ connectionId: 'c-mia' }), both)).toBe(true)
  })
})

describe('what a colleague sees', () => {
  it.each([
    ['metadata', 'metadata', 'may-ask'],
    ['subject', 'subject', 'may-ask'],
    ['everything', 'open', 'none'],
  ] as const)('with "%s" is %s', (visibility, level, access) => {
    const looking = sight(mailbox('jonas', { visibility }))
    expect(levelOf(mail(), looking)).toBe(level)
    expect(accessOf(mail(), looking)).toBe(access)
  })

  it('is everything of one’s own, whatever colleagues see', () => {
    const looking = sight(mailbox('me'))
    expect(levelOf(mail({ connectionId: 'c-me' }), looking)).toBe('own')
    expect(accessOf(mail({ connectionId: 'c-me' }), looking)).toBe('none')
  })

  it.each([
    ['asked', 'metadata'],
    ['declined', 'metadata'],
    ['granted', 'open'],
  ] as const)('after the request was %s is %s, for that conversation only', (state, level) => {
    const looking = sight(mailbox('jonas', { asked: new Map([['talk', state]]) }))
    expect(levelOf(mail(), looking)).toBe(level)
    expect(accessOf(mail(), looking)).toBe(state)
    expect(levelOf(mail({ conversationId: 'other' }), looking)).toBe('metadata')
    expect(accessOf(mail({ conversationId: 'other' }), looking)).toBe('may-ask')
    expect(accessOf(mail({ conversationId: null }), looking)).toBe('none')
  })

  it('of a mailbox that is not to be looked into is nothing', () => {
    expect(isLogged(mail({ connectionId: 'c-gone' }), sight(mailbox('jonas')))).toBe(false)
  })
})

describe('one mail in several mailboxes', () => {
  it('is known by its Message-ID, who wrote it and to whom: the first alone is anybody’s to write', () => {
    const genuine = mail({ internetMessageId: '<1@norrvik>' })
    const { participants } = genuine
    expect(nameOf(mail({ ...genuine, id: '2', participants: participants.toReversed() }))).toBe(nameOf(genuine))
    expect(nameOf(mail({ ...genuine, fromAddress: 'eve@evil.example' }))).not.toBe(nameOf(genuine))
    expect(nameOf(mail({ ...genuine, participants: [...participants, 'eve@evil.example'] }))).not.toBe(nameOf(genuine))
    expect(nameOf(mail({ internetMessageId: ' ', id: '7' }))).toBe('7')
  })

  it('is the copy that shows most, one’s own first', () => {
    const looking = sight(
      mailbox('me'),
      mailbox('jonas', { visibility: 'everything' }),
      mailbox('mia', { visibility: 'subject' }),
    )
    const copies = ['c-mia', 'c-jonas', 'c-me'].map((connectionId, at) => mail({ connectionId, id: String(at) }))
    expect(bestOf(copies, looking)?.connectionId).toBe('c-me')
    expect(bestOf(copies.slice(0, 2), looking)?.connectionId).toBe('c-jonas')
  })

  it('is not the copy whose owner blocked it', () => {
    const looking = sight(
      mailbox('jonas', { visibility: 'everything', blocked: partBlocked(['@norrvik.example']) }),
      mailbox('mia'),
    )
    const copies = [mail(), mail({ connectionId: 'c-mia', id: '2' })]
    expect(bestOf(copies, looking)?.id).toBe('2')
  })

  it('is the same copy whatever order they come in', () => {
    const looking = sight(mailbox('jonas'), mailbox('mia'))
    const copies = [
      mail({ id: '1' }),
      mail({ id: '2', connectionId: 'c-mia' }),
      mail({ id: '3', receivedAt: new Date('2026-11-21T09:00:00Z') }),
    ]
    fc.assert(fc.property(fc.shuffledSubarray(copies, { minLength: 3 }), (some) => bestOf(some, looking)?.id === '3'))
  })
})

it('who wrote is told by the sender', () => {
  const reach = { addresses: ['ingrid@norrvik.example', 'lee@contoso.test'], domains: [] }
  expect(directionOf('ingrid@norrvik.example', reach, sight())).toBe('in')
  expect(directionOf('jonas@contoso.test', reach, sight())).toBe('out')
  expect(directionOf('sam@outlook.example', reach, sight())).toBe('out')
  // A colleague whose own timeline this is.
  expect(directionOf('lee@contoso.test', reach, sight())).toBe('in')
})

it('a place comes back as it went, and nothing else is one', () => {
  fc.assert(
    fc.property(fc.date({ noInvalidDate: true }), fc.uuid(), (at, id) => {
      expect(decodePlace(encodePlace({ at, id }))).toEqual({ at, id })
    }),
  )
  for (const text of ['', 'x', '0.1', "0.' or 1=1"]) expect(decodePlace(text)).toBeNull()
})

it('entries of one instant have an order', () => {
  const at = new Date(0)
  expect(
    [
      { at, id: 'a' },
      { at, id: 'b' },
    ]
      .sort(byPlace)
      .map(({ id }) => id),
  ).toEqual(['b', 'a'])
})
