import sanitizeHtml from 'sanitize-html'

/** A mail's HTML with everything gone that could run, load or lead astray; remote pictures wait in `data-src`. */
export interface SanitisedBody {
  html: string
  /** Pictures on other hosts, held back until the person asks for them (R18). */
  remoteImages: number
}

const COLOUR = [/^#[0-9a-f]{3,8}$/i, /^rgba?\([\d\s,.%/]+\)$/i, /^hsla?\([\d\s,.%/deg]+\)$/i, /^[a-z]{3,20}$/i]
const LENGTH = [/^-?\d{1,4}(?:\.\d+)?(?:px|pt|em|rem|%|ex|ch)?$/i, /^auto$/i, /^0$/]
const LENGTHS = [/^(?:-?\d{1,4}(?:\.\d+)?(?:px|pt|em|rem|%)?\s*|auto\s*){1,4}$/i]
const WORD = [/^[a-z-]{1,30}$/i]
const BORDER = [/^[\w\s#(),.%-]{1,60}$/]

// Nothing that can position over the frame, fetch (url, image-set) or compute (expression): allowed, not forbidden.
const STYLES = {
  color: COLOUR,
  'background-color': COLOUR,
  // Plain colours only: a ground that goes while its white text stays would hide the text.
  background: COLOUR,
  'text-align': WORD,
  'text-decoration': [/^[a-z\s-]{1,40}$/i],
  'text-transform': WORD,
  'font-family': [/^[\w\s,'"-]{1,200}$/],
  'font-size': [...LENGTH, ...WORD],
  'font-style': WORD,
  'font-weight': [/^(?:[1-9]00|bold|bolder|lighter|normal)$/i],
  'line-height': LENGTH,
  'letter-spacing': LENGTH,
  'white-space': WORD,
  'word-break': WORD,
  'vertical-align': [...LENGTH, ...WORD],
  direction: [/^(?:ltr|rtl)$/i],
  width: LENGTH,
  'max-width': LENGTH,
  'min-width': LENGTH,
  height: LENGTH,
  'max-height': LENGTH,
  margin: LENGTHS,
  'margin-top': LENGTH,
  'margin-right': LENGTH,
  'margin-bottom': LENGTH,
  'margin-left': LENGTH,
  padding: LENGTHS,
  'padding-top': LENGTH,
  'padding-right': LENGTH,
  'padding-bottom': LENGTH,
  'padding-left': LENGTH,
  border: BORDER,
  'border-top': BORDER,
  'border-right': BORDER,
  'border-bottom': BORDER,
  'border-left': BORDER,
  'border-collapse': WORD,
  'border-spacing': LENGTHS,
  'border-radius': LENGTHS,
  display: [/^(?:block|inline|inline-block|none|table|table-cell|table-row|list-item)$/i],
  'list-style-type': WORD,
}

const TAGS = [
  ...['a', 'abbr', 'address', 'b', 'bdi', 'bdo', 'big', 'blockquote', 'br', 'caption', 'center', 'cite', 'code', 'col'],
  ...['colgroup', 'dd', 'del', 'dfn', 'div', 'dl', 'dt', 'em', 'figcaption', 'figure', 'font', 'h1', 'h2', 'h3', 'h4'],
  ...['h5', 'h6', 'hr', 'i', 'img', 'ins', 'kbd', 'li', 'mark', 'ol', 'p', 'pre', 'q', 'rp', 'rt', 'ruby', 's', 'samp'],
  ...['small', 'span', 'strike', 'strong', 'sub', 'sup', 'table', 'tbody', 'td', 'tfoot', 'th', 'thead', 'time', 'tr'],
  ...['tt', 'u', 'ul', 'var', 'wbr'],
]

const DATA_IMAGE = /^data:image\/(?:png|gif|jpe?g|webp);base64,[a-z0-9+/=\s]+$/i
const CONTENT_ID = /^cid:(.+)$/i

/** Longer bodies are cut: parsing them would hold up everybody else. Gmail shows 0.1 MB. */
const MOST_LETTERS = 2_000_000
/** Elements looked at. The parser's time grows with the square of the depth, so a hostile mail could stop the server. */
const MOST_TAGS = 15_000
const CUT = '<p>This message is very long. Open it in Outlook to read the rest.</p>'

/** The part of a body that is parsed. Linear in the length. */
function withinLimits(html: string): string {
  const part = html.slice(0, MOST_LETTERS)
  let tags = 0
  for (const { index } of part.matchAll(/<[a-z]/gi)) if (++tags > MOST_TAGS) return part.slice(0, index)
  return part
}

/**
 * Makes a mail's HTML safe to show. Allow-list of tags, attributes and style values; no forms, frames, scripts, SVG,
 * MathML or style sheets; links only http, https, mailto and tel.
 * @param inlineUrl address on this origin of an inline picture by its content id, or null
 */
export function sanitiseBody(html: string, inlineUrl: (contentId: string) => string | null): SanitisedBody {
  let remoteImages = 0
  const part = withinLimits(html)
  const safe = sanitizeHtml(part, {
    allowedTags: TAGS,
    nonTextTags: ['script', 'style', 'textarea', 'option', 'noscript', 'title', 'template', 'svg', 'math', 'iframe'],
    allowedAttributes: {
      '*': ['style', 'dir', 'lang', 'title', 'align', 'valign', 'width', 'height', 'bgcolor'],
      a: ['href', 'name', 'rel', 'target'],
      img: ['src', 'data-src', 'alt'],
      blockquote: ['type', 'class'],
      // The marks by which mail programs set off what they quote; any other id or class could meet one of ours.
      div: ['class', { name: 'id', values: ['divRplyFwdMsg', 'appendonsend'] }],
      td: ['colspan', 'rowspan', 'nowrap'],
      th: ['colspan', 'rowspan', 'scope', 'nowrap'],
      table: ['border', 'cellpadding', 'cellspacing', 'role'],
      font: ['color', 'face', 'size'],
      ol: ['start', 'type'],
      col: ['span'],
      time: ['datetime'],
    },
    allowedClasses: {
      div: ['gmail_quote', 'yahoo_quoted', 'protonmail_quote', 'moz-cite-prefix'],
      blockquote: ['gmail_quote'],
    },
    allowedStyles: { '*': STYLES },
    allowedSchemes: ['http', 'https', 'mailto', 'tel'],
    allowedSchemesByTag: { img: ['http', 'https', 'data'] },
    allowProtocolRelative: false,
    nestingLimit: 250,
    transformTags: {
      // A page colour belongs to the mail's design; a body without one is left out.
      body: (tagName, { style = '', bgcolor = '' }): sanitizeHtml.Tag =>
        bgcolor || /background/i.test(style)
          ? { tagName: 'div', attribs: { style, bgcolor } }
          : { tagName, attribs: {} },
      a: (tagName, { href = '', name = '', style = '', title = '' }) => {
        const kept: sanitizeHtml.Attributes = { style, title }
        // A relative link would lead into Tandem itself.
        if (!/^(?:https?:\/\/|mailto:|tel:)/i.test(href.trim())) return { tagName, attribs: { ...kept, name } }
        return {
          tagName,
          attribs: { ...kept, href: href.trim(), target: '_blank', rel: 'noopener noreferrer nofollow' },
        }
      },
      img: (tagName, { src = '', style = '', alt = '', width = '', height = '' }) => {
        const kept = Object.fromEntries(Object.entries({ style, alt, width, height }).filter(([, value]) => value))
        const inline = CONTENT_ID.exec(src.trim())
        if (inline?.[1]) {
          const url = inlineUrl(decodeCid(inline[1]))
          return { tagName, attribs: url ? { ...kept, src: url } : kept }
        }
        if (DATA_IMAGE.test(src.trim())) return { tagName, attribs: { ...kept, src } }
        if (/^https?:\/\//i.test(src.trim())) {
          remoteImages++
          return { tagName, attribs: { ...kept, 'data-src': src.trim() } }
        }
        return { tagName, attribs: kept }
      },
    },
  })
  return { html: part.length < html.length ? safe + CUT : safe, remoteImages }
}

function decodeCid(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
