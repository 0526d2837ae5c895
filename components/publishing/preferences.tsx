'use client'

import { useId } from 'react'
import { DeedError } from '@/components/ui/deed-error'
import { Field } from '@/components/ui/field'
import { Select } from '@/components/ui/select'
import { Card, GroupHead } from '@/components/ui/sheet'
import { Switch } from '@/components/ui/switch'
import { useDeed } from './use-publishing'
import type { PublishingActions, PublishingView } from './view'
import { words } from './words'

const minutes = ['none', '0', '5', '10', '15', '30', '60', '120', '1440', '10080'] as const

/** The choices of the reminder; one that was made elsewhere stands among them. */
export function reminderChoices(now: number | null): { value: string; label: string }[] {
  const { choices, otherwise } = words.preferences
  const known = minutes.map((value) => ({ value: value as string, label: choices[value] }))
  const isKnown = now === null || known.some(({ value }) => value === String(now))
  return isKnown ? known : [...known, { value: String(now), label: otherwise(now) }]
}

/** Reminder, and the switch between writing and observing. Both act at once. */
export function Preferences({ view, onSet }: { view: PublishingView; onSet: PublishingActions['setPublishing'] }) {
  const { preferences: say } = words
  const named = useId()
  const deed = useDeed()
  const { mode, writes, reminderMinutes, counts } = view
  const observes = writes === 'observe'
  const remind = (value: string) => {
    const next = value === 'none' ? null : Number(value)
    void deed.run(
      () => onSet({ mode, writes, reminderMinutes: next }),
      say.saved,
      (now) => ({ ...now, reminderMinutes: next }),
    )
  }
  const observe = (on: boolean) => {
    const next = on ? 'observe' : 'on'
    void deed.run(
      () => onSet({ mode, reminderMinutes, writes: next }),
      on ? say.saved : say.writes,
      (now) => ({ ...now, writes: next }),
    )
  }
  return (
    <section>
      <GroupHead>{say.title}</GroupHead>
      <Card className="divide-y divide-line">
        <Field label={say.reminder} help={say.reminderHelp} className="p-4 pb-3 desk:px-5">
          <Select
            choices={reminderChoices(reminderMinutes)}
            value={reminderMinutes === null ? 'none' : String(reminderMinutes)}
            onChange={remind}
            className="desk:max-w-[280px]"
          />
        </Field>
        <div className="flex items-center gap-4 p-4 desk:px-5">
          <span className="min-w-0 flex-1">
            <span id={named} className="block font-label">
              {say.observe}
            </span>
            <span className="mt-0.5 block text-13 text-ink-2 text-pretty">
              {observes ? say.observeOn(counts.waiting) : say.observeOff}
            </span>
          </span>
          <Switch checked={observes} busy={deed.busy} onChange={observe} labelledBy={named} />
        </div>
      </Card>
      <DeedError message={deed.error} />
    </section>
  )
}
