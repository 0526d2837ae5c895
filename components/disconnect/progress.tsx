'use client'

import { Check, DoorOpen, Hourglass, X } from 'lucide-react'
import { useCallback, useRef } from 'react'
import { useNow } from '@/components/ui/clock'
import { cn } from '@/components/ui/cn'
import { Progress as Bar, Spinner } from '@/components/ui/progress'
import { Card } from '@/components/ui/sheet'
import { TimeAgo } from '@/components/ui/time-ago'
import { Head } from './head'
import type { DisconnectProgress, DisconnectStep } from './view'
import { words } from './words'

/** Every step with its figures, how much is done, and why it waits if it does. */
export function Progress({ progress, lost }: { progress: DisconnectProgress; lost: boolean }) {
  const total = progress.steps.reduce((sum, step) => sum + step.total, 0)
  const done = progress.steps.reduce((sum, step) => sum + (isOver(step) ? step.total : step.done), 0)
  const percent = total === 0 ? 0 : Math.min(99, Math.floor((done / total) * 100))
  const left = useTimeLeft(done, total)
  const { progress: say } = words
  return (
    <div className="mx-auto w-full max-w-[760px]">
      <Head mark="pending" title={say.title}>
        {say.lead}
      </Head>
      <Card className="overflow-hidden">
        <p className="num flex items-baseline gap-3 px-4 pt-4 desk:px-6 desk:pt-5">
          <span className="text-36">{say.share(percent)}</span>
          <span className="min-h-5 text-13 text-ink-2">{left === null ? say.done : say.left(left)}</span>
        </p>
        <Bar label={say.all} done={done} total={total || null} className="mx-4 mt-3 h-2 desk:mx-6" />
        <ol className="divide-y divide-line px-4 py-2 desk:px-6">
          <li className="flex items-center gap-3.5 py-[15px]">
            <Tick state="done" />
            <span className="flex-1 font-label">{say.hidden}</span>
            <TimeAgo at={progress.startedAt} look="clock" className="text-13 text-ink-2" />
          </li>
          {progress.steps.map((step) => (
            <Step key={step.id} step={step} />
          ))}
        </ol>
        {progress.waiting && <Waiting waiting={progress.waiting} />}
      </Card>
      <p
        role="status"
        className="mt-[18px] flex min-h-12 items-center gap-3 rounded-[12px] bg-brand-soft px-[18px] py-3 text-13 text-pretty"
      >
        <DoorOpen aria-hidden="true" className="size-4 shrink-0 text-brand-ink" />
        {lost ? say.lost : say.close}
      </p>
    </div>
  )
}

function Step({ step }: { step: DisconnectStep }) {
  const { progress: say } = words
  const said = say.steps[step.id]
  return (
    <li className={cn('flex flex-wrap items-center gap-x-3.5 py-[15px]', step.state === 'waiting' && 'text-ink-3')}>
      <Tick state={step.state} />
      <span className="min-w-0 flex-1">
        <span className="block font-label">
          {said[step.state]}
          <span className="sr-only">: {say.state[step.state]}</span>
        </span>
        {said.note && step.state !== 'waiting' && <span className="block text-12 text-ink-3">{said.note}</span>}
      </span>
      <span className="num text-13 text-ink-2">
        {step.total > 1 && say.of(isOver(step) ? step.total : step.done, step.total)}
      </span>
    </li>
  )
}

const isOver = ({ state }: DisconnectStep) => state === 'done' || state === 'failed'

function Tick({ state }: { state: DisconnectStep['state'] }) {
  if (state === 'running') return <Spinner className="m-0.5 size-5" />
  if (state === 'failed')
    return (
      <span
        aria-hidden="true"
        className="grid size-6 shrink-0 place-items-center rounded-full bg-warn-soft text-warn-ink"
      >
        <X className="size-3.5 stroke-[2.5]" />
      </span>
    )
  return state === 'done' ? (
    <span aria-hidden="true" className="grid size-6 shrink-0 place-items-center rounded-full bg-ok-soft text-ok-ink">
      <Check className="size-3.5 stroke-[2.5]" />
    </span>
  ) : (
    <span
      aria-hidden="true"
      className="size-6 shrink-0 rounded-full shadow-[inset_0_0_0_1.5px_var(--line-2)] forced-colors:border"
    />
  )
}

const eachSecond = () => 1000

function Waiting({ waiting }: { waiting: NonNullable<DisconnectProgress['waiting']> }) {
  const now = useNow(eachSecond)
  const seconds = Math.max(0, Math.ceil((Date.parse(waiting.until) - now) / 1000))
  return (
    <p className="num flex gap-3 border-line border-t bg-warn-soft px-4 py-3 text-13 desk:px-6">
      <Hourglass aria-hidden="true" className="mt-0.5 size-4 shrink-0 text-warn-ink" />
      <span suppressHydrationWarning>
        {waiting.reason} {words.progress.nextTryIn(seconds)}
      </span>
    </p>
  )
}

/** Seconds left at the pace since the first look; null until the pace is known. */
function useTimeLeft(done: number, total: number): number | null {
  const start = useRef<{ at: number; done: number } | null>(null)
  const now = useNow(useCallback(() => 1000, []))
  if (now === 0 || total === 0) return null
  start.current ??= { at: now, done }
  const passed = (now - start.current.at) / 1000
  const moved = done - start.current.done
  if (passed < 3 || moved <= 0 || done >= total) return null
  return Math.min(3600, ((total - done) / moved) * passed)
}
