'use client'

import { TriangleAlert } from 'lucide-react'
import { useRef, useState } from 'react'
import { Banner } from '@/components/ui/banner'
import { Button, ButtonLink } from '@/components/ui/button'
import { DeedError } from '@/components/ui/deed-error'
import { Pill } from '@/components/ui/pill'
import { PageHead } from '@/components/ui/sheet'
import { Help } from './help'
import { ModeCards } from './mode-cards'
import { ModePreview } from './mode-preview'
import { NotReady } from './not-ready'
import { ObservedList } from './observed-list'
import { PauseCard } from './pause-card'
import { Preferences } from './preferences'
import { ProgressCard } from './progress-card'
import { useDeed, usePublishing } from './use-publishing'
import type { PublishingActions, PublishingMode, PublishingView } from './view'
import { words } from './words'

/** Settings → Calendar. What waits for the person's word stands first. */
export function PublishingScreen({ initial, actions }: { initial: PublishingView; actions: PublishingActions }) {
  const view = usePublishing(initial)
  const [picked, setPicked] = useState<PublishingMode | null>(null)
  const cards = useRef<HTMLFieldSetElement>(null)
  const { state, mode, writes } = view
  const isOn = mode !== 'off'
  const wanted = picked === mode ? null : picked
  const close = () => {
    setPicked(null)
    // The button that was pressed is gone: on to what is chosen now.
    requestAnimationFrame(() => cards.current?.querySelector<HTMLInputElement>('input:checked')?.focus())
  }
  return (
    <div className="mx-auto flex w-full max-w-[1100px] flex-col gap-10 pb-8">
      <PageHead title={words.title} lead={words.lead} state={<State view={view} />} className="mb-0" />
      {view.pauses.map((pause) => (
        <PauseCard key={pause.id} pause={pause} onDecide={actions.decidePause} />
      ))}
      {state === 'ready' ? (
        <>
          {view.problem && <Problem view={view} problem={view.problem} actions={actions} />}
          <div>
            <ModeCards ref={cards} value={wanted ?? mode} current={mode} onPick={setPicked} />
            {wanted && <ModePreview key={wanted} view={view} mode={wanted} actions={actions} onDone={close} />}
          </div>
          {isOn && <ProgressCard view={view} />}
          {isOn && writes === 'observe' && <ObservedList onList={actions.listObserved} />}
          {isOn && <Preferences view={view} onSet={actions.setPublishing} />}
          {isOn && <Help mode={mode} calendarName={view.calendarName} />}
        </>
      ) : (
        <NotReady state={state} />
      )}
    </div>
  )
}

function State({ view: { state, mode, writes, pauses } }: { view: PublishingView }) {
  if (state !== 'ready') return null
  if (pauses.length > 0) return <Pill tone="warn">{words.state.paused}</Pill>
  if (mode !== 'off' && writes === 'observe') return <Pill>{words.state.observe}</Pill>
  return <Pill tone={mode === 'off' ? 'neutral' : 'ok'}>{words.state[mode]}</Pill>
}

type ProblemProps = {
  view: PublishingView
  problem: NonNullable<PublishingView['problem']>
  actions: PublishingActions
}

/** What stops publishing, with its way out. */
function Problem({ view, problem, actions }: ProblemProps) {
  const deed = useDeed()
  const { mode, writes, reminderMinutes } = view
  const act = () =>
    problem.deed === 'recreate'
      ? deed.run(actions.recreateCalendar, words.problem.recreated)
      : deed.run(() => actions.setPublishing({ mode, writes, reminderMinutes }), words.problem.resumed)
  return (
    <div>
      <Banner
        tone="warn"
        icon={<TriangleAlert aria-hidden="true" className="size-4 shrink-0" />}
        action={
          problem.deed ? (
            <Button size="s" busy={deed.busy} onClick={() => void act()}>
              {problem.label}
            </Button>
          ) : problem.href ? (
            <ButtonLink size="s" href={problem.href}>
              {problem.label}
            </ButtonLink>
          ) : null
        }
      >
        {problem.text}
      </Banner>
      <DeedError message={deed.error} />
    </div>
  )
}
