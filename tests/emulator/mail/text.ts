// HTML to text and back, as far as a mailbox needs it: previews, Prefer: outlook.body-content-type and quoted text.

const NAMED: Record<string, string> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: '\u00a0',
  euro: '€',
  copy: '©',
  hellip: '…',
  ndash: '–',
  mdash: '—',
  rsquo: '’',
  zwnj: '\u200c',
}

function entity(whole: string, name: string): string {
  if (name.startsWith('#')) {
    const code = /^#x/i.test(name) ? Number.parseInt(name.slice(2), 16) : Number.parseInt(name.slice(1), 10)
    return Number.isFinite(code) && code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : whole
  }
  return NAMED[name.toLowerCase()] ?? whole
}

/** Text of an HTML body: block ends become line ends, invisible parts go. */
export function htmlToText(html: string): string {
  return html
    .replace(/<!--[\s\S]*?-->/g, '')
    .replace(/<(style|script|head|title|svg|math|template)\b[\s\S]*?<\/\1\s*>/gi, '')
    .replace(/\s*\r?\n\s*/g, ' ')
    .replace(/<(br|hr)\b[^>]*>/gi, '\n')
    .replace(/<\/(p|div|h[1-6]|tr|table|ul|ol|blockquote)\s*>/gi, '\n')
    .replace(/<li\b[^>]*>/gi, '\n* ')
    .replace(/<\/?[a-z!][^>]*>/gi, '')
    .replace(/&(#x?[0-9a-f]{1,7}|[a-z]{2,8});/gi, entity)
    .replace(/[ \t]+/g, ' ')
    .replace(/ ?\n ?/g, '\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim()
}

export const escapeHtml = (text: string) =>
  text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;')

/** Paragraphs as a mail client writes them. */
export function textToHtml(text: string): string {
  const paragraphs = text.split(/\n{2,}/).map((part) => `<p>${escapeHtml(part).replace(/\n/g, '<br>')}</p>`)
  return `<html><head><meta http-equiv="Content-Type" content="text/html; charset=utf-8"></head><body>${paragraphs.join('')}</body></html>`
}

/** Microsoft Graph: bodyPreview is the first 255 characters of the text. */
export function preview(text: string): string {
  const flat = text.replace(/\s*\n\s*/g, '\r\n')
  let end = Math.min(255, flat.length)
  if (end < flat.length && /[\ud800-\udbff]/.test(flat.charAt(end - 1))) end--
  return flat.slice(0, end)
}
