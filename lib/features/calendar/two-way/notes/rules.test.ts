import { describe, expect, it } from 'vitest'
import type { State } from '../rules'
import { notesBefore, rewriteNotes } from './rules'

const offline = { isOnline: false, joinUrl: null }
const html =
  '<html><head><title>Plan</title></head>\r\n<body><p><b>Agenda</b></p>\r\n<ul><li>Budget &amp; team</li><li>Plan</li></ul>' +
  '<p>See <a href="https://example.org/?a=1&amp;b=2">this</a> page.</p></body></html>'
const text = 'Agenda\n\n* Budget & team\n* Plan\nSee this page.'
const rewrite = (before: string | null, after: string) => rewriteNotes(html, { before, after, ...offline })

describe('a note that is formatted in Outlook', () => {
  it('keeps its formatting when lines are added at its end', () => {
    const next = rewrite(text, `${text}\n\nNew <line>\n`)
    expect(next).toBe(html.replace('</body>', '<div><br></div><div>New &lt;line&gt;</div></body>'))
  })

  it('keeps it when one line changes, a point of a list too', () => {
    expect(
      rewrite(
        text,
        text.replace('Agenda', () => 'Our $& plan'),
      ),
    ).toBe(html.replace('Agenda', () => 'Our $&amp; plan'))
    const other = rewrite(text, text.replace('* Budget & team', '* Costs'))
    expect(other).toBe(html.replace('Budget &amp; team', 'Costs'))
  })

  it.each([
    ['a line that stands there twice', text.replace('* Plan', '* Plans')],
    ['a line in several pieces', text.replace('See this', 'Read this')],
    ['a line that goes', text.replace('* Plan\n', '')],
    ['a line that is emptied', text.replace('Agenda', '')],
    ['a line that comes in between', text.replace('* Plan', '* More\n* Plan')],
    ['two lines', text.replace('Agenda', 'Points').replace('Budget', 'Costs')],
    ['everything', 'Other'],
  ])('is replaced where nobody can tell: %s', (_, after) => {
    expect(rewrite(text, after)).toBeNull()
  })

  it('is replaced where nobody knows how it read, and where it is too long to be sent back', () => {
    expect(rewrite(null, `${text}\nMore`)).toBeNull()
    const long = `<p>${'x'.repeat(1_000_001)}</p>`
    expect(rewriteNotes(long, { before: 'x', after: 'x\ny', ...offline })).toBeNull()
  })
})

describe('the text of an online meeting', () => {
  const own = '<html><body><p><b>Agenda</b></p><br>'
  const blob =
    '<div><span>________________________________</span></div>' +
    '<div><a href="https://meet.example/?a=1&amp;b=2">Join</a></div></body></html>'
  const online = { isOnline: true, joinUrl: 'https://meet.example/?a=1&b=2' }

  it('is replaced without what makes it one', () => {
    const next = rewriteNotes(own + blob, { before: null, after: 'One <two>\nthree\n\nfour', ...online })
    expect(next).toBe(`<html><body><p>One &lt;two&gt;<br>three</p><p>four</p>${blob}`)
  })

  it('keeps its formatting, with more before what makes it one', () => {
    expect(rewriteNotes(own + blob, { before: 'Agenda', after: 'Agenda\nMore', ...online })).toBe(
      `${own}<div>More</div>${blob}`,
    )
  })

  it('is left alone where its end is not to be seen', () => {
    const given = { before: 'Agenda', after: 'New', ...online }
    expect(rewriteNotes('<p>Join https://meet.example/</p>', given)).toBeNull()
    expect(rewriteNotes(own + blob, { ...given, joinUrl: 'https://other.example/' })).toBeNull()
  })
})

describe('how notes read before', () => {
  const state = (notes: string, more: object = {}) =>
    ({ notes, isPrivate: false, exceptions: {}, times: { start: '', end: '' }, ...more }) as State

  it('is known while Outlook’s are as they were, of a date too', () => {
    const base = { ours: state('Ours'), theirs: state('Theirs') }
    expect(notesBefore(base, state('Theirs'))).toBe('Ours')
    const on = (notes: string) => state('', { exceptions: { '2026-11-25': state(notes) } })
    expect(notesBefore({ ours: on('Ours'), theirs: on('Theirs') }, on('Theirs'), '2026-11-25')).toBe('Ours')
  })

  it('is not known once they changed there, of what is private, or without a base', () => {
    const base = { ours: state('Ours'), theirs: state('Theirs') }
    expect(notesBefore(base, state('Other'))).toBeNull()
    expect(notesBefore(base, state('Theirs', { isPrivate: true }))).toBeNull()
    expect(notesBefore(null, state('Theirs'))).toBeNull()
  })
})
