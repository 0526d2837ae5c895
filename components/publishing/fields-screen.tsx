'use client'

import { useRouter } from 'next/navigation'
import { useOptimistic, useState, useTransition } from 'react'
import { attempt } from '@/components/connection/deed'
import { DeedError } from '@/components/ui/deed-error'
import { Card, PageHead } from '@/components/ui/sheet'
import { Switch } from '@/components/ui/switch'
import { fieldsWords as words } from './fields-words'
import type { CalendarFieldsView, SetCalendarFields } from './view'

type FieldsScreenProps = { view: CalendarFieldsView; setFields: SetCalendarFields }

/** Which optional fields of Outlook events come into the workspace; for administrators. */
export function FieldsScreen({ view, setFields }: FieldsScreenProps) {
  const router = useRouter()
  const [fields, expect] = useOptimistic(view.fields)
  const [busy, start] = useTransition()
  const [error, setError] = useState<string | null>(null)
  const change = (id: string, isOn: boolean) =>
    start(async () => {
      setError(null)
      const next = fields.map((field) => (field.id === id ? { ...field, isOn } : field))
      expect(next)
      const refused = await attempt(() => setFields(next.flatMap((field) => (field.isOn ? [field.id] : []))))
      setError(refused)
      if (!refused) router.refresh()
    })
  return (
    <div className="mx-auto w-full max-w-[1100px]">
      <PageHead title={words.title} lead={words.lead} />
      <DeedError message={error} />
      <Card className="max-w-[760px] divide-y divide-line px-4 desk:px-5">
        {fields.map(({ id, name, isOn }) => (
          <div key={id} className="flex min-h-12 items-center gap-4 py-2">
            <span id={`field-${id}`} className="min-w-0 flex-1">
              {name}
            </span>
            <Switch checked={isOn} busy={busy} labelledBy={`field-${id}`} onChange={(next) => change(id, next)} />
          </div>
        ))}
      </Card>
      <p className="mt-3 text-13 text-ink-3 text-pretty">{words.always}</p>
    </div>
  )
}
