// Parser for the part of OData's $filter that Exchange answers: comparisons, and/or/not, contains, startsWith, endsWith
// and any() over collections. Names are checked by the caller's property table.

import { GraphFault } from '../seam'

export type Literal = {
  kind: 'string' | 'number' | 'boolean' | 'date' | 'null'
  value: string | number | boolean | null
}
export type Comparison = 'eq' | 'ne' | 'gt' | 'ge' | 'lt' | 'le'
export type TextFunction = 'contains' | 'startswith' | 'endswith'

export type Expression =
  | { kind: 'and' | 'or'; left: Expression; right: Expression }
  | { kind: 'not'; inner: Expression }
  | { kind: 'compare'; path: string; operator: Comparison; value: Literal }
  | { kind: 'text'; name: TextFunction; path: string; value: string }
  | { kind: 'flag'; path: string }
  | { kind: 'any'; path: string; variable: string; inner: Expression }

type Token = { kind: 'word' | 'punct' | 'literal'; text: string; literal?: Literal; at: number }

const fail = (message: string) => new GraphFault(400, 'BadRequest', `Invalid filter clause: ${message}`)

const DATE = /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)?)?$/

function literalOf(word: string): Literal | null {
  if (word === 'true' || word === 'false') return { kind: 'boolean', value: word === 'true' }
  if (word === 'null') return { kind: 'null', value: null }
  if (/^-?\d+(\.\d+)?$/.test(word)) return { kind: 'number', value: Number(word) }
  if (DATE.test(word)) {
    const at = Date.parse(/[TZ]/.test(word) && !/(Z|[+-]\d\d:\d\d)$/.test(word) ? `${word}Z` : word)
    if (Number.isNaN(at)) throw fail(`unrecognised date ${word}`)
    return { kind: 'date', value: at }
  }
  return null
}

function tokenize(text: string): Token[] {
  const tokens: Token[] = []
  let i = 0
  while (i < text.length) {
    const char = text.charAt(i)
    if (/\s/.test(char)) {
      i++
    } else if (char === "'") {
      let value = ''
      const at = i++
      for (;;) {
        if (i >= text.length) throw fail(`unterminated string literal at position ${at}`)
        if (text.charAt(i) === "'") {
          if (text.charAt(i + 1) !== "'") break
          i++
        }
        value += text.charAt(i++)
      }
      i++
      tokens.push({ kind: 'literal', text: value, literal: { kind: 'string', value }, at })
    } else if ('(),'.includes(char)) {
      tokens.push({ kind: 'punct', text: char, at: i++ })
    } else {
      const match = /^[^\s'(),]+/.exec(text.slice(i))
      const word = match ? match[0] : char
      // `c:c` of a lambda is three tokens; times keep their colons.
      const lambda = /^([A-Za-z_]\w*):(.*)$/.exec(word)
      if (lambda && !DATE.test(word)) {
        tokens.push({ kind: 'word', text: lambda[1] ?? '', at: i }, { kind: 'punct', text: ':', at: i })
        i += (lambda[1] ?? '').length + 1
      } else {
        const literal = literalOf(word)
        tokens.push(literal ? { kind: 'literal', text: word, literal, at: i } : { kind: 'word', text: word, at: i })
        i += word.length
      }
    }
  }
  return tokens
}

class Parser {
  private i = 0
  private depth = 0
  constructor(private readonly tokens: Token[]) {}

  whole(): Expression {
    const expression = this.or()
    const rest = this.tokens[this.i]
    if (rest) throw fail(`syntax error at position ${rest.at} ('${rest.text}')`)
    return expression
  }

  private peek(text: string, ahead = 0): boolean {
    const token = this.tokens[this.i + ahead]
    return token !== undefined && token.kind !== 'literal' && token.text.toLowerCase() === text
  }

  private take(kind: Token['kind'], text?: string): Token {
    const token = this.tokens[this.i++]
    if (!token) throw fail('unexpected end')
    if (token.kind !== kind || (text !== undefined && token.text !== text)) {
      throw fail(`syntax error at position ${token.at} ('${token.text}')`)
    }
    return token
  }

  private or(): Expression {
    let left = this.and()
    while (this.peek('or')) {
      this.i++
      left = { kind: 'or', left, right: this.and() }
    }
    return left
  }

  private and(): Expression {
    let left = this.unary()
    while (this.peek('and')) {
      this.i++
      left = { kind: 'and', left, right: this.unary() }
    }
    return left
  }

  private unary(): Expression {
    if (++this.depth > 100) throw fail('nested too deeply')
    try {
      if (this.peek('not')) {
        this.i++
        return { kind: 'not', inner: this.unary() }
      }
      if (this.peek('(')) {
        this.i++
        const inner = this.or()
        this.take('punct', ')')
        return inner
      }
      return this.predicate()
    } finally {
      this.depth--
    }
  }

  private predicate(): Expression {
    const name = this.take('word').text
    if (this.peek('(')) return this.call(name)
    const operator = this.tokens[this.i]?.text.toLowerCase() ?? ''
    if (!/^(eq|ne|gt|ge|lt|le)$/.test(operator)) return { kind: 'flag', path: name }
    this.i++
    const { literal } = this.take('literal')
    if (!literal) throw fail('literal expected')
    return { kind: 'compare', path: name, operator: operator as Comparison, value: literal }
  }

  private call(name: string): Expression {
    this.take('punct', '(')
    const any = /^(.+)\/any$/i.exec(name)
    if (any) {
      const variable = this.take('word').text
      this.take('punct', ':')
      const inner = this.or()
      this.take('punct', ')')
      return { kind: 'any', path: any[1] ?? '', variable, inner }
    }
    const lower = name.toLowerCase()
    if (lower !== 'contains' && lower !== 'startswith' && lower !== 'endswith') throw fail(`unknown function '${name}'`)
    const path = this.take('word').text
    this.take('punct', ',')
    const { literal } = this.take('literal')
    if (typeof literal?.value !== 'string') throw fail(`${name} takes a string`)
    this.take('punct', ')')
    // `contains(a,'b') eq true` is common and means the same.
    if (this.peek('eq')) {
      this.i++
      if (this.take('literal').literal?.value !== true) throw fail(`${name} can be compared with true only`)
    }
    return { kind: 'text', name: lower, path, value: literal.value }
  }
}

/** Parses `text`. @throws GraphFault 400 on a syntax error. */
export function parseFilter(text: string): Expression {
  return new Parser(tokenize(text)).whole()
}

/** Property paths in the order in which they first appear (lambda bodies count as their collection). */
export function propertiesOf(expression: Expression): string[] {
  const found: string[] = []
  const visit = (node: Expression): void => {
    if (node.kind === 'and' || node.kind === 'or') {
      visit(node.left)
      visit(node.right)
    } else if (node.kind === 'not') {
      visit(node.inner)
    } else if ('path' in node && !found.includes(node.path)) {
      found.push(node.path)
    }
  }
  visit(expression)
  return found
}
