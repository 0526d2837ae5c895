import { useSyncExternalStore } from 'react'
import { useSessionDeps } from './context'
import type { DraftSession } from './draft-session'
import type { OpenComposer } from './open'
import type { SessionState } from './session-state'
import { sessionOf } from './sessions'

/** The session of a composer, begun with its first paint. */
export function useSession(composer: OpenComposer): { session: DraftSession; state: SessionState } {
  const session = sessionOf(composer, useSessionDeps())
  const state = useSyncExternalStore(session.subscribe, session.now, session.now)
  return { session, state }
}
