'use client'

import { useQuery } from '@tanstack/react-query'
import { ArrowDownToLine, Minus, Pencil, Plus } from 'lucide-react'
import { useEffect, useId, useState } from 'react'
import { announce } from '@/components/frame/announcer'
import { liveKey } from '@/components/frame/live'
import { Button } from '@/components/ui/button'
import { Checkbox } from '@/components/ui/checkbox'
import { DeedError } from '@/components/ui/deed-error'
import { Card } from '@/components/ui/sheet'
import { Loading, Skeleton } from '@/components/ui/skeleton'
import { EntryLine, withKeys } from './entry-line'
import { orThrow, useDeed } from './use-publishing'
import type { PublishingActions, PublishingMode, PublishingPreview, PublishingView } from './view'
import { words } from './words'

const icons = { add: Plus, change: Pencil, remove: Minus, 'take-in': ArrowDownToLine } as const

type ModePreviewProps = {
  view: PublishingView
  mode: PublishingMode
  actions: Pick<PublishingActions, 'preview' | 'setPublishing'>
  onDone: () => void
}

/** What a change of mode will do, by figures; one button does it. */
export function ModePreview({ view, mode, actions, onDone }: ModePreviewProps) {
  const { preview: say } = words
  const title = useId()
  const [observes, setObserves] = useState(view.writes === 'observe')
  const writes = observes ? 'observe' : 'on'
  const { data, error, refetch, isFetching } = useQuery({
    queryKey: liveKey('schedule', 'publishing-preview', mode, writes),
    queryFn: () => orThrow(actions.preview(mode, writes)),
    staleTime: 0,
    gcTime: 0,
    retry: false,
  })
  const deed = useDeed()
  const first = data?.sentences[0]
  useEffect(() => {
    if (first) announce(first)
  }, [first])
  const go = async () => {
    const input = { mode, writes, reminderMinutes: view.reminderMinutes } as const
    const said = observes && mode !== 'off' ? say.done.observe : say.done[mode]
    if (await deed.run(() => actions.setPublishing(input), said)) onDone()
  }
  return (
    <Card role="region" aria-labelledby={title} className="mt-3 p-5 desk:p-6">
      <h3 id={title} className="text-16">
        {say.title}
      </h3>
      {!data && !error && <Counting />}
      {error && (
        <>
          <DeedError message={error.message} />
          <Button size="s" busy={isFetching} onClick={() => void refetch()} className="mt-3">
            {say.again}
          </Button>
        </>
      )}
      {data && <Told data={data} />}
      {view.writes === 'on' && mode !== 'off' && (
        <Checkbox checked={observes} onChange={setObserves} help={say.observeHelp} className="mt-4">
          {say.observe}
        </Checkbox>
      )}
      <DeedError message={deed.error} />
      <div className="mt-5 flex flex-wrap justify-end gap-2">
        <Button onClick={onDone}>{say.cancel}</Button>
        <Button
          kind={mode === 'off' && (data?.remove ?? 0) > 0 ? 'destroys' : 'filled'}
          off={!data && (error ? error.message : say.loading)}
          busy={deed.busy}
          onClick={() => void go()}
        >
          {observes && mode !== 'off'
            ? say.go.observe
            : mode === 'off'
              ? say.go.off(data?.remove ?? 0)
              : say.go[mode](data?.add ?? 0)}
        </Button>
      </div>
    </Card>
  )
}

function Counting() {
  return (
    <Loading label={words.preview.loading} className="mt-4 grid gap-3">
      <Skeleton className="h-7 w-24" />
      <Skeleton className="w-80 max-w-full" />
      <Skeleton className="w-64 max-w-full" />
    </Loading>
  )
}

function Told({ data }: { data: PublishingPreview }) {
  const { preview: say } = words
  const figures = (['add', 'change', 'remove', 'takeIn'] as const).filter((each) => data[each] > 0)
  return (
    <>
      {figures.length > 0 && (
        <dl className="mt-3 flex flex-wrap gap-x-8 gap-y-2">
          {figures.map((each) => (
            <div key={each} className="flex flex-row-reverse items-baseline gap-2">
              <dt className="text-13 text-ink-2">{say[each]}</dt>
              <dd className="num text-26">{data[each].toLocaleString('en-GB')}</dd>
            </div>
          ))}
        </dl>
      )}
      <ul className="mt-2 grid gap-1 text-ink-2">
        {data.sentences.map((sentence) => (
          <li key={sentence} className="max-w-[70ch] text-pretty">
            {sentence}
          </li>
        ))}
      </ul>
      {data.examples.length > 0 && (
        <>
          <h4 className="mt-4 mb-1 text-13 font-strong text-ink-2">{say.first}</h4>
          <ul className="divide-y divide-line">
            {withKeys(data.examples).map(({ key, title, when, repeats, what }) => {
              const Icon = icons[what]
              return (
                <EntryLine
                  key={key}
                  icon={<Icon aria-hidden="true" />}
                  what={say.what[what]}
                  title={title}
                  when={when}
                  repeats={repeats}
                />
              )
            })}
          </ul>
        </>
      )}
    </>
  )
}
