import { useSyncExternalStore } from 'react'
import { composersNow, type OpenComposer, watchComposers } from './open'

const none: OpenComposer[] = []

export const useComposers = () => useSyncExternalStore(watchComposers, composersNow, () => none)
