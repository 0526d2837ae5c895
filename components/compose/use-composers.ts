import { useSyncExternalStore } from 'react'
import { composersNow, type OpenComposer, watchComposers } from './open'

const none: OpenComposer[] = []

export const useComposers = () => useSyncExternalStore(watchComposers, composersNow, () => none)

/** True while a composer stands at the end of this thread. */
export const useIsComposing = (threadId: string) =>
  useComposers().some((each) => each.place === 'thread' && each.threadId === threadId)
