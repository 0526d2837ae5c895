import type { ReactNode } from 'react'
import { cn } from './cn'
import { Mark, type MarkState } from './mark'

type EmptyProps = {
  /** The mark as picture, or an icon where the mark says nothing (search). */
  mark?: MarkState
  icon?: ReactNode
  title: string
  children?: ReactNode
  action?: ReactNode
  className?: string
}

/** Nothing here: what is so, and the next step. */
export function Empty({ mark, icon, title, children, action, className }: EmptyProps) {
  return (
    <div className={cn('flex flex-1 flex-col items-center justify-center gap-1 px-6 py-12 text-center', className)}>
      {mark && <Mark state={mark} size={36} tone="picture" label="" className="mb-3" />}
      {icon && <span className="mb-3 text-ink-3 [&_svg]:size-9 [&_svg]:stroke-[1.5]">{icon}</span>}
      <h2 className="text-16">{title}</h2>
      {children && <p className="max-w-[38ch] text-pretty text-13 text-ink-2">{children}</p>}
      {action && <div className="mt-4 flex flex-wrap justify-center gap-2">{action}</div>}
    </div>
  )
}
