'use client'

import { type Ref, useId } from 'react'
import { cn } from '@/components/ui/cn'
import { Mark, type MarkState } from '@/components/ui/mark'
import { GroupHead } from '@/components/ui/sheet'
import type { PublishingMode } from './view'
import { words } from './words'

export const modes: readonly { mode: PublishingMode; mark: MarkState }[] = [
  { mode: 'off', mark: 'tandem' },
  { mode: 'separate', mark: 'outlook' },
  { mode: 'two-way', mark: 'both' },
]

type ModeCardsProps = {
  value: PublishingMode
  /** What is so now, while another one is looked at. */
  current: PublishingMode
  onPick: (mode: PublishingMode) => void
  ref?: Ref<HTMLFieldSetElement>
}

/** Three radio cards; choosing one does nothing yet. */
export function ModeCards({ value, current, onPick, ref }: ModeCardsProps) {
  const { modes: say } = words
  const name = useId()
  return (
    <section>
      <GroupHead>{say.title}</GroupHead>
      <fieldset ref={ref}>
        <legend className="sr-only">{say.legend}</legend>
        <div className="grid gap-3 pane:grid-cols-3">
          {modes.map(({ mode, mark }) => (
            <label
              key={mode}
              className={cn(
                'relative flex cursor-pointer flex-col gap-2 rounded-card bg-sheet p-4 shadow-lift-0 transition-colors hover:bg-hover',
                'has-checked:bg-selected has-checked:shadow-[inset_0_0_0_2px_var(--brand)] has-checked:hover:bg-selected',
                'has-focus-visible:outline-2 has-focus-visible:outline-focus has-focus-visible:outline-offset-2 forced-colors:border',
              )}
            >
              <span className="flex items-center gap-2.5">
                <input
                  type="radio"
                  name={name}
                  value={mode}
                  checked={mode === value}
                  onChange={() => onPick(mode)}
                  aria-describedby={`${name}-${mode}`}
                  className="size-[18px] shrink-0 appearance-none rounded-full bg-raised shadow-field outline-none checked:shadow-[inset_0_0_0_5.5px_var(--brand)] forced-colors:appearance-auto"
                />
                <span className="flex-1 font-strong">{say[mode].label}</span>
                <Mark state={mark} size={20} label="" ground={mode === value ? 'selected' : 'sheet'} />
              </span>
              <span id={`${name}-${mode}`} className="text-13 text-ink-2 text-pretty">
                {say[mode].means}
                {mode === current && value !== current && <span className="sr-only"> {words.modes.now}</span>}
              </span>
            </label>
          ))}
        </div>
      </fieldset>
    </section>
  )
}
