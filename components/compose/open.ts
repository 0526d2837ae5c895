import { holdKeys } from '@/components/frame/held-keys'
import type { DraftKind, RecipientView } from './view'

/** What shall be written, and where it stands: docked at the foot of the window, or at the end of its thread. */
export type ComposeRequest = {
  kind: DraftKind
  /** The message that is answered or passed on. */
  sourceId?: string
  /** A draft of Tandem's. */
  draftId?: string
  /** The message row of something that lies in Drafts. */
  messageId?: string
  to?: RecipientView[]
  subject?: string
  place: 'dock' | 'thread'
  /** With place 'thread': whose end it stands at. */
  threadId?: string
}

export type OpenComposer = ComposeRequest & { key: string }

let composers: OpenComposer[] = []
const listeners = new Set<() => void>()

function set(next: OpenComposer[]) {
  composers = next
  for (const listener of listeners) listener()
}

const sameDraft = (a: ComposeRequest, b: ComposeRequest) =>
  (a.draftId !== undefined && a.draftId === b.draftId) || (a.messageId !== undefined && a.messageId === b.messageId)

/** Opens a composer; what is open already comes to the front instead of standing there twice. Answers its key. */
export function openCompose(request: ComposeRequest): string {
  holdKeys()
  const open = composers.find((composer) => sameDraft(composer, request))
  if (open) {
    set([...composers.filter((composer) => composer !== open), open])
    return open.key
  }
  // Also the name of a copy on this device, so no two tabs may choose the same.
  const key = `${Date.now().toString(36)}-${Math.random().toString(36).slice(2)}`
  set([...composers, { ...request, key }])
  return key
}

export function closeCompose(key: string) {
  set(composers.filter((composer) => composer.key !== key))
}

export const composersNow = () => composers

export function watchComposers(listener: () => void) {
  listeners.add(listener)
  return () => {
    listeners.delete(listener)
  }
}

/** Puts a composer back that was closed a moment ago, as it was. */
export function restoreCompose(composer: OpenComposer) {
  if (!composers.some((each) => each.key === composer.key)) set([...composers, composer])
}

const threads = new Set<string>()

/** A thread says that it is on the screen, so that what belongs to it may open there. */
export function showThread(threadId: string) {
  threads.add(threadId)
  return () => {
    threads.delete(threadId)
  }
}

export const isThreadShown = (threadId: string | undefined) => threadId !== undefined && threads.has(threadId)
