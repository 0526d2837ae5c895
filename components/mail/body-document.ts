/**
 * Makes the document of a mail's frame. The HTML was sanitised on the server; the frame has no scripts and a policy of
 * its own; this is the third wall, and what makes the text fit in. Needs a browser's DOMParser.
 */

import { isLostInTheDark, litUp } from './ink'

type BodyInput = {
  html: string
  pictures: boolean
  lang?: string
  /** Tokens and faces of the page, as CSS. */
  look: { ink: string; ink3: string; link: string; line: string; font: string; faces: string; scheme: 'light' | 'dark' }
  words: { quoted: string }
}

const forbidden =
  'script, iframe, frame, frameset, object, embed, applet, form, input, button, select, textarea, base, meta, link, audio, video, source'
const quotes =
  '#appendonsend, #divRplyFwdMsg, [id$="_divRplyFwdMsg"], .gmail_quote, .gmail_quote_container, .yahoo_quoted, .protonmail_quote, .moz-cite-prefix, blockquote[type="cite"]'
const ownPicture = /^(?:data:image\/(?:png|gif|jpe?g|webp|bmp);|\/api\/mail\/)/i
const black =
  /^(?:black|windowtext|#0{3}(?:0{3})?|#[0-3][0-9a-f][0-3][0-9a-f][0-3][0-9a-f]|rgba?\(\s*([0-5]?\d)\s*,\s*([0-5]?\d)\s*,\s*([0-6]?\d)\s*(?:,\s*1\s*)?\))$/i
const noGround =
  /^(?:|initial|inherit|none|transparent|white|window|#f{3}(?:f{3})?|rgba?\(\s*255\s*,\s*255\s*,\s*255\s*(?:,[^)]*)?\)|rgba\([^)]*,\s*0\s*\))$/i

/** Links open in a new tab and tell nobody where from; other kinds than web, mail and phone lose their address. */
function tameLinks(doc: Document): void {
  for (const link of doc.querySelectorAll<HTMLElement>('a, area')) {
    const href = link.getAttribute('href')?.trim() ?? ''
    if (!/^(?:https?:|mailto:|tel:)/i.test(href)) link.removeAttribute('href')
    link.setAttribute('target', '_blank')
    link.setAttribute('rel', 'noopener noreferrer')
  }
}

function tamePictures(doc: Document, pictures: boolean): void {
  for (const picture of doc.querySelectorAll<HTMLElement>('img')) {
    picture.removeAttribute('srcset')
    const held = picture.getAttribute('data-src')?.trim() ?? ''
    const own = picture.getAttribute('src')?.trim() ?? ''
    if (held && pictures && /^https:/i.test(held)) picture.setAttribute('src', held)
    else if (own && !ownPicture.test(own)) picture.removeAttribute('src')
    picture.setAttribute('referrerpolicy', 'no-referrer')
    if (picture.getAttribute('src')) continue
    // What was held back leaves its words, not a broken frame.
    const alt = doc.createElement('span')
    alt.className = 'tandem-picture'
    alt.textContent = picture.getAttribute('alt')
    if (alt.textContent?.trim()) picture.replaceWith(alt)
    else picture.remove()
  }
}

/** True if the mail brings its own grounds, so that it must be shown on white paper, as its maker saw it. */
function isDesigned(doc: Document): boolean {
  if (/background(?:-color)?\s*:/i.test([...doc.querySelectorAll('style')].map((style) => style.textContent).join(' ')))
    return true
  for (const element of doc.querySelectorAll<HTMLElement>('[bgcolor], [background], [style*="background"]')) {
    const ground = element.getAttribute('bgcolor')?.trim() ?? ''
    if (!noGround.test(ground) || !noGround.test(element.style.backgroundColor.trim())) return true
    if (element.getAttribute('background') || /url\(/i.test(element.style.backgroundImage)) return true
  }
  return false
}

/** Written black on nothing is meant as "the usual ink"; other dark ink keeps its hue and is lit up in the dark. */
function freeInk(doc: Document, dark: boolean): void {
  for (const element of doc.querySelectorAll<HTMLElement>('[style], [color], [text], [bgcolor]')) {
    const ink = element.style.color.trim() || (element.getAttribute('color')?.trim() ?? '')
    const lit = dark && !black.test(ink) && isLostInTheDark(ink)
    if (lit || black.test(ink)) {
      element.style.removeProperty('color')
      element.removeAttribute('color')
    }
    element.style.removeProperty('background-color')
    element.removeAttribute('bgcolor')
    element.removeAttribute('text')
    if (lit) element.setAttribute('style', `${element.getAttribute('style') ?? ''};color:${litUp(ink)}`)
  }
}

/** Folds what was quoted below the answer. A mail that is nothing but a quotation stays open, one in tables too. */
function foldQuoted(doc: Document, label: string): void {
  const start =
    doc.body.querySelector(quotes) ?? [...doc.body.children].findLast((child) => child.matches('blockquote'))
  if (!start || start.closest('table')) return
  const quoted: Node[] = []
  for (let level: Node | null = start; level && level !== doc.body; level = level.parentNode) {
    // Of the levels above only what follows: they hold the answer, too.
    let next: Node | null = level === start ? start : level.nextSibling
    for (; next; next = next.nextSibling) quoted.push(next)
  }
  const fold = doc.createElement('details')
  const summary = doc.createElement('summary')
  summary.textContent = label
  fold.className = 'tandem-quoted'
  const rest = doc.createElement('div')
  rest.append(...quoted)
  const answer = doc.body.textContent ?? ''
  if (!/\S/.test(answer)) {
    doc.body.append(...rest.childNodes)
    return
  }
  fold.append(summary, rest)
  doc.body.append(fold)
}

const escapeHtml = (text: string) => text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`)

/** The frame's whole document, and whether it needs white paper. */
export function bodyDocument({ html, pictures, lang, look, words }: BodyInput): { source: string; designed: boolean } {
  const doc = new DOMParser().parseFromString(html, 'text/html')
  for (const element of doc.querySelectorAll(forbidden)) element.remove()
  tameLinks(doc)
  tamePictures(doc, pictures)
  const designed = isDesigned(doc)
  if (!designed) freeInk(doc, look.scheme === 'dark')
  foldQuoted(doc, words.quoted)

  const styles = [...doc.querySelectorAll('style')].map((style) => style.textContent ?? '')
  for (const style of doc.querySelectorAll('style')) style.remove()
  const scheme = designed ? 'light' : look.scheme
  const policy = `default-src 'none'; img-src 'self' data:${pictures ? ' https:' : ''}; style-src 'unsafe-inline'; font-src 'self'; form-action 'none'`
  const base = `
${look.faces}
:root{color-scheme:${scheme};--ink:${look.ink};--ink-3:${look.ink3};--link:${look.link};--line:${look.line}}
html{overflow:hidden;background:transparent}
body{margin:0;display:flow-root;overflow:auto hidden;font:430 15px/24px ${look.font};word-spacing:.04em;overflow-wrap:break-word;-webkit-font-smoothing:antialiased;${
    designed ? 'background:#fff;color:#1b2a30;padding:16px;border-radius:10px' : 'color:var(--ink)'
  }}
p{margin:0 0 10px}img{max-width:100%;height:auto}table{max-width:100%}pre{white-space:pre-wrap}
a{color:${designed ? '#05606b' : 'var(--link)'};text-underline-offset:3px}
blockquote{margin:0 0 10px;padding-left:14px;border-left:2px solid ${designed ? '#d5dfe0' : 'var(--line)'}}
details.tandem-quoted{margin-top:12px}.tandem-picture{opacity:.75;font-style:italic}
details.tandem-quoted>summary{display:inline-flex;list-style:none;cursor:pointer;font:550 12px/24px ${look.font};padding:0 10px;border-radius:12px;color:${
    designed ? '#05606b' : 'var(--link)'
  };border:1px solid ${designed ? '#d5dfe0' : 'var(--line)'}}
details.tandem-quoted>summary::-webkit-details-marker{display:none}
details.tandem-quoted[open]>summary{margin-bottom:12px}
:focus-visible{outline:2px solid var(--link);outline-offset:2px}`
  const source = `<!doctype html><html lang="${escapeHtml(lang ?? '')}" dir="auto"><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="${policy}"><meta name="referrer" content="no-referrer"><style>${clean(base)}</style><style>${styles.map(clean).join('\n')}</style></head><body data-tandem dir="auto">${doc.body.innerHTML}</body></html>`
  return { source, designed }
}

/** A style sheet cannot end its own element. */
function clean(css: string): string {
  return css.replace(/<\/?style/gi, '')
}
