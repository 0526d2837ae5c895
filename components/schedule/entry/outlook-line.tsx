'use client'

import { ChevronRight } from 'lucide-react'
import Link from 'next/link'
import { Mark, type MarkState } from '@/components/ui/mark'
import type { EntryView, InviteFromMine as Invite } from '../view'
import { words } from '../words'
import { InviteFromMine } from './invite-from-mine'

const marks: Record<EntryView['outlook']['state'], MarkState> = {
  in: 'both',
  waiting: 'pending',
  not: 'tandem',
  refused: 'differs',
  off: 'tandem',
}

/** How an entry stands with Outlook; if it is not there, why, and what to do. */
export function OutlookLine({
  outlook,
  onInvite,
}: {
  outlook: EntryView['outlook']
  onInvite: () => ReturnType<Invite>
}) {
  const { state, sentence, fix } = outlook
  const means = (
    <p className="text-13 text-ink-2">
      {sentence}{' '}
      {fix && (
        <Link href={fix.href} className="font-label">
          {fix.label}
        </Link>
      )}
    </p>
  )
  if (state === 'in')
    return (
      <div className="flex gap-3 rounded-row bg-hover px-3 py-2.5">
        <Mark state="both" size={14} ground="hover" label="" className="mt-[3px]" />
        {means}
      </div>
    )
  return (
    <details
      open={state === 'refused' || outlook.mayInvite === true}
      className="group rounded-row bg-hover px-3 [&::details-content]:overflow-hidden"
    >
      <summary className="flex min-h-10 items-center gap-3 text-13 font-label max-desk:min-h-11">
        <Mark state={marks[state]} size={14} ground="hover" label="" />
        <span className="flex-1">{words.sheet.why}</span>
        <ChevronRight aria-hidden="true" className="size-4 text-ink-3 transition-transform group-open:rotate-90" />
      </summary>
      <div className="pb-3 pl-[31px]">
        {means}
        {outlook.mayInvite && <InviteFromMine onInvite={onInvite} />}
      </div>
    </details>
  )
}
