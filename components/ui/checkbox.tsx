'use client'

import { Check, Minus } from 'lucide-react'
import { type InputHTMLAttributes, type ReactNode, useEffect, useId, useRef } from 'react'
import { cn } from './cn'

type CheckboxProps = {
  checked: boolean | 'mixed'
  onChange: (checked: boolean) => void
  children: ReactNode
  help?: ReactNode
  name?: string
  className?: string
}

/** A box with its words; the whole line is the target. */
export function Checkbox({ checked, onChange, children, help, name, className }: CheckboxProps) {
  const id = useId()
  return (
    <div className={cn('relative flex items-start gap-2.5 py-1 max-desk:min-h-11 max-desk:py-2.5', className)}>
      <span className="mt-px grid size-[18px] shrink-0">
        <Box
          id={id}
          name={name}
          checked={checked}
          onChange={(event) => onChange(event.target.checked)}
          aria-describedby={help ? `${id}-help` : undefined}
        />
      </span>
      <span>
        <label htmlFor={id} className="cursor-pointer before:absolute before:inset-0">
          {children}
        </label>
        {help && (
          <span id={`${id}-help`} className="block text-12 text-ink-3">
            {help}
          </span>
        )}
      </span>
    </div>
  )
}

type BoxProps = Omit<InputHTMLAttributes<HTMLInputElement>, 'type' | 'checked'> & { checked: boolean | 'mixed' }

/** The box alone, for a grid of 18 px that its signs share with it. */
export function Box({ checked, className, ...rest }: BoxProps) {
  const box = useRef<HTMLInputElement>(null)
  const on = checked === true
  useEffect(() => {
    if (box.current) box.current.indeterminate = checked === 'mixed'
  }, [checked])
  // React empties a form once its action is done, and would put the box back to how it was first drawn.
  useEffect(() => {
    const { current } = box
    const form = current?.form
    const keep = () =>
      queueMicrotask(() => {
        if (current) current.checked = on
      })
    form?.addEventListener('reset', keep)
    return () => form?.removeEventListener('reset', keep)
  }, [on])
  return (
    <>
      <input
        {...rest}
        ref={box}
        type="checkbox"
        checked={on}
        className={cn(
          'peer col-start-1 row-start-1 m-0 size-full cursor-pointer appearance-none rounded-[5px] bg-raised shadow-field checked:bg-brand checked:shadow-none indeterminate:bg-brand indeterminate:shadow-none forced-colors:appearance-auto',
          className,
        )}
      />
      <Check
        aria-hidden="true"
        className="pointer-events-none col-start-1 row-start-1 hidden size-3.5 place-self-center stroke-3 text-on-brand peer-checked:block peer-indeterminate:hidden forced-colors:hidden!"
      />
      <Minus
        aria-hidden="true"
        className="pointer-events-none col-start-1 row-start-1 hidden size-3.5 place-self-center stroke-3 text-on-brand peer-indeterminate:block forced-colors:hidden!"
      />
    </>
  )
}
