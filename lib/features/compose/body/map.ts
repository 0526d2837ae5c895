import { pictureUrl } from './rules'

/** The element around the person's own text in Outlook's draft. Outlook on the web may put `x_` before ids. */
const OWN_ID = 'tandem-text'
const OWN_OPEN = new RegExp(`<div\\b[^<>]*\\bid=["']?(?:x_)*${OWN_ID}(?=["'\\s>])[^<>]*>`, 'i')

// The quoted mail is a stranger's: no expression here may take longer than its length asks for (a tag ends at the next
// one at the latest).

/** Where a quoted mail begins: Outlook, Outlook for the phone, Gmail, Apple and Thunderbird. */
const QUOTES = [
  /(?:<hr\b[^<>]*>\s*)?<div\b[^<>]*\bid=["']?(?:x_)*divRplyFwdMsg\b/i,
  /<div\b[^<>]*\bid=["']?(?:x_)*(?:appendonsend|mail-editor-reference-message-container)\b/i,
  /<div\b[^<>]*\bclass=["']?[^"'<>]{0,200}\bgmail_quote\b/i,
  /<blockquote\b[^<>]*\btype=["']?cite\b/i,
]

interface Split {
  /** Everything up to and with the body tag. */
  lead: string
  /** What stands between the body tag and our element. */
  before: string
  /** The content of our element; null when there is none. */
  own: string | null
  /** What stands between our element (or the body tag) and the quoted mail. */
  after: string
  quote: string
  /** The end of body and document. */
  tail: string
}

/** Takes Outlook's HTML apart by the marks that survive Exchange. */
function split(html: string): Split {
  const opened = /<body\b[^<>]*>/i.exec(html)
  const begin = opened ? opened.index + opened[0].length : 0
  const last = html.toLowerCase().lastIndexOf('</body>')
  const end = last >= begin ? last : html.length
  const inner = html.slice(begin, end)
  const lead = html.slice(0, begin)
  const tail = html.slice(end)
  const at = quoteAt(inner)
  // A quoted mail that was written in Tandem, or by somebody who wants to be taken for us, has such an element as well.
  const found = OWN_OPEN.exec(inner.slice(0, at))
  if (!found) {
    return { lead, before: '', own: null, after: inner.slice(0, at), quote: inner.slice(at), tail }
  }
  const from = found.index + found[0].length
  const closed = closingDiv(inner, from)
  const rest = inner.slice(closed.after)
  const next = quoteAt(rest)
  return {
    lead,
    before: inner.slice(0, found.index),
    own: inner.slice(from, closed.before),
    after: rest.slice(0, next),
    quote: rest.slice(next),
    tail,
  }
}

function quoteAt(html: string): number {
  return Math.min(html.length, ...QUOTES.map((mark) => mark.exec(html)?.index ?? html.length))
}

/** Where the div whose content begins at `from` ends. */
function closingDiv(html: string, from: number): { before: number; after: number } {
  const marks = /<!--|<(\/?)div\b/gi
  marks.lastIndex = from
  let depth = 1
  for (let mark = marks.exec(html); mark; mark = marks.exec(html)) {
    if (mark[0] === '<!--') {
      const end = html.indexOf('-->', mark.index + 2)
      if (end < 0) break
      marks.lastIndex = end + 3
      continue
    }
    depth += mark[1] ? -1 : 1
    if (depth > 0) continue
    const end = html.indexOf('>', mark.index)
    return { before: mark.index, after: end < 0 ? html.length : end + 1 }
  }
  return { before: html.length, after: html.length }
}

/**
 * The draft's HTML in Outlook with the person's text in its place; the quoted mail stays as Outlook has it.
 * @param answers see ownOf
 */
export function withOwn(outlook: string, own: string, answers: boolean): string {
  const { lead, after, quote, tail } = split(outlook)
  const kept = answers && quote === '' ? after : quote
  return `${lead}<div id="${OWN_ID}">${own}</div>${kept}${tail}`
}

/**
 * The person's part of Outlook's draft, as raw HTML: what stands in our element and around it.
 * @param answers a reply or forward: text without any mark below our element is then taken for the quoted mail
 */
export function ownOf(outlook: string, answers: boolean): string {
  const { before, own, after, quote } = split(outlook)
  if (own === null) return answers && quote === '' ? '' : after
  return `${before}${own}${answers && quote === '' ? '' : after}`
}

/** The quoted mail in Outlook's draft, as raw HTML; null: none. */
export function quoteOf(outlook: string, answers: boolean): string | null {
  const { own, after, quote } = split(outlook)
  const found = quote !== '' ? quote : answers && own !== null ? after : ''
  return found.trim() === '' ? null : found
}

export interface Picture {
  id: string
  contentId: string | null
}

/** Pictures by their content ids, as mail has them. */
export const toCid = (html: string, pictures: readonly Picture[]): string =>
  html.replace(/(<img\b[^<>]*?\bsrc=")\/api\/compose\/attachments\/([0-9a-f-]{36})(")/gi, (whole, open, id, close) => {
    const picture = pictures.find((each) => each.id === String(id).toLowerCase())
    return picture?.contentId ? `${open}cid:${picture.contentId}${close}` : whole
  })

/** Pictures by the addresses that show them in Tandem. */
export const fromCid = (html: string, pictures: readonly Picture[]): string =>
  html.replace(/(<img\b[^<>]*?\bsrc=)(["'])cid:([^"'<>]*)\2/gi, (whole, open, _, contentId) => {
    const wanted = decoded(String(contentId)).toLowerCase()
    const picture = pictures.find((each) => each.contentId?.toLowerCase() === wanted)
    return picture ? `${open}"${pictureUrl(picture.id)}"` : whole
  })

/** Content ids that a text shows. */
export const cidsIn = (html: string): string[] =>
  [...html.matchAll(/\bsrc=["']cid:([^"'<>]*)["']/gi)].map(([, id]) => decoded(id ?? '').toLowerCase())

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
