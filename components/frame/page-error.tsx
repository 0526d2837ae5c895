'use client'

import { useRouter } from 'next/navigation'
import { useTransition } from 'react'
import { Trouble } from './trouble'

/** A page that broke: its number, and another try that asks the server again. */
export function PageError({ number, reset }: { number?: string; reset: () => void }) {
  const router = useRouter()
  const [busy, start] = useTransition()
  const again = () =>
    start(() => {
      router.refresh()
      reset()
    })
  return <Trouble number={number} busy={busy} onRetry={again} />
}
