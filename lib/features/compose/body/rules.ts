import sanitizeHtml from 'sanitize-html'

/** Address under which a picture of a draft is shown; the file behind it lies in Outlook. */
export const pictureUrl = (attachmentId: string): string => `/api/compose/attachments/${attachmentId}`
const PICTURE = /^\/api\/compose\/attachments\/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/i

/** Characters of own text; a mail of a person is far below it. */
export const LONGEST_HTML = 1_000_000

const SIZE = [/^\d{1,4}$/]

/** What people write, and Outlook makes of it, is nowhere near as deep. */
const MOST_DEEP = 500
const VOID = new Set(['area', 'base', 'br', 'col', 'embed', 'hr', 'img', 'input', 'link', 'meta', 'source', 'wbr'])
/** Closed by the next of their kind. */
const SIDE_BY_SIDE = new Set(['p', 'li', 'dt', 'dd', 'tr', 'td', 'th', 'option'])

/** How many elements are open at most at once: at least half of what a parser would say. Linear. */
function depthOf(html: string): number {
  const open = new Map<string, number>()
  let depth = 0
  let deepest = 0
  for (const [, slash, name = ''] of html.matchAll(/<(\/?)([a-z][^\s/<>]{0,40})/gi)) {
    const tag = name.toLowerCase()
    const many = open.get(tag) ?? 0
    if (slash ? many === 0 : VOID.has(tag) || (many > 0 && SIDE_BY_SIDE.has(tag))) continue
    open.set(tag, slash ? many - 1 : many + 1)
    depth += slash ? -1 : 1
    deepest = Math.max(deepest, depth)
  }
  return deepest
}

/**
 * What the editor makes, and nothing else: whatever came by paste, from another tab or out of Outlook. No styles, no
 * remote pictures (a reader of the draft would fetch them), links of the web, mail and telephone only.
 */
export function sanitiseOwn(html: string): string {
  // The parser's time grows with the square of the depth: a text made to stop the server keeps its words only.
  return sanitizeHtml(depthOf(html) > MOST_DEEP ? htmlOf(wordsOf(html)) : html, {
    allowedTags: [
      ...['p', 'br', 'strong', 'em', 'u', 's', 'code', 'pre', 'ul', 'ol', 'li', 'blockquote', 'a', 'img', 'div', 'hr'],
    ],
    allowedAttributes: {
      a: ['href'],
      img: ['src', 'alt', 'width', 'height'],
      div: ['data-signature'],
      ol: ['start'],
      '*': ['dir'],
    },
    allowedSchemes: ['http', 'https', 'mailto', 'tel'],
    allowProtocolRelative: false,
    nestingLimit: 100,
    transformTags: {
      b: 'strong',
      i: 'em',
      strike: 's',
      del: 's',
      ins: 'u',
      h1: 'p',
      h2: 'p',
      h3: 'p',
      h4: 'p',
      a: (tagName, { href = '' }): sanitizeHtml.Tag => ({
        tagName,
        // A relative link would lead into Tandem itself, and nowhere for who receives it.
        attribs: /^(?:https?:\/\/|mailto:|tel:)/i.test(href.trim()) ? { href: href.trim() } : {},
      }),
      img: (tagName, { src = '', alt = '', width = '', height = '' }): sanitizeHtml.Tag => ({
        tagName,
        attribs: {
          src: PICTURE.test(src) ? src : '',
          ...(alt ? { alt: alt.slice(0, 300) } : {}),
          ...Object.fromEntries(
            Object.entries({ width, height }).filter(([, value]) => SIZE.some((size) => size.test(value))),
          ),
        },
      }),
      div: (tagName, attribs): sanitizeHtml.Tag => ({
        tagName,
        attribs: {
          ...(/^[0-9a-f-]{1,40}$/i.test(attribs['data-signature'] ?? '')
            ? { 'data-signature': attribs['data-signature'] ?? '' }
            : {}),
          ...(attribs.dir ? { dir: attribs.dir } : {}),
        },
      }),
    },
    exclusiveFilter: ({ tag, attribs }) => tag === 'img' && !attribs.src,
  })
}

/** Ids of the pictures that stand in a text. */
export const picturesIn = (html: string): string[] => [
  ...new Set(
    [...html.matchAll(/<img\b[^<>]*?\bsrc="([^"]*)"/gi)].flatMap(([, src]) => {
      const id = PICTURE.exec(src ?? '')?.[1]
      return id ? [id.toLowerCase()] : []
    }),
  ),
]

/** Plain text of HTML, for questions such as "does it speak of an attachment". Not to be shown as HTML. */
export const textOf = (html: string): string =>
  wordsOf(html)
    .replaceAll('&nbsp;', ' ')
    .replaceAll('&quot;', '"')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&')
    .trim()

/** HTML without its tags. Linear, whatever somebody made of it. */
const wordsOf = (html: string): string =>
  html.replace(/<(?:br|\/p|\/div|\/li)\b[^<>]*>/gi, '\n').replace(/<[^<>]*>/g, '')

/** Plain text as HTML lines. */
export const htmlOf = (text: string): string =>
  text
    .split(/\r?\n/)
    .map((line) => {
      const safe = line.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
      return `<p>${safe === '' ? '<br>' : safe}</p>`
    })
    .join('')
