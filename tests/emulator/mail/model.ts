// What $filter and $orderby may name on messages and folders, with Exchange's view of each property.

import type { EntityModel } from '../odata/evaluate'
import { extendedCollection } from './extended-properties-expand'
import type { Folder } from './folders'
import type { Item } from './item'
import type { Mailbox } from './mailbox'
import type { Renderer } from './render'

export function messageModel(mailbox: Mailbox, renderer: Renderer): EntityModel<Item> {
  const head = (item: Item) => renderer.head(item)
  const people = (list: (item: Item) => { name: string; address: string }[]) => ({
    paths: ['emailAddress/address', 'emailAddress/name'],
    elements: (item: Item) =>
      list(item).map(({ name, address }) => ({ 'emailAddress/address': address, 'emailAddress/name': name })),
  })
  return {
    type: 'microsoft.graph.message',
    properties: {
      receivedDateTime: { kind: 'date', get: (item) => item.received },
      sentDateTime: { kind: 'date', get: (item) => head(item).sentAt },
      createdDateTime: { kind: 'date', get: (item) => item.created },
      lastModifiedDateTime: { kind: 'date', get: (item) => item.modified },
      isRead: { kind: 'boolean', get: (item) => item.isRead },
      isDraft: { kind: 'boolean', get: (item) => item.isDraft },
      hasAttachments: { kind: 'boolean', get: (item) => head(item).hasAttachments },
      importance: { kind: 'enum', get: (item) => item.importance },
      inferenceClassification: { kind: 'enum', get: (item) => (item.focused ? 'focused' : 'other') },
      'flag/flagStatus': { kind: 'enum', get: (item) => item.flag.status },
      subject: { kind: 'string', get: (item) => head(item).subject },
      internetMessageId: { kind: 'string', get: (item) => head(item).internetMessageId, sortable: false },
      conversationId: {
        kind: 'string',
        get: (item) => mailbox.ids.conversation(head(item).conversation),
        sortable: false,
      },
      parentFolderId: { kind: 'string', get: (item) => item.folder.id, sortable: false },
      'from/emailAddress/address': { kind: 'string', get: (item) => head(item).from?.address ?? null },
      'from/emailAddress/name': { kind: 'string', get: (item) => head(item).from?.name ?? null },
      'sender/emailAddress/address': { kind: 'string', get: (item) => head(item).sender?.address ?? null },
      'sender/emailAddress/name': { kind: 'string', get: (item) => head(item).sender?.name ?? null },
    },
    collections: {
      categories: { paths: [''], elements: (item) => item.categories.map((name) => ({ '': name })) },
      singleValueExtendedProperties: extendedCollection,
      toRecipients: people((item) => head(item).to),
      ccRecipients: people((item) => head(item).cc),
    },
  }
}

/** Counts are kept in the folders; `children` is counted on demand. */
export const folderModel = (mailbox: Mailbox): EntityModel<Folder> => ({
  type: 'microsoft.graph.mailFolder',
  properties: {
    displayName: { kind: 'string', get: (folder) => folder.displayName },
    parentFolderId: { kind: 'string', get: (folder) => folder.parent?.id ?? null },
    totalItemCount: { kind: 'number', get: (folder) => folder.total },
    unreadItemCount: { kind: 'number', get: (folder) => folder.unread },
    childFolderCount: { kind: 'number', get: (folder) => mailbox.children(folder).length },
    isHidden: { kind: 'boolean', get: (folder) => folder.hidden },
  },
  collections: {},
})
