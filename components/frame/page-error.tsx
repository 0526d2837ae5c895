'use client'

import { useRouter } from 'next/navigation'
import { useTransition } from 'react'
import { Trouble } from './trouble'

/**
 * A page that broke: its number, and another try. What broke on the server has a number, and the server is asked again;
 * what broke in the browser is loaded anew, since a part that could not be fetched stays missing to its page.
 */
export function PageError({ number, reset }: { number?: string; reset: () => void }) {
  const router = useRouter()
  const [busy, start] = useTransition()
  const again = () => {
    if (!number) return location.reload()
    start(() => {
      router.refresh()
      reset()
    })
  }
  return <Trouble number={number} busy={busy} onRetry={again} />
}
