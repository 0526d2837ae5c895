import type { ReactNode } from 'react'
import { cn } from '@/components/ui/cn'
import { Mark, type MarkState } from '@/components/ui/mark'
import { ArrivalHeading } from './arrival-heading'

type TripCardProps = {
  mark: MarkState
  motion?: 'in' | 'away'
  title: string
  lead?: ReactNode
  width?: 'narrow' | 'wide'
  children?: ReactNode
  /** Buttons, the main one first. */
  foot?: ReactNode
}

/** A page on its own sheet: the stations of the trip to Microsoft, sign-in and the public pages. */
export function TripCard({ mark, motion, title, lead, width = 'narrow', children, foot }: TripCardProps) {
  return (
    <main
      className={cn(
        'w-full px-5 py-9 max-desk:flex-1 desk:rounded-[22px] desk:bg-sheet desk:px-12 desk:pt-11 desk:pb-10 desk:shadow-lift-2',
        width === 'narrow' ? 'desk:max-w-[620px]' : 'desk:max-w-[760px]',
      )}
    >
      <Mark
        state={mark}
        motion={motion}
        size={46}
        tone="picture"
        label=""
        className="max-desk:h-[38px] max-desk:w-auto"
      />
      <ArrivalHeading key={title} className="mt-[22px] text-22 text-balance [overflow-wrap:anywhere] desk:text-26">
        {title}
      </ArrivalHeading>
      {lead && <div className="mt-2 text-15 text-ink-2 text-pretty">{lead}</div>}
      {children}
      {foot && (
        <div className="mt-6 flex flex-col gap-2.5 desk:flex-row desk:flex-wrap desk:items-start max-desk:[&_a]:w-full max-desk:[&_button]:w-full">
          {foot}
        </div>
      )}
    </main>
  )
}
