import { describe, expect, it } from 'vitest'
import { fromCid, ownOf, quoteOf, toCid, withOwn } from './map'
import { htmlOf, picturesIn, sanitiseOwn, textOf } from './rules'

const QUOTE = '<hr tabindex="-1"><div id="divRplyFwdMsg" dir="ltr"><b>From:</b> Tomás</div><div><div>Hello</div></div>'
const outlook = (inner: string) => `<html><head><meta charset="utf-8"></head><body dir="ltr">${inner}</body></html>`

describe('own text and quoted mail', () => {
  it('puts the text before the quote the first time, and replaces only it afterwards', () => {
    const first = withOwn(outlook(QUOTE), '<p>One</p><div>nested</div>', true)
    expect(first).toBe(outlook(`<div id="tandem-text"><p>One</p><div>nested</div></div>${QUOTE}`))
    expect(withOwn(first, '<p>Two</p>', true)).toBe(outlook(`<div id="tandem-text"><p>Two</p></div>${QUOTE}`))
    expect(ownOf(first, true)).toBe('<p>One</p><div>nested</div>')
  })

  it('finds its element again after Outlook renamed it', () => {
    const renamed = outlook(`<div class="x" id="x_tandem-text" dir="ltr"><p>One</p></div>${QUOTE}`)
    expect(withOwn(renamed, '<p>Two</p>', true)).toBe(outlook(`<div id="tandem-text"><p>Two</p></div>${QUOTE}`))
  })

  it('takes in what was typed around the element in Outlook, not the quote', () => {
    const typed = outlook(`<div>Above</div><div id="tandem-text"><p>One</p></div><div>Below</div>${QUOTE}`)
    expect(ownOf(typed, true)).toBe('<div>Above</div><p>One</p><div>Below</div>')
  })

  it('takes a draft that Outlook began', () => {
    expect(ownOf(outlook('<div>Mine</div><div id="appendonsend"></div>rest'), true)).toBe('<div>Mine</div>')
    expect(ownOf(outlook('Mine'), false)).toBe('Mine')
    expect(ownOf('Mine<blockquote type="cite">theirs</blockquote>', true)).toBe('Mine')
    expect(ownOf('Mine<div class="gmail_quote">theirs</div>', true)).toBe('Mine')
    expect(withOwn('', '<p>x</p>', false)).toBe('<div id="tandem-text"><p>x</p></div>')
  })

  it('never reads a quoted mail without marks as the person’s own', () => {
    expect(ownOf(outlook('<div id="tandem-text">Mine</div><div>theirs</div>'), true)).toBe('Mine')
    expect(ownOf(outlook('theirs'), true)).toBe('')
    const once = withOwn(outlook('<div>theirs</div>'), 'Mine', true)
    expect(withOwn(once, 'Yours', true)).toBe(outlook('<div id="tandem-text">Yours</div><div>theirs</div>'))
    expect(withOwn(outlook('Mine in Outlook'), 'Taken over', false)).toBe(
      outlook('<div id="tandem-text">Taken over</div>'),
    )
  })

  it('takes no element of a quoted mail for the person’s own, though that mail was written in Tandem', () => {
    const tandems = `${QUOTE}<div><div id="tandem-text"><p>Theirs</p></div><div>more of theirs</div></div>`
    expect(ownOf(outlook(tandems), true)).toBe('')
    expect(quoteOf(outlook(tandems), true)).toBe(tandems)
    const first = withOwn(outlook(tandems), '<p>Mine</p>', true)
    expect(first).toBe(outlook(`<div id="tandem-text"><p>Mine</p></div>${tandems}`))
    expect(ownOf(first, true)).toBe('<p>Mine</p>')
  })

  it.each([
    ['tags that never end', '<div <hr <body <img <br <blockquote '],
    ['comments that never end', '<!--<div id="tandem-text">'],
    ['attributes without number', 'class=id=type=src='],
    ['ids renamed without end', '<div id=x_x_x_x_x_x_'],
    ['depth without end', '<x></b>'],
    ['text of all that', '<br <p <x> </b> class='],
  ])('is not held up by a mail of %s', (_what, piece) => {
    const hostile = `<div id="tandem-text"><div ${piece.repeat(1_000_000 / piece.length)}`
    const began = performance.now()
    sanitiseOwn(fromCid(ownOf(hostile, true), []))
    withOwn(hostile, '', true)
    quoteOf(hostile, true)
    textOf(hostile)
    picturesIn(hostile)
    expect(performance.now() - began).toBeLessThan(5_000)
  })

  it('shows pictures by address here and by content id there', () => {
    const id = '6f1c1a52-7d0e-4d0c-9c5e-0d6b4a1f2e33'
    const html = `<p><img src="/api/compose/attachments/${id}" alt="x" /></p>`
    expect(picturesIn(html)).toEqual([id])
    const there = toCid(html, [{ id, contentId: 'abc@tandem' }])
    expect(there).toContain('src="cid:abc@tandem"')
    expect(fromCid(there, [{ id, contentId: 'ABC@tandem' }])).toBe(html)
  })
})

describe('what the editor makes', () => {
  it('lets nothing else in', () => {
    expect(sanitiseOwn('<script>x</script><p onclick="x" style="color:red">a<b>b</b></p>')).toBe(
      '<p>a<strong>b</strong></p>',
    )
    expect(sanitiseOwn('<img src="https://tracker.example/x.gif"><img src="data:image/png;base64,AA==">')).toBe('')
    expect(sanitiseOwn('<a href="javascript:alert(1)">x</a><a href="/settings">y</a>')).toBe('<a>x</a><a>y</a>')
    expect(sanitiseOwn('<div data-signature="a1" id="q">s</div>')).toBe('<div data-signature="a1">s</div>')
    expect(sanitiseOwn('<iframe src="https://x.example"></iframe><p dir="auto">م</p>')).toBe('<p dir="auto">م</p>')
  })

  it('keeps the words, and only them, of a text that is nested to stop the server', () => {
    const words = sanitiseOwn(`${'<b>'.repeat(2000)}a<script>alert(1)</script><${'</b>'.repeat(2000)}`)
    expect(words).toMatch(/^<p>a/)
    expect(words).not.toMatch(/<(?!\/?p>)/)
    expect(sanitiseOwn('<p>x'.repeat(3000))).toBe('<p>x</p>'.repeat(3000))
  })

  it('speaks of text', () => {
    expect(textOf('<p>a &amp; b</p><p>c</p>')).toBe('a & b\nc')
    expect(htmlOf('a<b\n')).toBe('<p>a&lt;b</p><p><br></p>')
  })
})
