'use client'

import { Lock } from 'lucide-react'
import { useId } from 'react'
import { announce } from '@/components/frame/announcer'
import { cn } from '@/components/ui/cn'
import { DeedError } from '@/components/ui/deed-error'
import { GroupHead } from '@/components/ui/sheet'
import { useDeed } from './use-privacy'
import type { SetVisibility, Visibility } from './view'
import { words } from './words'

const choices: readonly Visibility[] = ['metadata', 'subject', 'everything']

/** Three radio cards; each shows the same mail as a colleague would see it. */
export function VisibilityCards({ value, onChoose }: { value: Visibility; onChoose: SetVisibility }) {
  const { visibility } = words
  const name = useId()
  const { run, error } = useDeed()
  const choose = async (chosen: Visibility) => {
    if (
      await run(
        () => onChoose(chosen),
        (view) => ({ ...view, visibility: chosen }),
      )
    )
      announce(visibility.saved)
  }
  return (
    <section>
      <GroupHead>{visibility.title}</GroupHead>
      <fieldset>
        <legend className="sr-only">{visibility.legend}</legend>
        <div className="grid gap-3 pane:grid-cols-3">
          {choices.map((choice) => (
            <label
              key={choice}
              className={cn(
                'relative flex cursor-pointer flex-col gap-3 rounded-card bg-sheet p-4 shadow-lift-0 transition-colors hover:bg-hover',
                'has-checked:bg-selected has-checked:shadow-[inset_0_0_0_2px_var(--brand)] has-checked:hover:bg-selected',
                'has-focus-visible:outline-2 has-focus-visible:outline-focus has-focus-visible:outline-offset-2 forced-colors:border',
              )}
            >
              <span className="flex items-start gap-2.5">
                <input
                  type="radio"
                  name={name}
                  value={choice}
                  checked={choice === value}
                  onChange={() => void choose(choice)}
                  aria-describedby={`${name}-${choice}`}
                  className="mt-0.5 size-[18px] shrink-0 appearance-none rounded-full bg-raised shadow-field outline-none checked:shadow-[inset_0_0_0_5.5px_var(--brand)] forced-colors:appearance-auto"
                />
                <span className="font-strong">{visibility.choices[choice].label}</span>
              </span>
              <span id={`${name}-${choice}`} className="flex flex-1 flex-col justify-between gap-3">
                <span className="text-13 text-ink-2 text-pretty">{visibility.choices[choice].means}</span>
                <Example visibility={choice} />
              </span>
            </label>
          ))}
        </div>
      </fieldset>
      <DeedError message={error} />
    </section>
  )
}

function Example({ visibility }: { visibility: Visibility }) {
  const { example } = words.visibility
  return (
    <span className="block min-h-[92px] rounded-row bg-raised p-3 shadow-lift-0">
      <span className="mb-1.5 block text-12 text-ink-3">{example.label}</span>
      <span className="flex items-baseline gap-2 text-13">
        <span className="cut flex-1 font-label">{example.who}</span>
        <span className="num shrink-0 text-12 text-ink-3">{example.when}</span>
      </span>
      {visibility === 'metadata' ? (
        <span className="mt-0.5 flex items-start gap-1.5 text-12 text-ink-3">
          <Lock aria-hidden="true" className="mt-0.5 size-3 shrink-0" />
          {example.hidden}
        </span>
      ) : (
        <span className="cut mt-0.5 block text-13">{example.subject}</span>
      )}
      {visibility === 'everything' && <span className="cut block text-12 text-ink-2">{example.preview}</span>}
    </span>
  )
}
