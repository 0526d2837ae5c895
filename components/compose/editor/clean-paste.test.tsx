import { describe, expect, it } from 'vitest'
import { cleanPaste } from './clean-paste'

const flat = (html: string) => cleanPaste(html).replace(/\s+/g, ' ').replace(/> </g, '><').trim()

describe('what is pasted', () => {
  it('loses the looks and the rubbish of Word and keeps bold, lists and links', () => {
    const word = `<html xmlns:o="urn:x"><head><style>p{margin:0}</style></head><body><!--StartFragment-->
      <p class="MsoNormal" style="color:red">Dear <b>Amara</b><o:p></o:p></p>
      <p class="MsoListParagraphCxSpFirst" style="mso-list:l0 level1 lfo1"><span style="mso-list:Ignore">·<span>   </span></span>One</p>
      <p class="MsoListParagraphCxSpLast" style="mso-list:l0 level1 lfo1"><span style="mso-list:Ignore">·</span>Two</p>
      <p class="MsoListParagraph" style="mso-list:l1"><span style="mso-list:Ignore">1.</span>First</p>
      <p><a href="https://b.example" style="x:y">here</a></p><!--EndFragment--></body></html>`
    const out = flat(word)
    expect(out).toContain('<p>Dear <b>Amara</b></p>')
    expect(out).toContain('<ul><li>One</li><li>Two</li></ul>')
    expect(out).toContain('<ol><li>First</li></ol>')
    expect(out).toContain('<a href="https://b.example">here</a>')
    expect(out).not.toMatch(/mso|style|class|<!--/i)
  })

  it('takes the styles of Google Docs for what they mean', () => {
    const out = flat(
      '<b style="font-weight:normal"><p><span style="font-weight:700">Bold</span> <span style="font-style:italic">it</span></p></b>',
    )
    expect(out).toContain('<strong>Bold</strong>')
    expect(out).toContain('<em>it</em>')
    expect(out).not.toContain('<b>')
  })

  it('brings no foreign pictures, scripts or frames, and no headings', () => {
    const out = flat(
      '<h1>Head</h1><script>alert(1)</script><object data="/x"></object><img src="https://spy.example/p.gif"><img src="/api/compose/attachments/1">',
    )
    expect(out).toBe('<p><strong>Head</strong></p><img src="/api/compose/attachments/1">')
  })

  it('makes lines of tables', () => {
    expect(flat('<table><tbody><tr><td>a</td><td>b</td></tr></tbody></table>')).toContain('<p>a b</p>')
  })
})
