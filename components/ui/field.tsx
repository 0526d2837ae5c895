'use client'

import { CircleAlert } from 'lucide-react'
import {
  type ComponentProps,
  cloneElement,
  type InputHTMLAttributes,
  isValidElement,
  type ReactElement,
  type ReactNode,
  useId,
} from 'react'
import { cn } from './cn'
import { Spinner } from './progress'

/** The look of anything one types into; its edge is at least 3:1 on the sheet. */
export const fieldStyle =
  'field-focus w-full rounded-control border-0 bg-raised text-14 text-ink shadow-field [&[readonly]]:bg-well [&[readonly]]:text-ink-2 aria-disabled:bg-press aria-disabled:text-ink-3 aria-invalid:shadow-field-bad forced-colors:border max-desk:text-[16px]'

type FieldProps = {
  label: string
  /** Stands below; an error takes its place without moving what follows. */
  help?: ReactNode
  error?: string
  /** Beside the label, for instance "optional". */
  note?: ReactNode
  className?: string
  /** One control: Input, TextArea, Select … gets id and descriptions. */
  children: ReactElement<{ id?: string; 'aria-describedby'?: string; 'aria-invalid'?: boolean }>
}

/** Label above, control, help or error below, all tied together for screen readers. */
export function Field({ label, help, error, note, className, children }: FieldProps) {
  const own = useId()
  const id = (isValidElement(children) && children.props.id) || own
  const below = `${own}-help`
  return (
    <div className={className}>
      <div className="mb-1.5 flex items-baseline gap-2">
        <label htmlFor={id} className="text-13 font-label">
          {label}
        </label>
        {note && <span className="text-12 text-ink-3">{note}</span>}
      </div>
      {cloneElement(children, {
        id,
        'aria-describedby': help || error ? below : undefined,
        'aria-invalid': error ? true : undefined,
      })}
      <p id={below} className={cn('mt-1.5 min-h-4 text-12', error ? 'flex gap-1.5 text-bad-ink' : 'text-ink-3')}>
        {error && <CircleAlert aria-hidden="true" className="mt-px size-3.5 shrink-0" />}
        {error ?? help}
      </p>
    </div>
  )
}

type InputProps = InputHTMLAttributes<HTMLInputElement> & {
  icon?: ReactNode
  end?: ReactNode
  busy?: boolean
  ref?: React.Ref<HTMLInputElement>
}

/** One line of text, 40 px high, with an icon before and anything after it. */
export function Input({ icon, end, busy, className, ...rest }: InputProps) {
  if (!icon && !end && !busy) return <input {...rest} className={cn(fieldStyle, 'h-10 px-3', className)} />
  return (
    <span
      className={cn(
        fieldStyle,
        'flex h-10 items-center gap-2 px-3 has-aria-invalid:shadow-field-bad [&_svg]:text-ink-3',
        className,
      )}
    >
      {icon}
      <input {...rest} className="h-full min-w-0 flex-1 border-0 bg-transparent text-[inherit] outline-none" />
      {busy ? <Spinner /> : end}
    </span>
  )
}

/** Several lines; grows with its text where the browser can. */
export function TextArea({ className, ...rest }: ComponentProps<'textarea'>) {
  return (
    <textarea
      rows={3}
      {...rest}
      className={cn(fieldStyle, 'field-sizing-content min-h-24 resize-y px-3 py-2.5', className)}
    />
  )
}

/** A secret that can be written but not read: shows dots and its end. */
export function SecretEnd({ end }: { end: string }) {
  return (
    <span className="font-mono text-13 text-ink-2">
      <span aria-hidden="true">••••••••</span>
      {end}
    </span>
  )
}
