// Does a message match a search? Heads are read first; a body is made only if nothing else decides.

import { bytesIn } from './attachments-bytes'
import type { Address, Body, Head } from './content'
import type { Item } from './item'
import type { Renderer } from './render'
import type { Query, TextField } from './search-kql'
import { foldText } from './search-words'
import { htmlToText } from './text'

/** One message while it is looked at: every text is folded once. */
class Subject {
  private readonly folded = new Map<TextField, string>()
  private madeBody: Body | null = null
  readonly head: Head

  constructor(
    readonly item: Item,
    private readonly renderer: Renderer,
  ) {
    this.head = renderer.head(item)
  }

  get body(): Body {
    this.madeBody ??= this.renderer.body(this.item)
    return this.madeBody
  }

  text(field: TextField): string {
    const known = this.folded.get(field)
    if (known !== undefined) return known
    const made = this.fold(field)
    this.folded.set(field, made)
    return made
  }

  private fold(field: TextField): string {
    const { head } = this
    // Texts that do not belong together are kept apart, so that no phrase spans two of them.
    const people = (...list: (Address | null)[]) =>
      list.map((each) => (each ? `${foldText(each.name)}|${foldText(each.address)}` : '')).join('|')
    switch (field) {
      case 'subject':
        return foldText(head.subject ?? '')
      case 'body':
        return foldText(this.body.type === 'html' ? htmlToText(this.body.content) : this.body.content)
      case 'from':
        return people(head.from, head.sender)
      case 'to':
        return people(...head.to)
      case 'cc':
        return people(...head.cc)
      case 'bcc':
        return people(...head.bcc)
      case 'recipients':
        return people(...head.to, ...head.cc, ...head.bcc)
      case 'participants':
        return people(head.from, head.sender, ...head.to, ...head.cc, ...head.bcc)
      case 'attachment':
        return head.hasAttachments || this.item.content.kind === 'stored'
          ? this.body.attachments.map(({ name }) => foldText(name)).join('|')
          : ''
    }
  }

  get size(): number {
    return this.body.content.length + this.body.attachments.reduce((sum, each) => sum + bytesIn(each), 0)
  }
}

const EVERYWHERE: readonly TextField[] = ['subject', 'participants', 'attachment', 'body']

function test(query: Query, subject: Subject): boolean {
  switch (query.kind) {
    case 'and':
      return query.parts.every((part) => test(part, subject))
    case 'or':
      return query.parts.some((part) => test(part, subject))
    case 'not':
      return !test(query.inner, subject)
    case 'words': {
      const phrase = ` ${query.words.join(' ')}${query.prefix ? '' : ' '}`
      return (query.field ? [query.field] : EVERYWHERE).some((field) => subject.text(field).includes(phrase))
    }
    case 'range': {
      const { received } = subject.item
      const value = query.field === 'size' ? subject.size : query.field === 'sent' ? subject.head.sentAt : received
      return value >= query.range.from && value < query.range.to
    }
    case 'flag':
      return (query.field === 'isRead' ? subject.item.isRead : subject.head.hasAttachments) === query.value
    case 'is':
      if (query.field === 'importance') return subject.item.importance === query.value
      return query.value === (subject.head.meeting ? 'meetings' : 'email')
  }
}

/** True if the message matches. */
export const matches = (query: Query, item: Item, renderer: Renderer): boolean =>
  test(query, new Subject(item, renderer))
