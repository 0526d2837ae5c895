import type { ReactNode } from 'react'
import { cn } from './cn'

export type BannerTone = 'info' | 'brand' | 'warn' | 'bad'

const tones: Record<BannerTone, string> = {
  info: 'bg-well text-ink-2',
  brand: 'bg-brand-soft text-ink [&>svg]:text-brand-ink',
  warn: 'bg-warn-soft text-ink [&>svg]:text-warn-ink',
  bad: 'bg-bad-soft text-ink [&>svg]:text-bad-ink',
}

type BannerProps = {
  tone?: BannerTone
  icon?: ReactNode
  /** What is so, in bold. */
  title?: ReactNode
  /** What it means and what to do. */
  children?: ReactNode
  /** One button. */
  action?: ReactNode
  className?: string
}

/** Stands over the sheet it concerns; one at a time, bad before warn before info. */
export function Banner({ tone = 'info', icon, title, children, action, className }: BannerProps) {
  return (
    <div
      role={tone === 'bad' || tone === 'warn' ? 'alert' : 'status'}
      className={cn('flex min-h-12 items-center gap-3 rounded-row py-2 pr-2 pl-3.5 text-13', tones[tone], className)}
    >
      {icon}
      <p className="min-w-0 flex-1 py-1 text-pretty">
        {title && <strong className="font-strong">{title}</strong>} {children}
      </p>
      {action}
    </div>
  )
}
