import type { ComponentProps, ReactNode } from 'react'
import { cn } from './cn'

/** White work surface on the mist. It scrolls, the page does not. */
export function Sheet({ className, ...rest }: ComponentProps<'section'>) {
  return (
    <section
      {...rest}
      className={cn(
        'flex min-h-0 min-w-0 flex-1 flex-col overflow-hidden bg-sheet desk:rounded-card desk:shadow-lift-1',
        className,
      )}
    />
  )
}

/** The part of a sheet that scrolls, with the page's gutters. It holds what is placed in it, hidden words too. */
export function SheetBody({ className, ...rest }: ComponentProps<'div'>) {
  return (
    <div {...rest} className={cn('scroll-thin relative min-h-0 flex-1 px-4 py-4 desk:px-12 desk:py-9', className)} />
  )
}

/** A hairline box inside a sheet; rows in it are parted by `divide-y`. */
export function Card({ className, ...rest }: ComponentProps<'div'>) {
  return <div {...rest} className={cn('rounded-card bg-sheet shadow-lift-0', className)} />
}

/** Title, state and deeds of a page. The phone's top bar shows the title already. */
export function PageHead({
  title,
  state,
  lead,
  children,
  className,
}: {
  title: string
  state?: ReactNode
  lead?: ReactNode
  children?: ReactNode
  className?: string
}) {
  return (
    <header className={cn('mb-6 flex flex-wrap items-start gap-x-6 gap-y-4', className)}>
      <div className="min-w-0 flex-1 basis-80">
        <div className="flex flex-wrap items-center gap-3">
          <h1 className="text-26 text-balance max-desk:sr-only">{title}</h1>
          {state}
        </div>
        {lead && <p className="mt-1 max-w-[70ch] text-ink-2">{lead}</p>}
      </div>
      {children && <div className="flex flex-wrap gap-2">{children}</div>}
    </header>
  )
}

/** A heading over a group of cards or fields. */
export function GroupHead({ children, className }: { children: ReactNode; className?: string }) {
  return <h2 className={cn('mb-2.5 text-16', className)}>{children}</h2>
}
