import type { ReactNode } from 'react'

/** One promise with its picture, for a list. */
export function Assurance({ icon, children }: { icon: ReactNode; children: ReactNode }) {
  return (
    <li className="flex gap-[11px] [&_svg]:mt-0.5 [&_svg]:size-4 [&_svg]:shrink-0 [&_svg]:text-brand-ink">
      {icon}
      <span>{children}</span>
    </li>
  )
}
