import { cn } from './cn'
import { words } from './words'

/** A turning ring, inside buttons and beside words; never alone in the middle of white. */
export function Spinner({
  label,
  tone = 'brand',
  className,
}: {
  label?: string
  tone?: 'brand' | 'current'
  className?: string
}) {
  return (
    <span
      role={label ? 'status' : undefined}
      aria-hidden={label ? undefined : true}
      className={cn(
        'inline-block size-4 shrink-0 animate-spin rounded-full border-2',
        tone === 'current' ? 'border-current/30 border-t-current' : 'border-line-2 border-t-brand',
        className,
      )}
    >
      {label && <span className="sr-only">{label}</span>}
    </span>
  )
}

type ProgressProps = {
  /** What goes on: "Older mail is on its way". */
  label: string
  done: number
  /** null: nobody knows yet; the bar then moves without saying how far. */
  total: number | null
  locale?: string
  className?: string
}

/** A bar with its figures: "1,204 of 50,000 messages" stands beside it, or use `ProgressNote`. */
export function Progress({ label, done, total, locale = 'en-GB', className }: ProgressProps) {
  const figures = new Intl.NumberFormat(locale)
  const share = total === null ? null : total === 0 ? 100 : Math.min(100, (done / total) * 100)
  return (
    <div
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={total ?? undefined}
      aria-valuenow={total === null ? undefined : done}
      aria-valuetext={
        total === null ? figures.format(done) : words.progress(figures.format(done), figures.format(total))
      }
      className={cn('h-1 overflow-hidden rounded-full bg-press forced-colors:border', className)}
    >
      <div
        className={cn(
          'h-full origin-left rounded-full bg-brand transition-transform duration-300',
          share === null && 'skel',
        )}
        style={{ transform: share === null ? undefined : `scaleX(${share / 100})` }}
      />
    </div>
  )
}
