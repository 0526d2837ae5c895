import { mayKeep } from '@/components/frame/device-store'
import type { DraftContent, DraftKind } from './view'

/** What is typed but not yet on the server, kept on this device: nothing is lost with a tab or the network. */
export type LocalCopy = {
  /** Null: the draft never reached the server. */
  draftId: string | null
  kind: DraftKind
  sourceId: string | null
  /** The version that it was typed on. */
  version: number
  content: DraftContent
  /** ms since 1970. */
  at: number
}

const prefix = 'tandem-draft-'
const oldest = 30 * 86_400_000
/** Younger ones may belong to another tab that is writing them now. */
const young = 30_000

function isCopy(value: unknown): value is LocalCopy {
  if (typeof value !== 'object' || value === null || !('content' in value) || !('at' in value)) return false
  const content = value.content as Partial<DraftContent> | null
  return typeof value.at === 'number' && typeof content?.html === 'string' && Array.isArray(content.to)
}

function parse(text: string | null): LocalCopy | null {
  try {
    const value: unknown = JSON.parse(text ?? 'null')
    return isCopy(value) ? value : null
  } catch {
    return null
  }
}

/** False if this device has no room, or the person has signed out. */
export function keepCopy(key: string, copy: LocalCopy): boolean {
  if (!mayKeep()) return false
  try {
    localStorage.setItem(prefix + key, JSON.stringify(copy))
    return true
  } catch {
    return false
  }
}

export const readCopy = (key: string): LocalCopy | null => parse(localStorage.getItem(prefix + key))

export const dropCopy = (key: string) => localStorage.removeItem(prefix + key)

/** What earlier pages left here unsaved; copies over 30 days old are tidied away. */
export function leftCopies(now: number): { key: string; copy: LocalCopy }[] {
  const found: { key: string; copy: LocalCopy }[] = []
  for (let at = localStorage.length - 1; at >= 0; at--) {
    const name = localStorage.key(at)
    if (!name?.startsWith(prefix)) continue
    const copy = parse(localStorage.getItem(name))
    if (!copy || now - copy.at > oldest) localStorage.removeItem(name)
    else if (now - copy.at > young) found.push({ key: name.slice(prefix.length), copy })
  }
  return found
}
