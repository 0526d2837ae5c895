import type { ReactNode } from 'react'
import { cn } from './cn'

type ReceiptProps = { title: string; number: string; children: ReactNode; foot?: ReactNode; className?: string }

/** A paper slip: what was done, in counts, with a number. */
export function Receipt({ title, number, children, foot, className }: ReceiptProps) {
  return (
    <section
      aria-label={title}
      className={cn(
        'relative bg-raised px-6 pt-6 pb-8 shadow-lift-2 [--t:10px] [mask:conic-gradient(from_-45deg_at_bottom,transparent,#000_1deg_89deg,transparent_90deg)_bottom/calc(2*var(--t))_100%] forced-colors:border',
        className,
      )}
    >
      <h2 className="text-16">{title}</h2>
      <dl className="mt-3">{children}</dl>
      <p className="mt-4 font-mono text-12 text-ink-3">{number}</p>
      {foot && <div className="mt-4">{foot}</div>}
    </section>
  )
}

/** One line of the slip: what, and how many. */
export function ReceiptLine({ label, children, strong }: { label: ReactNode; children: ReactNode; strong?: boolean }) {
  return (
    <div
      className={cn(
        'flex items-baseline gap-3 py-1.5',
        strong && 'mt-1.5 border-line-2 border-t border-dashed pt-3 font-strong',
      )}
    >
      <dt className={strong ? undefined : 'text-ink-2'}>{label}</dt>
      <span aria-hidden="true" className="flex-1 border-line-2 border-b border-dotted" />
      <dd className="num font-label">{children}</dd>
    </div>
  )
}
