'use client'

import { type ReactNode, useEffect, useRef } from 'react'

/** True once any heading has been shown in this tab: the first one is read by the browser itself. */
let arrived = false

/** A page's heading. When it takes the place of another without a new page, focus goes to it, so that it is read. */
export function ArrivalHeading({ className, children }: { className?: string; children: ReactNode }) {
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => {
    if (arrived) heading.current?.focus({ preventScroll: true })
    arrived = true
  }, [])
  return (
    <h1 ref={heading} tabIndex={-1} className={className} style={{ outline: 'none' }}>
      {children}
    </h1>
  )
}
