import type { MailFolder } from '@microsoft/microsoft-graph-types'
import { GraphFault } from '../seam'
import type { Folder } from './folders'
import type { Mailbox } from './mailbox'

/** Microsoft's own types say which names a folder has, and what they hold. */
const READERS: { readonly [Name in keyof MailFolder]: (folder: Folder, mailbox: Mailbox) => MailFolder[Name] } = {
  displayName: (folder) => folder.displayName,
  parentFolderId: (folder, mailbox) => folder.parent?.id ?? mailbox.ids.folder(0),
  childFolderCount: (folder, mailbox) => mailbox.children(folder).length,
  unreadItemCount: (folder) => folder.unread,
  totalItemCount: (folder) => folder.total,
  isHidden: (folder) => folder.hidden,
}

/** @throws GraphFault 400 for an unknown name in $select. */
export function viewFolder(
  mailbox: Mailbox,
  folder: Folder,
  select: readonly string[] | null,
): Record<string, unknown> {
  const out: Record<string, unknown> = { id: folder.id }
  for (const name of select ?? Object.keys(READERS)) {
    if (name === 'id') continue
    if (!Object.hasOwn(READERS, name)) {
      throw new GraphFault(
        400,
        'RequestBroker--ParseUri',
        `Could not find a property named '${name}' on type 'microsoft.graph.mailFolder'.`,
      )
    }
    out[name] = READERS[name as keyof MailFolder]?.(folder, mailbox)
  }
  return out
}
