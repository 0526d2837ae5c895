'use client'

import { useMemo } from 'react'
import { useClock, useNow } from '@/components/ui/clock'
import { cn } from '@/components/ui/cn'
import { dayHeading, dayNumber } from '@/components/ui/time'
import { columns } from './columns'
import { LedgerRow } from './ledger-row'
import type { LedgerLine } from './view'
import { words } from './words'

const minute = () => 60_000

/** The lines under the days they belong to. */
export function LedgerList({ lines, withMember }: { lines: LedgerLine[]; withMember: boolean }) {
  const { locale, zone } = useClock()
  const now = useNow(minute)
  const days = useMemo(() => byDay(lines, zone), [lines, zone])
  const { time, way, member, what, why, result, request } = words.columns
  return (
    <div data-ledger="">
      <div
        aria-hidden="true"
        className={cn(columns(withMember), 'border-line border-b py-2 text-12 font-label text-ink-3 max-desk:hidden')}
      >
        <span className="[grid-area:time]">{time}</span>
        <span className="[grid-area:way]">{way}</span>
        {withMember && <span className="max-wide:hidden [grid-area:member]">{member}</span>}
        <span className="[grid-area:what]">{what}</span>
        <span className="max-wide:hidden [grid-area:why]">{why}</span>
        <span className="[grid-area:result]">{result}</span>
        <span className="[grid-area:request]">{request}</span>
      </div>
      {[...days].map(([day, ofDay]) => (
        <section key={day}>
          <h2 suppressHydrationWarning className="px-1 pt-4 pb-1.5 text-12 font-label text-ink-3">
            {dayHeading(Date.parse(ofDay[0]?.at ?? ''), now, locale, zone)}
          </h2>
          <ul>
            {ofDay.map((line) => (
              <LedgerRow key={line.id} line={line} withMember={withMember} />
            ))}
          </ul>
        </section>
      ))}
    </div>
  )
}

function byDay(lines: LedgerLine[], zone: string): Map<number, LedgerLine[]> {
  const days = new Map<number, LedgerLine[]>()
  for (const line of lines) {
    const day = dayNumber(Date.parse(line.at), zone)
    const known = days.get(day)
    if (known) known.push(line)
    else days.set(day, [line])
  }
  return days
}
