'use client'

import { CircleAlert, Plus, X } from 'lucide-react'
import { type ReactNode, useId, useRef } from 'react'
import { Button, IconButton } from '@/components/ui/button'
import { cn } from '@/components/ui/cn'
import { Input } from '@/components/ui/field'

type LinesFieldProps = {
  label: string
  /** Name of the line at a place, for readers. */
  nameOf: (at: number) => string
  removeOf: (value: string) => string
  add: string
  help: string
  /** What is wrong, with a way out. */
  error?: ReactNode
  type: 'email' | 'text'
  values: string[]
  onChange: (values: string[]) => void
  onLeave?: (value: string) => void
}

/** Several values of one kind, one a line: addresses, domains. The last line may be empty. */
export function LinesField({
  label,
  nameOf,
  removeOf,
  add,
  help,
  error,
  type,
  values,
  onChange,
  onLeave,
}: LinesFieldProps) {
  const id = useId()
  const box = useRef<HTMLDivElement>(null)
  const lines = values.length === 0 ? [''] : values
  const focusLine = (at: number) =>
    requestAnimationFrame(() => box.current?.querySelectorAll<HTMLInputElement>('input')[at]?.focus())
  return (
    <fieldset className="min-w-0" aria-describedby={`${id}-help`}>
      <legend className="mb-1.5 text-13 font-label">{label}</legend>
      <div ref={box} className="grid gap-1.5">
        {lines.map((value, at) => (
          // Lines have no names of their own; they are typed into, not moved.
          <div key={`${id}-${at.toString()}`} className="flex items-center gap-1">
            <Input
              type={type}
              inputMode={type === 'email' ? 'email' : 'url'}
              autoCapitalize="none"
              spellCheck={false}
              autoComplete="off"
              aria-label={nameOf(at)}
              aria-invalid={error ? true : undefined}
              aria-describedby={`${id}-help`}
              value={value}
              onChange={(event) => onChange(lines.map((line, each) => (each === at ? event.target.value : line)))}
              onBlur={() => value.trim() && onLeave?.(value)}
              className="max-desk:h-11 max-desk:text-[16px]"
            />
            {lines.length > 1 && (
              <IconButton
                label={removeOf(value)}
                onClick={() => {
                  onChange(lines.filter((_, each) => each !== at))
                  focusLine(Math.max(0, at - 1))
                }}
              >
                <X aria-hidden="true" className="size-4" />
              </IconButton>
            )}
          </div>
        ))}
      </div>
      <div id={`${id}-help`} className={cn('mt-1.5 text-12', error ? 'flex gap-1.5 text-bad-ink' : 'text-ink-3')}>
        {error ? (
          <>
            <CircleAlert aria-hidden="true" className="mt-px size-3.5 shrink-0" />
            <span role="alert">{error}</span>
          </>
        ) : (
          help
        )}
      </div>
      {lines.length < 20 && lines.at(-1)?.trim() && (
        <Button
          kind="link"
          size="s"
          icon={<Plus aria-hidden="true" className="size-4" />}
          onClick={() => {
            onChange([...lines, ''])
            focusLine(lines.length)
          }}
          className="mt-1 -ml-2"
        >
          {add}
        </Button>
      )}
    </fieldset>
  )
}
