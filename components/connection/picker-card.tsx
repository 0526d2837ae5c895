'use client'

import { useId } from 'react'
import { Tag } from '@/components/ui/pill'
import { FeatureIcon } from './feature-icon'
import { AdminShield } from './permission-list'
import type { PickerFeature } from './view'
import { words } from './words'

type PickerCardProps = { feature: PickerFeature; on: boolean; onChange: (on: boolean) => void; field: string }

/** A feature to take or leave. The whole card is the switch, a check box underneath. */
export function PickerCard({ feature, on, onChange, field }: PickerCardProps) {
  const id = useId()
  return (
    <label className="group relative grid cursor-pointer grid-cols-[36px_minmax(0,1fr)_auto] items-start gap-x-3 rounded-[13px] bg-sheet px-3.5 pt-[11px] pb-2.5 shadow-[inset_0_0_0_1px_var(--line-2)] transition-colors hover:bg-hover has-checked:bg-[color-mix(in_oklab,var(--brand-soft)_45%,var(--sheet))] has-checked:shadow-[inset_0_0_0_1.5px_var(--brand-line)] has-focus-visible:outline-2 has-focus-visible:outline-focus has-focus-visible:outline-offset-2 forced-colors:border">
      <FeatureIcon id={feature.id} on={on} size={36} />
      <span className="min-w-0">
        <span id={`${id}-name`} className="flex flex-wrap items-center gap-x-2 font-strong">
          {feature.name}
          {feature.needsAdmin && <AdminShield />}
          {feature.workOnly && <Tag>{words.feature.needsWork}</Tag>}
        </span>
        <span id={`${id}-what`} className="block text-13 leading-[18px] text-ink-2">
          {feature.sentence}
        </span>
        {feature.permissions.map((permission) => (
          <span key={permission.scope} className="mt-1.5 block">
            <code className="block font-mono text-11 text-ink-2 [overflow-wrap:anywhere]">{permission.scope}</code>
            <span className="block text-12 text-ink-3 text-pretty">{permission.reason}</span>
          </span>
        ))}
      </span>
      <input
        type="checkbox"
        role="switch"
        aria-checked={on}
        name={field}
        value={feature.id}
        checked={on}
        onChange={(event) => onChange(event.target.checked)}
        aria-labelledby={`${id}-name`}
        aria-describedby={`${id}-what`}
        className="sr-only"
      />
      <span
        aria-hidden="true"
        className="relative h-[22px] w-9 rounded-full bg-line-control transition-colors group-has-checked:bg-brand forced-colors:border"
      >
        <span className="absolute top-[3px] left-[3px] size-4 rounded-full bg-sheet shadow-lift-1 transition-transform duration-(--mid) ease-out group-has-checked:translate-x-3.5 group-has-checked:bg-on-brand" />
      </span>
    </label>
  )
}
