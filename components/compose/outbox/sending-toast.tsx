'use client'

import { useEffect, useState } from 'react'
import { words } from '../words'
import { secondsLeft } from './changes'
import type { Outgoing } from './outgoing'

function useSeconds(mail: Outgoing): number {
  const [left, setLeft] = useState(() => secondsLeft(mail, Date.now()))
  useEffect(() => {
    const timer = setInterval(() => setLeft(secondsLeft(mail, Date.now())), 250)
    return () => clearInterval(timer)
  }, [mail])
  return left
}

const round = 2 * Math.PI * 7

/** The ring that runs out. */
export function SendingRing({ mail }: { mail: Outgoing }) {
  const left = useSeconds(mail)
  return (
    <svg viewBox="0 0 20 20" aria-hidden="true" className="size-5 shrink-0 -rotate-90">
      <circle cx="10" cy="10" r="7" fill="none" stroke="currentColor" strokeOpacity=".25" strokeWidth="2.5" />
      <circle
        cx="10"
        cy="10"
        r="7"
        fill="none"
        stroke="var(--dark-brand)"
        strokeWidth="2.5"
        strokeLinecap="round"
        strokeDasharray={round}
        strokeDashoffset={round * (1 - left / 10)}
        className="transition-[stroke-dashoffset] duration-300 ease-linear"
      />
    </svg>
  )
}

/** "Undo 7 s". */
export function UndoLabel({ mail }: { mail: Outgoing }) {
  const left = useSeconds(mail)
  return (
    <>
      {words.outbox.undo} <span className="num inline-block min-w-8 text-left">{words.outbox.seconds(left)}</span>
    </>
  )
}
