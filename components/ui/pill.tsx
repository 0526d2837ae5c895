import { cva, type VariantProps } from 'class-variance-authority'
import type { ReactNode } from 'react'
import { cn } from './cn'

const pillStyle = cva(
  'inline-flex h-6 shrink-0 items-center gap-1.5 whitespace-nowrap rounded-full px-[9px] text-12 font-label',
  {
    variants: {
      tone: {
        neutral: 'bg-well text-ink-2 shadow-lift-0',
        ok: 'bg-ok-soft text-ok-ink',
        warn: 'bg-warn-soft text-warn-ink',
        bad: 'bg-bad-soft text-bad-ink',
        brand: 'bg-brand-soft text-brand-ink',
      },
    },
    defaultVariants: { tone: 'neutral' },
  },
)

type PillProps = VariantProps<typeof pillStyle> & {
  icon?: ReactNode
  dot?: boolean
  children: ReactNode
  className?: string
}

/** A state, in a word: Connected, Needs attention, Available. Never by colour alone. */
export function Pill({ tone, icon, dot, children, className }: PillProps) {
  return (
    <span className={cn(pillStyle({ tone }), className)}>
      {dot && <span aria-hidden="true" className="size-[7px] rounded-full bg-current" />}
      {icon}
      {children}
    </span>
  )
}

/** A fact about a row: its company, its case, "Out of office". */
export function Tag({
  icon,
  tone = 'neutral',
  children,
  className,
}: {
  icon?: ReactNode
  tone?: 'neutral' | 'warn'
  children: ReactNode
  className?: string
}) {
  return (
    <span
      className={cn(
        'inline-flex h-5 min-w-0 items-center gap-[5px] rounded-chip px-[7px] text-12 font-label',
        tone === 'warn' ? 'bg-warn-soft text-warn-ink' : 'bg-hover text-ink-2',
        className,
      )}
    >
      {icon}
      <span className="cut">{children}</span>
    </span>
  )
}

/** A live light: a dot with a halo and a word. */
export function LiveDot({ children, className }: { children: ReactNode; className?: string }) {
  return (
    <span className={cn('inline-flex items-center gap-2 text-13 font-label text-ok-ink', className)}>
      <span aria-hidden="true" className="size-2 rounded-full bg-ok ring-4 ring-ok-soft" />
      {children}
    </span>
  )
}
