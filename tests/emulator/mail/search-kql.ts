// The part of KQL that mail search knows: words, phrases, prefixes, properties, AND, OR, NOT and brackets. Whatever is
// beyond it is refused, so that nobody takes a misread query for an empty result.
// Microsoft Graph: $search on messages. Microsoft Search: Keyword Query Language.

import { GraphFault } from '../seam'
import { interval, type Range, sizeRange } from './search-ranges'
import { words } from './search-words'

export const TEXT_FIELDS = [
  'subject',
  'body',
  'from',
  'to',
  'cc',
  'bcc',
  'participants',
  'recipients',
  'attachment',
] as const
export type TextField = (typeof TEXT_FIELDS)[number]

export type Query =
  | { kind: 'and' | 'or'; parts: Query[] }
  | { kind: 'not'; inner: Query }
  /** Consecutive words; the last one may be the beginning of a word. `field` null: wherever words are looked for. */
  | { kind: 'words'; field: TextField | null; words: string[]; prefix: boolean }
  | { kind: 'range'; field: 'received' | 'sent' | 'size'; range: Range }
  | { kind: 'flag'; field: 'hasAttachments' | 'isRead'; value: boolean }
  | { kind: 'is'; field: 'importance' | 'kind'; value: string }

const bad = (message: string) => new GraphFault(400, 'BadRequest', `Syntax error in the search query: ${message}`)

const KINDS = 'contacts docs email faxes im journals meetings notes posts rssfeeds tasks voicemail'.split(' ')
const NOT_KNOWN = new Set(['NEAR', 'ONEAR', 'WORDS', 'XRANK'])
const MAX_DEPTH = 50

interface Found {
  query: Query
  /** Name of the property, when the term is a plain `property:value`. */
  property: string | null
}

class Parser {
  private i = 0
  private depth = 0

  constructor(
    private readonly text: string,
    private readonly now: number,
  ) {}

  whole(): Query {
    const query = this.or(null)
    if (this.i < this.text.length) throw bad(`unexpected '${this.text.charAt(this.i)}' at position ${this.i}.`)
    return query
  }

  private space(): void {
    while (/\s/.test(this.text.charAt(this.i))) this.i++
  }

