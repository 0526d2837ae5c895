import { CircleAlert } from 'lucide-react'
import { cn } from './cn'

type DeedErrorProps = {
  message: string | null | undefined
  className?: string
  id?: string
}

/** What went wrong, beside the control it concerns. The region is always there, so that readers hear it. */
export function DeedError({ message, className, id }: DeedErrorProps) {
  return (
    <div role="alert" id={id}>
      {message && (
        <p className={cn('mt-2 flex gap-1.5 text-13 text-bad-ink text-pretty', className)}>
          <CircleAlert aria-hidden="true" className="mt-0.5 size-4 shrink-0" />
          {message}
        </p>
      )}
    </div>
  )
}
