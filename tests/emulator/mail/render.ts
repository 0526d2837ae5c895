// Reads the content of a message, stored or generated.

import { bulkBody, bulkHead } from '../seed/bulk'
import type { Address, Body, Head } from './content'
import type { Item } from './item'

/** Who owns the mailbox: generated mail is addressed to him or her. */
export interface Renderer {
  head(item: Item): Head
  body(item: Item): Body
}

/** A renderer that keeps the last few generated heads: a list reads several properties of one message in a row. */
export function createRenderer(owner: Address): Renderer {
  let lastItem: Item | null = null
  let lastHead: Head | null = null
  return {
    head(item) {
      if (item.content.kind === 'stored') return item.content.head
      if (lastItem === item && lastHead) return lastHead
      lastHead = bulkHead(item.content, owner)
      lastItem = item
      return lastHead
    },
    body(item) {
      return item.content.kind === 'stored' ? item.content.body : bulkBody(item.content, owner)
    },
  }
}
