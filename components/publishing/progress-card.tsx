'use client'

import Link from 'next/link'
import { Card, GroupHead } from '@/components/ui/sheet'
import { TimeAgo } from '@/components/ui/time-ago'
import { EntryLine } from './entry-line'
import type { PublishingView } from './view'
import { words } from './words'

/** How far publishing is, and what Outlook refused. */
export function ProgressCard({ view }: { view: PublishingView }) {
  const { progress: say } = words
  const { counts, refusals, lastPushAt, mode, writes, problem, calendarName } = view
  // Nothing moves before the person has said that the calendar is to be made again.
  const isHeld = writes === 'observe' || problem?.deed === 'recreate'
  const figures = [
    { label: say.inOutlook, count: counts.inOutlook },
    { label: isHeld ? say.held : say.waiting, count: counts.waiting },
    { label: say.refused, count: counts.refused },
    ...(counts.later > 0 ? [{ label: say.later, count: counts.later }] : []),
  ]
  const hidden = counts.refused - refusals.length
  return (
    <section>
      <GroupHead>{say.title}</GroupHead>
      <Card className="p-4 desk:p-5">
        <dl className="grid grid-cols-2 gap-x-6 gap-y-4 desk:auto-cols-fr desk:grid-flow-col desk:grid-cols-none">
          {figures.map(({ label, count }) => (
            <div key={label} className="flex flex-col-reverse">
              <dt className="text-13 text-ink-2">{label}</dt>
              <dd className="num text-26">{count.toLocaleString('en-GB')}</dd>
            </div>
          ))}
        </dl>
        {counts.later > 0 && <p className="mt-3 max-w-[70ch] text-13 text-ink-2">{say.laterHelp}</p>}
        {refusals.length > 0 && (
          <div className="mt-4 border-line border-t pt-3">
            <h3 className="text-13 font-strong">
              {say.refused}
              <span className="ml-2 font-normal text-ink-3">{say.why}</span>
            </h3>
            <ul className="mt-1 divide-y divide-line">
              {refusals.map(({ entryId, title, when, repeats }) => (
                <EntryLine
                  key={entryId}
                  title={title}
                  when={when}
                  repeats={repeats}
                  href={`/schedule?entry=${entryId}`}
                />
              ))}
            </ul>
            {hidden > 0 && <p className="mt-1 text-12 text-ink-3">{say.more(hidden)}</p>}
          </div>
        )}
        <p className="mt-4 flex flex-wrap gap-x-4 gap-y-1 border-line border-t pt-3 text-13 text-ink-2">
          <span className="min-w-0 flex-1 basis-64">
            {lastPushAt ? (
              <>
                {say.compared} <TimeAgo at={lastPushAt} />.
              </>
            ) : (
              say.never
            )}{' '}
            {mode === 'separate' && counts.inOutlook > 0 && say.calendar(calendarName)}
          </span>
          <Link href="/settings/ledger?direction=out&kind=entry" className="max-desk:py-2">
            {say.ledger}
          </Link>
        </p>
      </Card>
    </section>
  )
}
