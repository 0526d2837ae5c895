import { describe, expect, it } from 'vitest'
import { bodyDocument } from './body-document'

const look = {
  ink: '#123',
  ink3: '#456',
  link: '#056',
  line: '#ddd',
  font: 'sans-serif',
  faces: '',
  scheme: 'dark' as const,
}
const make = (html: string, pictures = false) =>
  bodyDocument({ html, pictures, look, words: { quoted: 'Earlier text' } })
const body = (html: string, pictures = false) =>
  new DOMParser().parseFromString(make(html, pictures).source, 'text/html').body

describe('the document of a mail', () => {
  it('asks nobody outside for anything before consent', () => {
    const html =
      '<p>Hi</p><img data-src="https://spy.test/a.png" alt="Logo"><img src="https://spy.test/b.png" alt="x"><img src="//spy.test/c" alt="y">'
    const { source } = make(html)
    expect(source).toContain("default-src 'none'; img-src 'self' data:;")
    expect(body(html).querySelector('img')).toBeNull()
    expect(source).not.toContain('spy.test')
    expect(body(html).textContent).toContain('Logo')
  })

  it('shows pictures of the web once asked, over https only', () => {
    const shown = body(
      '<img data-src="https://a.test/1.png" alt="1"><img data-src="http://a.test/2.png" alt="2">',
      true,
    )
    expect([...shown.querySelectorAll('img')].map((img) => img.getAttribute('src'))).toEqual(['https://a.test/1.png'])
    expect(make('', true).source).toContain("img-src 'self' data: https:;")
  })

  it('lets no picture call another of our own routes', () => {
    const shown = body('<img src="/api/auth/signout" alt="a"><img src="/api/mail/messages/1/attachments/2" alt="b">')
    expect([...shown.querySelectorAll('img')].map((img) => img.getAttribute('src'))).toEqual([
      '/api/mail/messages/1/attachments/2',
    ])
  })

  it('has no scripts, forms, frames or plug-ins, even if the server missed them', () => {
    const html =
      '<script>1</script><embed src="x"><form action="/x"><input></form><object></object><base href="//e.test">Text'
    expect(body(html).querySelector('script, embed, form, input, object, base')).toBeNull()
    expect(body(html).textContent).toContain('Text')
  })

  it('opens links in a new tab that knows nothing of Tandem, and drops other kinds', () => {
    const links = [
      ...body('<a href="https://a.test">a</a><a href="javascript:1">b</a><a href="/inbox">c</a>').querySelectorAll('a'),
    ]
    expect(links.map((link) => link.getAttribute('href'))).toEqual(['https://a.test', null, null])
    expect(links.every((link) => link.rel === 'noopener noreferrer' && link.target === '_blank')).toBe(true)
  })

  it('folds the quoted part below an answer, and nothing of a mere quotation', () => {
    const answer = body('<p>Yes.</p><div class="gmail_quote">On Monday <p>Old</p></div><p>footer</p>')
    expect(answer.querySelector('details > summary')?.textContent).toBe('Earlier text')
    expect(answer.querySelector('details')?.textContent).toContain('footer')
    expect(body('<div class="gmail_quote">All of it</div>').querySelector('details')).toBeNull()
  })

  it('lets plain black text take the theme’s ink, and gives designed mail white paper', () => {
    const plain = make('<p style="color:#000000">Hello</p><font color="black">you</font>')
    expect(plain.designed).toBe(false)
    expect(plain.source).not.toMatch(/#000000|color="black"/)
    expect(plain.source).toContain('color-scheme:dark')
    const designed = make('<table bgcolor="#0a4b78"><tr><td>Offer</td></tr></table>')
    expect(designed.designed).toBe(true)
    expect(designed.source).toContain('color-scheme:light')
  })

  it('lights dark ink up on the dark sheet, with its hue, and leaves it alone on the light one', () => {
    const html =
      '<p style="color:#1f497d;margin:4px">Blue</p><font color="#800000">Red</font><b style="color:orange">!</b>'
    const [blue, red, orange] = body(html).children
    expect(blue?.getAttribute('style')).toMatch(/margin: ?4px;.*color: ?oklch\(from #1f497d/)
    expect(red?.getAttribute('style')).toContain('oklch(from #800000')
    expect(orange?.getAttribute('style')).toMatch(/color: ?orange/)
    const light = bodyDocument({ html, pictures: false, look: { ...look, scheme: 'light' }, words: { quoted: '' } })
    expect(light.source).not.toContain('oklch(from')
    expect(light.source).toContain('color="#800000"')
  })

  it('lets no style sheet break out of its element', () => {
    const { source } = make('<style>p{}</style><p>Hi</p>')
    expect(source.match(/<\/style>/g)?.length).toBe(2)
  })
})
