'use client'

import { Check, Clock, Download, Printer } from 'lucide-react'
import type { ReactNode } from 'react'
import { ArrivalHeading } from '@/components/connection/arrival-heading'
import { Moment } from '@/components/connection/day'
import { Button, ButtonLink } from '@/components/ui/button'
import { Mark } from '@/components/ui/mark'
import { Count } from './count'
import { saveReceipt } from './save-receipt'
import type { DisconnectReceipt } from './view'
import { words } from './words'

/** The end: a paper slip with counts, what was kept and why, and its number. `fresh`: it just happened. */
export function Slip({ receipt, fresh }: { receipt: DisconnectReceipt; fresh: boolean }) {
  const { receipt: say } = words
  return (
    <div className="receipt mx-auto grid w-full max-w-[1100px] items-start gap-6 pane:grid-cols-[minmax(0,1fr)_420px] pane:gap-12 desk:pt-8">
      <div>
        <Mark
          state="apart"
          motion={fresh ? 'away' : undefined}
          size={48}
          tone="picture"
          label=""
          className="max-desk:h-[34px] max-desk:w-auto"
        />
        <ArrivalHeading key={say.title} className="mt-4 mb-2 text-26 text-balance desk:mt-6 desk:mb-3 desk:text-36">
          {say.title}
        </ArrivalHeading>
        <p className="max-w-[46ch] text-15 text-ink-2 text-pretty">
          {receipt.calendar === 'gone' ? say.leadCalendar : say.lead}
        </p>
        {receipt.kept.length > 0 && (
          <>
            <h2 className="mt-6 text-13 font-strong text-ink-2">{say.kept}</h2>
            <ul className="mt-2.5 grid gap-3">
              {receipt.kept.map((sentence) => (
                <li key={sentence} className="flex gap-[11px] text-pretty">
                  <Check aria-hidden="true" className="mt-0.5 size-4 shrink-0 text-ok-ink" />
                  {sentence}
                </li>
              ))}
            </ul>
          </>
        )}
        <div className="mt-7 flex flex-wrap gap-2 max-desk:[&>*]:w-full print:hidden">
          <Button
            kind="filled"
            icon={<Download aria-hidden="true" className="size-4" />}
            onClick={() => saveReceipt(receipt)}
          >
            {say.download}
          </Button>
          <Button icon={<Printer aria-hidden="true" className="size-4" />} onClick={() => window.print()}>
            {say.print}
          </Button>
          <ButtonLink href="/settings/integrations" kind="quiet">
            {say.back}
          </ButtonLink>
        </div>
      </div>
      <Paper receipt={receipt} />
    </div>
  )
}

function Paper({ receipt }: { receipt: DisconnectReceipt }) {
  const { receipt: say } = words
  const { calendar, subscriptions } = receipt
  const all = subscriptions.confirmed >= subscriptions.found
  return (
    <section
      aria-label={say.slip}
      className="drop-shadow-[0_0_1px_var(--line-control)] [filter:drop-shadow(0_0_1px_var(--line-control))_drop-shadow(0_14px_20px_var(--lift-tint))_drop-shadow(0_6px_10px_var(--lift-tint))] max-pane:max-w-[460px]"
    >
      <div className="rounded-t-[12px] bg-raised px-5 pt-6 pb-9 desk:px-[30px] desk:pt-7 [mask:conic-gradient(from_-45deg_at_bottom,transparent,#000_1deg_89deg,transparent_90deg)_50%/16px_100%] forced-colors:border">
        <header className="flex flex-wrap items-center gap-x-2.5 gap-y-1">
          <Mark state="apart" size={15} ground="raised" label="" />
          <h2 className="text-15 font-strong">{say.slip}</h2>
          <Moment at={receipt.finishedAt} className="ml-auto text-13 text-ink-3" />
        </header>
        <Rule>{say.removed}</Rule>
        <dl>
          {receipt.goes.map(({ kind, count }) => (
            <Line key={kind} name={words.kinds[kind].name}>
              <Count of={count} className="font-strong" />
            </Line>
          ))}
          <div className="flex justify-between gap-4 py-1.5 text-15 font-strong">
            <dt>{say.together}</dt>
            <dd>
              <Count of={receipt.total} />
            </dd>
          </div>
        </dl>
        <Rule>{say.stopped}</Rule>
        <dl>
          <Line name={say.signals}>
            <Sure sure={all}>{say.confirmed(subscriptions.confirmed, subscriptions.found)}</Sure>
          </Line>
          {!all && subscriptions.expireBy && (
            <p className="pb-1.5 text-right text-12 text-ink-3">
              {say.expire} <Moment at={subscriptions.expireBy} />
            </p>
          )}
          {calendar && (
            <Line name={say.calendar}>
              <Sure sure={calendar === 'gone'}>{say.calendarIs[calendar]}</Sure>
            </Line>
          )}
          {calendar && calendar !== 'gone' && (
            <div className="pb-1.5 text-12 text-ink-3">
              <dt className="sr-only">{say.calendar}</dt>
              <dd className="text-right">{say.calendarMeans[calendar]}</dd>
            </div>
          )}
          <Line name={say.memory}>
            <Sure sure>{say.cleared}</Sure>
          </Line>
          <Line name={say.keys}>
            <Sure sure>{say.deleted}</Sure>
          </Line>
        </dl>
        <p className="mt-3 flex justify-between gap-4 border-line-2 border-t-[1.5px] border-dashed pt-3.5 font-mono text-12 text-ink-3">
          <span>{say.number}</span>
          <span className="[overflow-wrap:anywhere]">{receipt.number}</span>
        </p>
      </div>
    </section>
  )
}

function Rule({ children }: { children: string }) {
  return (
    <h3 className="mt-2.5 border-line-2 border-t-[1.5px] border-dashed pt-4 pb-1 text-12 font-label text-ink-3">
      {children}
    </h3>
  )
}

function Line({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="flex justify-between gap-4 py-[7px] text-13">
      <dt>{name}</dt>
      <dd className="text-right">{children}</dd>
    </div>
  )
}

function Sure({ sure, children }: { sure: boolean; children: string }) {
  const Picture = sure ? Check : Clock
  return (
    <span
      className={
        sure
          ? 'inline-flex items-center gap-1.5 font-label text-ok-ink'
          : 'inline-flex items-center gap-1.5 font-label text-warn-ink'
      }
    >
      <Picture aria-hidden="true" className="size-3.5" />
      {children}
    </span>
  )
}
