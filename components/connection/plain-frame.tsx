import type { ReactNode } from 'react'

/** Celeste light from above, one sheet in the middle: pages without the navigation. */
export function PlainFrame({ children }: { children: ReactNode }) {
  return (
    <div className="relative isolate flex min-h-dvh flex-col items-center justify-center max-desk:bg-sheet desk:px-6 desk:py-7">
      <div
        aria-hidden="true"
        className="-z-10 absolute inset-0 bg-[radial-gradient(1100px_520px_at_50%_-8%,var(--brand-soft),transparent_72%)] max-desk:bottom-auto max-desk:h-48 max-desk:bg-[linear-gradient(var(--brand-soft),transparent)]"
      />
      {children}
    </div>
  )
}
