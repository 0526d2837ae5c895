import sanitizeHtml from 'sanitize-html'

/** Address under which a picture of a draft is shown; the file behind it lies in Outlook. */
export const pictureUrl = (attachmentId: string): string => `/api/compose/attachments/${attachmentId}`
const PICTURE = /^\/api\/compose\/attachments\/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/i

/** Characters of own text; a mail of a person is far below it. */
export const LONGEST_HTML = 1_000_000

const SIZE = [/^\d{1,4}$/]

/**
 * What the editor makes, and nothing else: whatever came by paste, from another tab or out of Outlook. No styles, no
 * remote pictures (a reader of the draft would fetch them), links of the web, mail and telephone only.
 */
export function sanitiseOwn(html: string): string {
  return sanitizeHtml(html, {
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
    [...html.matchAll(/<img\b[^>]*?\bsrc="([^"]*)"/gi)].flatMap(([, src]) => {
      const id = PICTURE.exec(src ?? '')?.[1]
      return id ? [id.toLowerCase()] : []
    }),
  ),
]

/** Plain text of HTML, for questions such as "does it speak of an attachment". */
export const textOf = (html: string): string =>
  sanitizeHtml(html.replace(/<(?:br|\/p|\/div|\/li)\b[^>]*>/gi, '\n'), { allowedTags: [], allowedAttributes: {} })
    .replaceAll('&amp;', '&')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .trim()

/** Plain text as HTML lines. */
export const htmlOf = (text: string): string =>
  text
    .split(/\r?\n/)
    .map((line) => {
      const safe = line.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
      return `<p>${safe === '' ? '<br>' : safe}</p>`
    })
    .join('')
