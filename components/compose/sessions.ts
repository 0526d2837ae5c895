import { dismissToast } from '@/components/ui/toast'
import { DraftSession } from './draft-session'
import { dropCopy, leftCopies, readCopy } from './local-copies'
import { closeCompose, composersNow, isThreadShown, type OpenComposer, openCompose } from './open'
import type { ComposeActions, ComposeHome, DraftContent, DraftView } from './view'

/** The mails being written in this tab. They outlive the pages that show them. */

type Deps = { actions: ComposeActions; home: () => Promise<ComposeHome | null> }

const sessions = new Map<string, DraftSession>()
const seeds = new Map<string, DraftView>()
const lost = new Map<string, { key: string; content: DraftContent }>()

let watching = false

/** Pages that go away keep what is unsaved; back online it is saved. */
function watchPage(): void {
  if (watching) return
  watching = true
  const each = (work: (session: DraftSession) => void) => {
    for (const session of sessions.values()) work(session)
  }
  document.addEventListener('visibilitychange', () => document.hidden && each((session) => void session.flush()))
  window.addEventListener('pagehide', () => each((session) => session.keepHere()))
  window.addEventListener('online', () =>
    each((session) => void (session.now().phase === 'failed' ? session.retryOpen() : session.flush())),
  )
}

export function sessionOf(composer: OpenComposer, deps: Deps): DraftSession {
  const known = sessions.get(composer.key)
  if (known) return known
  const seed = composer.draftId ? seeds.get(composer.draftId) : undefined
  const found = lost.get(composer.key)
  const made = new DraftSession(composer.key, composer, { ...deps, seed, lost: found?.content })
  if (composer.draftId) seeds.delete(composer.draftId)
  if (found) {
    lost.delete(composer.key)
    dropCopy(found.key)
    made.keepHere()
  }
  sessions.set(composer.key, made)
  watchPage()
  void opened(made).then(() => {
    const { phase, id } = made.now()
    if (phase === 'open' && id) dismissToast(savedToast(id))
  })
  const forget = made.subscribe(() => {
    if (made.now().phase === 'open') takeBackDiscard(made, composer)
    if (made.now().phase !== 'gone') return
    forget()
    sessions.delete(composer.key)
    closeCompose(composer.key)
  })
  return made
}

/** A draft that is opened while it waits to be thrown away is wanted after all: its own window comes back, whole. */
function takeBackDiscard(made: DraftSession, { place, threadId }: OpenComposer): void {
  const { id } = made.now()
  const other = openSessions().find((each) => each !== made && each.takeBackDiscard && each.now().id === id)
  if (!other) return
  other.takeBackDiscard?.({ place, threadId })
  if (!made.touched) made.yield()
}

const openSessions = () => [...sessions.values()]

/** Once it is known what a session holds, or that it cannot be known. */
function opened(session: DraftSession): Promise<void> {
  return new Promise((resolve) => {
    const look = () => {
      if (session.now().phase === 'opening') return
      stop()
      resolve()
    }
    const stop = session.subscribe(look)
    look()
  })
}

/** Name of the toast that a draft is saved, and can be discarded: it goes when the draft stands in a window again. */
export const savedToast = (draftId: string) => `saved-${draftId}`

/** Whether a draft stands in a window; of one that is only opening, what it will hold is waited for. */
export async function isInWindow(draftId: string): Promise<boolean> {
  const answers = composersNow().map(async ({ key, draftId: own, messageId }) => {
    if (own !== undefined) return own === draftId
    const session = sessions.get(key)
    // Not drawn yet: it may be the one.
    if (!session) return messageId !== undefined
    if (messageId !== undefined) await opened(session)
    return session.now().id === draftId
  })
  return (await Promise.all(answers)).includes(true)
}

const places = new Map<string, Pick<OpenComposer, 'place' | 'threadId'>>()

/** Remembers where a mail was written, for when it is taken back. */
export const rememberPlace = (draftId: string, { place, threadId }: OpenComposer) =>
  places.set(draftId, { place, threadId })

/** Opens a composer for a draft that is at hand already: after undo, it stands there as it was. */
export function reopen(draft: DraftView): void {
  const before = places.get(draft.id)
  const place = before && isThreadShown(before.threadId) ? before : { place: 'dock' as const }
  seeds.set(draft.id, draft)
  openCompose({ kind: draft.kind, draftId: draft.id, sourceId: draft.sourceId ?? undefined, ...place })
}

/**
 * What earlier pages left unsaved on this device: drafts that the server knows are saved now; what never reached it is
 * opened again.
 */
export function saveLeft(now: number, saveDraft: ComposeActions['saveDraft']): void {
  const open = new Set(openSessions().map((session) => session.now().id))
  for (const { key, copy } of leftCopies(now)) {
    if (copy.draftId === null) {
      const made = openCompose({ kind: copy.kind, sourceId: copy.sourceId ?? undefined, place: 'dock' })
      lost.set(made, { key, content: copy.content })
    } else if (!open.has(copy.draftId))
      // A refusal leaves the copy where it is: opening the draft shows both texts.
      void saveDraft(copy.draftId, copy.version, copy.content).then(
        // Opened and written on meanwhile: that copy is another one.
        (answer) => 'version' in answer && readCopy(key)?.at === copy.at && dropCopy(key),
        () => {},
      )
  }
}