  /** Operators are written in capitals. */
  private operator(name: string): boolean {
    this.space()
    const end = this.i + name.length
    if (this.text.slice(this.i, end) !== name || !/^[\s("]?$/.test(this.text.charAt(end))) return false
    this.i = end
    return true
  }

  private or(field: TextField | null): Query {
    const parts = [this.and(field)]
    while (this.operator('OR')) parts.push(this.and(field))
    return parts.length === 1 && parts[0] ? parts[0] : { kind: 'or', parts }
  }

  private and(field: TextField | null): Query {
    const parts: Query[] = []
    // Neighbours that name the same property are alternatives: from:a from:b.
    let last: string | null = null
    for (;;) {
      const explicit = parts.length > 0 && this.operator('AND')
      this.space()
      const rest = this.text.slice(this.i)
      if (rest === '' || rest.startsWith(')') || /^OR(?=[\s("]|$)/.test(rest)) {
        if (explicit || parts.length === 0) throw bad('a term is missing.')
        break
      }
      const { query, property } = this.term(field)
      const before = parts[parts.length - 1]
      if (!explicit && before && property !== null && property === last)
        parts[parts.length - 1] = {
          kind: 'or',
          parts: before.kind === 'or' ? [...before.parts, query] : [before, query],
        }
      else parts.push(query)
      last = property
    }
    return parts.length === 1 && parts[0] ? parts[0] : { kind: 'and', parts }
  }

  private term(field: TextField | null): Found {
    if (++this.depth > MAX_DEPTH) throw bad('it is nested too deeply.')
    try {
      if (this.operator('NOT')) return { query: { kind: 'not', inner: this.term(field).query }, property: null }
      const char = this.text.charAt(this.i)
      if (char === '-' || char === '+') {
        this.i++
        const { query } = this.term(field)
        return { query: char === '-' ? { kind: 'not', inner: query } : query, property: null }
      }
      if (char === '(') return { query: this.bracket(field), property: null }
      const named = /^([A-Za-z]+)(<>|>=|<=|:|=|>|<)/.exec(this.text.slice(this.i))
      if (char !== '"' && named?.[1] && named[2]) {
        if (field) throw bad(`a property inside the brackets of ${field}.`)
        this.i += named[0].length
        return this.property(named[1].toLowerCase(), named[2])
      }
      return { query: this.plain(field), property: null }
    } finally {
      this.depth--
    }
  }

  private bracket(field: TextField | null): Query {
    this.i++
    const inner = this.or(field)
    this.space()
    if (this.text.charAt(this.i) !== ')') throw bad('a bracket is not closed.')
    this.i++
    return inner
  }

  /** A quoted text, or what stands before the next blank. */
  private value(): { text: string; quoted: boolean } {
    if (this.text.charAt(this.i) === '"') {
      const end = this.text.indexOf('"', this.i + 1)
      if (end < 0) throw bad('a quotation mark is not closed.')
      const text = this.text.slice(this.i + 1, end)
      this.i = end + 1
      return { text, quoted: true }
    }
    const [text = ''] = /^[^\s()"]*/.exec(this.text.slice(this.i)) ?? []
    this.i += text.length
    if (text === '') throw bad(`a value is missing at position ${this.i}.`)
    return { text, quoted: false }
  }

  private plain(field: TextField | null): Query {
    const { text, quoted } = this.value()
    if (!quoted && NOT_KNOWN.has(text.replace(/\(.*/, ''))) throw bad(`${text} is not supported.`)
    const prefix = !quoted && text.endsWith('*')
    if (!quoted && text.slice(0, -1).includes('*')) throw bad('an asterisk may stand only at the end of a word.')
    const found = words(text)
    if (found.length === 0) throw bad(`'${text}' holds no word.`)
    return { kind: 'words', field, words: found, prefix }
  }

  private property(name: string, operator: string): Found {
    const found = (query: Query): Found => {
      if (operator === '<>') return { query: { kind: 'not', inner: query }, property: null }
      return { query, property: name }
    }
    const equal = operator === ':' || operator === '=' || operator === '<>'
    if (name === 'received' || name === 'sent' || name === 'size') {
      const { text } = this.value()
      const range = name === 'size' ? sizeRange(text, operator) : interval(text, operator, this.now)
      if (!range) throw bad(`'${text}' is no value of ${name}.`)
      return found({ kind: 'range', field: name, range })
    }
    if (!equal) throw bad(`${name} cannot be compared with ${operator}.`)
    if (name === 'hasattachment' || name === 'hasattachments' || name === 'isread') {
      const text = this.value().text.toLowerCase()
      if (text !== 'true' && text !== 'false') throw bad(`'${text}' is no value of ${name}.`)
      return found({ kind: 'flag', field: name === 'isread' ? 'isRead' : 'hasAttachments', value: text === 'true' })
    }
    if (name === 'importance' || name === 'kind') {
      const text = this.value().text.toLowerCase()
      const allowed = name === 'kind' ? KINDS : ['low', 'medium', 'normal', 'high']
      if (!allowed.includes(text)) throw bad(`'${text}' is no value of ${name}.`)
      return found({ kind: 'is', field: name, value: text === 'medium' ? 'normal' : text })
    }
    const field = TEXT_FIELDS.find((each) => each === name || `${each}s` === name)
    if (!field) throw bad(`the property '${name}' is not known.`)
    if (this.text.charAt(this.i) === '(') return { query: this.bracket(field), property: null }
    return found(this.plain(field))
  }
}

/**
 * Reads the text of a search. `now`: epoch milliseconds, for today and yesterday.
 * @throws GraphFault 400 for everything that is not understood.
 */
export function parseKql(text: string, now: number): Query {
  if (text.trim() === '') throw bad('it is empty.')
  return new Parser(text, now).whole()
}
