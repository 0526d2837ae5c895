'use client'

import dynamic from 'next/dynamic'
import { useEffect } from 'react'
import { showThread } from './open'
import { useComposers } from './use-composers'

const ThreadWindow = dynamic(() => import('./thread-window').then((module) => module.ThreadWindow), { ssr: false })

/** The composer of this thread, if one is open: at its end, on the phone over everything. */
export function ThreadComposer({ threadId }: { threadId: string }) {
  const composer = useComposers().findLast((each) => each.place === 'thread' && each.threadId === threadId)
  useEffect(() => showThread(threadId), [threadId])
  return composer ? <ThreadWindow key={composer.key} composer={composer} /> : null
}
