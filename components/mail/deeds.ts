import type { Deed, FolderView, MessageRow } from './view'
import { words } from './words'

/** What the screens ask for; which deed it is depends on where a message lies. */
export type Wish = 'archive' | 'delete' | 'junk' | 'read' | 'unread' | 'flag' | 'unflag'

/** Deeds that take messages out of their folder. */
export function leaves({ kind }: Deed): boolean {
  return kind === 'archive' || kind === 'delete' || kind === 'junk' || kind === 'erase' || kind === 'move'
}

const targets: Partial<Record<Deed['kind'], string>> = {
  archive: 'archive',
  delete: 'deleteditems',
  junk: 'junkemail',
}

/** The folder to which a deed takes messages, if it takes them to one that is known here. */
export function targetOf(deed: Deed, folders: readonly FolderView[]): FolderView | undefined {
  if (deed.kind === 'move') return folders.find((folder) => folder.id === deed.folderId)
  const wellKnown = targets[deed.kind]
  return wellKnown === undefined ? undefined : folders.find((folder) => folder.wellKnown === wellKnown)
}

/** A deed and the messages it makes sense for: what lies there already stays; what is deleted is erased. */
export function plan(
  rows: readonly MessageRow[],
  deed: Deed,
  folders: readonly FolderView[],
): { deed: Deed; rows: MessageRow[] }[] {
  if (!leaves(deed)) return [{ deed, rows: [...rows] }]
  const target = targetOf(deed, folders)
  const elsewhere = rows.filter((row) => row.folderId !== target?.id)
  const there = deed.kind === 'delete' ? rows.filter((row) => row.folderId === target?.id) : []
  const steps: { deed: Deed; rows: MessageRow[] }[] = [
    { deed, rows: elsewhere },
    { deed: { kind: 'erase' }, rows: there },
  ]
  return steps.filter((step) => step.rows.length > 0)
}

/** What a toast says of a deed. */
export function sentenceOf(deed: Deed, count: number, conversations: boolean, target: string | undefined): string {
  const { done } = words
  const what = conversations ? done.conversations(count) : done.messages(count)
  switch (deed.kind) {
    case 'archive':
      return count === 1 ? done.archivedOne : done.archived(what)
    case 'delete':
      return count === 1 ? done.deletedOne : done.deleted(what)
    case 'erase':
      return count === 1 ? done.erasedOne : done.erased(what)
    case 'junk':
      return count === 1 ? done.junkOne : done.junk(what)
    case 'move':
      return count === 1 ? done.movedOne(target ?? '') : done.moved(what, target ?? '')
    default:
      return ''
  }
}
