'use client'

import { useRouter } from 'next/navigation'
import { useCallback, useEffect, useState } from 'react'
import { announce } from '@/components/frame/announcer'
import { useLive } from '@/components/frame/live'
import { Progress } from './progress'
import { Slip } from './slip'
import type { DisconnectView } from './view'
import { words } from './words'

const every = 1000

function isView(body: unknown): body is DisconnectView {
  return typeof body === 'object' && body !== null && 'face' in body
}

/** Follows a disconnect to its receipt: asks each second, and at once on a live hint. */
export function Running({ id, first }: { id: string; first: DisconnectView }) {
  const router = useRouter()
  const [view, setView] = useState(first)
  const [lost, setLost] = useState(false)
  const ended = view.face === 'receipt'

  const look = useCallback(
    async (signal?: AbortSignal) => {
      try {
        const response = await fetch(`/api/disconnect/${encodeURIComponent(id)}`, { signal, cache: 'no-store' })
        const body: unknown = response.ok ? await response.json() : null
        if (!isView(body)) throw new Error('no answer')
        setLost(false)
        setView(body)
      } catch {
        if (!signal?.aborted) setLost(true)
      }
    },
    [id],
  )
  useLive('disconnect', () => (ended ? undefined : void look()))
  useEffect(() => {
    if (ended) return
    const gone = new AbortController()
    let timer: ReturnType<typeof setTimeout>
    const next = async () => {
      if (!document.hidden) await look(gone.signal)
      if (!gone.signal.aborted) timer = setTimeout(() => void next(), every)
    }
    timer = setTimeout(() => void next(), every)
    return () => {
      gone.abort()
      clearTimeout(timer)
    }
  }, [ended, look])
  useEffect(() => {
    if (!ended || first.face === 'receipt') return
    announce(words.receipt.title)
    // The light in the navigation changes with it.
    router.refresh()
  }, [ended, first.face, router])

  return view.face === 'receipt' ? (
    <Slip receipt={view.receipt} fresh={first.face === 'progress'} />
  ) : (
    <Progress progress={view.progress} lost={lost} />
  )
}
