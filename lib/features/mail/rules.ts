import { withoutTurns } from '@/lib/platform/text'
/** Name of a folder's cursor. */
export const streamOfFolder = (folderId: string): string => `mail/${folderId}`

/** Name of the folder list's cursor. */
export const FOLDER_STREAM = 'mail-folders'

/** Folder id of a cursor's name; null for other streams. */
export const folderOfStream = (stream: string): string | null =>
  stream.startsWith('mail/') ? stream.slice('mail/'.length) : null

/** Folders whose content is no mail that a person reads. */
const NEVER_FOLLOWED = new Set(['outbox'])
export const isFollowable = (wellKnown: string | undefined): boolean => !NEVER_FOLLOWED.has(wellKnown ?? '')

/** Order of import, and of the folder list: what people look at first comes first. */
const ORDER = ['inbox', 'sentitems', 'drafts', 'archive', '', 'deleteditems', 'junkemail']
export function folderRank(wellKnown: string | null): number {
  const at = ORDER.indexOf(wellKnown ?? '')
  return at < 0 ? ORDER.indexOf('') : at
}

interface PlacedFolder {
  id: string
  graphId: string
  parentGraphId: string | null
  wellKnown: string | null
}

/** Folders and all that lie below them. */
export function withChildren(folders: readonly PlacedFolder[], wellKnown: readonly string[]): string[] {
  const found = new Map<string, string>()
  const take = (folder: PlacedFolder) => {
    if (found.has(folder.graphId)) return
    found.set(folder.graphId, folder.id)
    for (const each of folders) if (each.parentGraphId === folder.graphId) take(each)
  }
  for (const folder of folders) if (folder.wellKnown && wellKnown.includes(folder.wellKnown)) take(folder)
  return [...found.values()]
}

/** Folders of the mailbox that have a meaning for its lists. */
export interface Places {
  sentId: string | null
  deletedId: string | null
  /** Deleted mail and junk, with what lies below: not counted among a conversation. */
  excluded: string[]
}

export function placesOf(folders: readonly PlacedFolder[]): Places {
  const find = (name: string) => folders.find(({ wellKnown }) => wellKnown === name)?.id ?? null
  return {
    sentId: find('sentitems'),
    deletedId: find('deleteditems'),
    excluded: withChildren(folders, ['deleteditems', 'junkemail']),
  }
}

const DAY = 86_400_000

/** Mail received before this instant is not kept (R19); null: all is. */
export const importLimit = (days: number | null, now: Date): Date | null =>
  days === null ? null : new Date(now.getTime() - days * DAY)

/** A place in the list: the last row of a page, newest first. Opaque to the browser. */
export interface ListPlace {
  receivedAt: Date
  id: string
}

export const encodePlace = ({ receivedAt, id }: ListPlace): string => `${receivedAt.getTime().toString(36)}.${id}`

/** Null for anything that is no place. */
export function decodePlace(text: string): ListPlace | null {
  const match = /^(-?[0-9a-z]{1,11})\.([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/.exec(text)
  if (!match?.[1] || !match[2]) return null
  const receivedAt = new Date(Number.parseInt(match[1], 36))
  return Number.isNaN(receivedAt.getTime()) ? null : { receivedAt, id: match[2] }
}

/** A stranger's file name, as it is shown and saved: its ending stands at the end, and it names no folder. */
export const safeFileName = (name: string): string =>
  withoutTurns(name)
    .replace(/[\p{Cc}/\\]/gu, '_')
    .toWellFormed()
    .trim() || 'Attachment'
