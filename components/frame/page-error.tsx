'use client'

import { useRouter } from 'next/navigation'
import { useTransition } from 'react'
import { ErrorPanel } from '@/components/ui/error-panel'
import { words } from './words'

/** A page that broke: its number, and another try that asks the server again. */
export function PageError({ number, reset }: { number?: string; reset: () => void }) {
  const router = useRouter()
  const [busy, start] = useTransition()
  const again = () =>
    start(() => {
      router.refresh()
      reset()
    })
  return (
    <ErrorPanel title={words.error.title} number={number} retry={{ label: words.error.again, run: again, busy }}>
      {number ? words.error.means : words.error.meansBare}
    </ErrorPanel>
  )
}
