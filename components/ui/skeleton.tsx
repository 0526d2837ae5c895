import { cn } from './cn'
import { words } from './words'

/** A grey line or shape with the size of what comes. */
export function Skeleton({ className }: { className?: string }) {
  return <span aria-hidden="true" className={cn('skel block h-[11px]', className)} />
}

/** Wraps skeletons: shown after 150 ms only, said once to screen readers. */
export function Loading({
  label = words.loading,
  className,
  children,
}: {
  label?: string
  className?: string
  children: React.ReactNode
}) {
  return (
    <div role="status" aria-label={label} className={cn('after-150', className)}>
      {children}
    </div>
  )
}
