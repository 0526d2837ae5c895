'use client'

import { useChord } from './chord'
import { cn } from './cn'

/** A key or a chord as printed on this machine's keyboard; ⌘K is said as Ctrl K where there is no ⌘. */
export function Kbd({ children, className }: { children: React.ReactNode; className?: string }) {
  const chord = useChord()
  return (
    <kbd
      className={cn(
        'inline-block min-w-[18px] shrink-0 rounded-[5px] bg-well px-[5px] text-center font-sans text-11 leading-[18px] text-ink-3 shadow-lift-0 [word-spacing:0]',
        className,
      )}
    >
      {typeof children === 'string' ? chord(children) : children}
    </kbd>
  )
}
