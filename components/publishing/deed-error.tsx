import { CircleAlert } from 'lucide-react'

/** Why something was not done, where it was asked for. */
export function DeedError({ children }: { children: string | undefined }) {
  return (
    <p role="alert" className={children ? 'mt-3 flex gap-1.5 text-13 text-bad-ink' : undefined}>
      {children && <CircleAlert aria-hidden="true" className="mt-[3px] size-3.5 shrink-0" />}
      {children}
    </p>
  )
}
