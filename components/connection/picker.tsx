'use client'

import { LockKeyhole, ShieldCheck, Undo2, UserRoundCheck } from 'lucide-react'
import Link from 'next/link'
import { useState } from 'react'
import { Button } from '@/components/ui/button'
import { cn } from '@/components/ui/cn'
import { DeedError } from '@/components/ui/deed-error'
import { Mark, MicrosoftSquares } from '@/components/ui/mark'
import { ArrivalHeading } from './arrival-heading'
import { Assurance } from './assurance'
import { type Deed, useDeed } from './deed'
import { byGroup } from './feature-icon'
import { pickedField } from './picked-field'
import { PickerCard } from './picker-card'
import type { PickerView } from './view'
import { words } from './words'

type PickerProps = { view: PickerView; start: Deed; backHref: string }

/** Feature picker: what to connect, with a sum that follows along. Posts the chosen ids as `feature`. */
export function Picker({ view, start, backHref }: PickerProps) {
  const [chosen, setChosen] = useState(
    () => new Set(view.features.filter((each) => each.chosen).map((each) => each.id)),
  )
  const [error, submit, busy] = useDeed(start)
  const picked = view.features.filter((feature) => chosen.has(feature.id))
  const permissions = new Set(picked.flatMap((feature) => feature.permissions.map((each) => each.scope)))
  const forAdmin = view.features.filter((feature) => feature.needsAdmin).length
  const { picker } = words

  const toggle = (id: string, on: boolean) => {
    const next = new Set(chosen)
    if (on) next.add(id)
    else next.delete(id)
    setChosen(next)
  }

  return (
    <main className="w-full max-desk:flex-1 desk:max-w-[1120px] desk:overflow-clip desk:rounded-[22px] desk:bg-sheet desk:shadow-lift-2">
      <form
        action={submit}
        className="grid max-desk:min-h-dvh max-desk:grid-rows-[1fr_auto] pane:grid-cols-[minmax(0,1fr)_348px]"
      >
        <section className="px-4 pt-6 pb-6 desk:px-9 desk:pt-7">
          <ArrivalHeading className="text-22 desk:text-26">{picker.title}</ArrivalHeading>
          <p className="mt-1 max-w-[78ch] text-ink-2 text-pretty">{picker.lead}</p>
          {byGroup(view.features).map(([group, features]) => (
            <fieldset key={group} className="mt-5">
              <legend className="mb-[7px] text-12 font-label text-ink-3">{group}</legend>
              <div className={cn('grid gap-[9px]', features.length > 1 && 'desk:grid-cols-2')}>
                {features.map((feature) => (
                  <PickerCard
                    key={feature.id}
                    feature={feature}
                    on={chosen.has(feature.id)}
                    onChange={(on) => toggle(feature.id, on)}
                    field={pickedField}
                  />
                ))}
              </div>
            </fieldset>
          ))}
          <p className="mt-5 text-12 text-ink-3 pane:hidden">
            <Always view={view} />
          </p>
          <Link href={backHref} className="mt-5 inline-flex min-h-6 items-center text-13 max-desk:min-h-11">
            {picker.back}
          </Link>
        </section>
        <aside className="flex flex-col max-pane:sticky max-pane:bottom-0 max-pane:border-line max-pane:border-t max-pane:bg-sheet max-pane:px-4 max-pane:pt-3 max-pane:pb-[calc(16px+env(safe-area-inset-bottom))] pane:border-line pane:border-l pane:bg-well">
          {/* However long the list is, what goes on stays in view. */}
          <div className="flex flex-col pane:sticky pane:top-0 pane:p-[30px] pane:pt-8">
            <Mark state="pending" size={46} tone="picture" ground="well" label="" className="max-pane:hidden" />
            <h2
              className="num mb-1.5 max-pane:mb-2.5 max-pane:text-13 max-pane:font-label max-pane:text-ink-2 pane:mt-5 pane:text-20"
              aria-live="polite"
            >
              {picker.features(picked.length)}, {picker.permissions(permissions.size)}
            </h2>
            <p className="text-13 text-ink-2 max-pane:hidden">{picker.next}</p>
            <ul className="my-[18px] grid gap-3 text-13 max-pane:hidden">
              <Assurance icon={<LockKeyhole aria-hidden="true" />}>{picker.password}</Assurance>
              <Assurance icon={<UserRoundCheck aria-hidden="true" />}>{picker.confirm}</Assurance>
              <Assurance icon={<Undo2 aria-hidden="true" />}>{picker.leave}</Assurance>
              {forAdmin > 0 && (
                <Assurance icon={<ShieldCheck aria-hidden="true" />}>{picker.admin(forAdmin)}</Assurance>
              )}
            </ul>
            <DeedError message={error} className="mb-2.5" />
            <Button
              type="submit"
              kind="filled"
              size="l"
              busy={busy}
              off={picked.length === 0 && picker.none}
              icon={<MicrosoftSquares />}
              className="w-full"
            >
              {picker.go}
            </Button>
            <p className="mt-3 text-center text-12 text-ink-3 max-pane:hidden">
              <Always view={view} />
            </p>
          </div>
        </aside>
      </form>
    </main>
  )
}

function Always({ view }: { view: PickerView }) {
  return (
    <>
      {words.picker.always}{' '}
      {view.always.map((permission) => (
        <span key={permission.scope} title={permission.reason}>
          <code className="font-mono">{permission.scope}</code>
          <span className="sr-only">: {permission.reason}</span>{' '}
        </span>
      ))}
    </>
  )
}
