'use client'

import { useRouter } from 'next/navigation'
import { useEffect, useRef } from 'react'
import { useLive } from '@/components/frame/live'

type LiveRefreshProps = {
  topic: string
  /** Looks by itself as well, in ms: for pages that wait for somebody outside. */
  every?: number
}

/** Loads the page's data again when something about the topic changed; at most twice a second. */
export function LiveRefresh({ topic, every }: LiveRefreshProps) {
  const router = useRouter()
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  useLive(topic, () => {
    timer.current ??= setTimeout(() => {
      timer.current = undefined
      router.refresh()
    }, 500)
  })
  useEffect(() => () => clearTimeout(timer.current), [])
  useEffect(() => {
    if (!every) return
    const tick = setInterval(() => {
      if (!document.hidden) router.refresh()
    }, every)
    return () => clearInterval(tick)
  }, [every, router])
  return null
}
