import { describe, expect, it } from 'vitest'
import { isAddress } from '@/lib/platform/addresses'
import { answerRecipients, answerSubject, foldRecipients, sameSubject, warningsOf, whatItSays } from './rules'

const who = (address: string, name = '') => ({ name, address })

describe('addresses', () => {
  it('are those that a mail can be sent to', () => {
    for (const good of ['a@b.example', 'tom.as+x@sub.example.test', 'müller@bücher.example', "o'hara@x.test"])
      expect(isAddress(good), good).toBe(true)
    for (const bad of [
      '',
      'a',
      'a@',
      '@b.test',
      'a@b',
      'a b@c.test',
      'a@b..test',
      '.a@b.test',
      'a@-b.test',
      'a@b.test,c@d.test',
      'a@[1.2.3.4]',
      'A <a@b.test>',
      'a@b.test\r\nBcc: x@y.test',
      'a@1.2.3.4',
    ])
      expect(isAddress(bad), bad).toBe(false)
  })

  it('hold nothing that could begin another header, turn the text around, or spoil the database', () => {
    const { to } = foldRecipients({
      to: [who('a@b.test\u202c\u0000', 'Ann\u202e\r\nBcc: x@y.test\ud800')],
      ...{ cc: [who('a@b.test\r\nc@d.test')], bcc: [] },
    })
    expect(to).toEqual([who('a@b.test', 'Ann Bcc: x@y.test\ufffd')])
    const { cc } = foldRecipients({ to: [], cc: [who('a@b.test\r\nc@d.test')], bcc: [] })
    expect(cc.map(({ address }) => isAddress(address))).toEqual([false])
  })

  it('stand once, in the most visible place', () => {
    const folded = foldRecipients({
      to: [who('A@x.test', 'A'), who(' a@X.test ')],
      cc: [who('a@x.test'), who('b@x.test', 'B\r\nX: y')],
      bcc: [who('B@x.test'), who('')],
    })
    expect(folded).toEqual({ to: [who('A@x.test', 'A')], cc: [who('b@x.test', 'B X: y')], bcc: [] })
  })
})

describe('an answer', () => {
  const source = {
    from: who('tom@x.test', 'Tom'),
    replyTo: [],
    to: [who('ME@x.test'), who('ann@x.test')],
    cc: [who('cy@x.test'), who('me@x.test')],
  }

  it('goes to whom it should, and never to oneself', () => {
    expect(answerRecipients('reply', source, 'me@x.test')).toEqual({ to: [who('tom@x.test', 'Tom')], cc: [], bcc: [] })
    expect(answerRecipients('replyAll', source, 'me@x.test')).toEqual({
      to: [who('tom@x.test', 'Tom'), who('ann@x.test')],
      cc: [who('cy@x.test')],
      bcc: [],
    })
    expect(answerRecipients('reply', { ...source, replyTo: [who('list@x.test')] }, 'me@x.test').to).toEqual([
      who('list@x.test'),
    ])
    expect(answerRecipients('reply', { ...source, from: who('me@x.test') }, 'me@x.test').to).toEqual(source.to)
    expect(answerRecipients('forward', source, 'me@x.test').to).toEqual([])
  })

  it('has one prefix, and leaves Outlook’s spelling of it alone', () => {
    expect(answerSubject('reply', 'AW: Re: Plan')).toBe('Re: Plan')
    expect(answerSubject('forward', 'Plan')).toBe('Fw: Plan')
    expect(sameSubject('RE: Plan', 'Re: Plan')).toBe(true)
    expect(sameSubject('RE: Plan', 'Plan')).toBe(false)
  })
})

describe('before a mail leaves', () => {
  const good = { content: { to: [who('a@x.test')], cc: [], bcc: [], subject: 'S' }, text: '', files: [], away: [] }
  const codes = (change: Partial<Parameters<typeof warningsOf>[0]>) =>
    warningsOf({ ...good, ...change }).map(({ code, stops }) => `${code}${stops ? '!' : ''}`)
  const file = (name: string, state: 'uploading' | 'attached' | 'failed' = 'attached', size = 1) => ({
    ...{ name, size, state },
    contentId: null,
  })

  it('it is said what is wrong, and what only looks so', () => {
    expect(codes({})).toEqual([])
    expect(codes({ content: { ...good.content, to: [] } })).toEqual(['no-recipients!'])
    expect(codes({ content: { ...good.content, cc: [who('x')], subject: ' ' } })).toEqual([
      'bad-address!',
      'no-subject',
    ])
    expect(codes({ files: [file('a', 'uploading')] })).toEqual(['uploading!'])
    expect(codes({ files: [file('a', 'failed')] })).toEqual(['uploading!'])
    expect(codes({ files: [file('a', 'attached', 36 * 1024 * 1024)] })).toEqual(['too-big'])
    expect(codes({ files: [file('a', 'attached', 151 * 1024 * 1024)] })).toEqual(['too-big!'])
    for (const text of ['See the attached plan', 'Die Datei ist im Anhang.', 'Anbei der Plan'])
      expect(codes({ text }), text).toEqual(['forgotten-attachment'])
    expect(codes({ text: 'attached', files: [file('a')] })).toEqual([])
    expect(codes({ text: 'I am very attacked' })).toEqual([])
  })
})

describe('an error', () => {
  it('says that nothing was done only when that is certain', () => {
    expect(whatItSays({ code: 'throttled', reason: '' })).toBe('later')
    expect(whatItSays({ code: 'reauth_required', reason: '' })).toBe('later')
    expect(whatItSays({ code: 'forbidden', reason: 'ErrorSendAsDenied' })).toBe('refused')
    expect(whatItSays({ code: 'internal', reason: 'ErrorInvalidRecipients' })).toBe('refused')
    expect(whatItSays({ code: 'unavailable', reason: 'ErrorQuotaExceeded' })).toBe('refused')
    expect(whatItSays({ code: 'unavailable', reason: '' })).toBe('unknown')
    expect(whatItSays({ code: 'unavailable', reason: undefined })).toBe('unknown')
    expect(whatItSays({ code: 'internal', reason: undefined })).toBe('unknown')
  })
})
