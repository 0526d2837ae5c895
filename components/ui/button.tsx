'use client'

import Link from 'next/link'
import { type ButtonHTMLAttributes, type ComponentProps, type MouseEvent, type ReactNode, type Ref, useId } from 'react'
import { type ButtonStyle, buttonStyle, iconButtonStyle } from './button-style'
import { cn } from './cn'
import { Spinner } from './progress'
import { Tooltip } from './tooltip'
import { words } from './words'

type ButtonProps = Omit<ButtonHTMLAttributes<HTMLButtonElement>, 'disabled'> &
  ButtonStyle & {
    /** Shows a spinner over the label; width and focus stay, clicks do nothing. */
    busy?: boolean
    /** A sentence that says why it cannot be used. The button stays focusable. */
    off?: string | false
    icon?: ReactNode
    ref?: Ref<HTMLButtonElement>
  }

/** A button. Its label is a verb with the outcome: "Delete 412 people". */
export function Button({
  kind,
  size,
  busy,
  off,
  icon,
  className,
  children,
  onClick,
  type = 'button',
  ...rest
}: ButtonProps) {
  const why = useId()
  const blocked = busy || Boolean(off)
  const button = (
    <button
      {...rest}
      type={type}
      aria-disabled={off ? true : undefined}
      aria-busy={busy || undefined}
      aria-describedby={off ? why : rest['aria-describedby']}
      onClick={(event: MouseEvent<HTMLButtonElement>) => (blocked ? event.preventDefault() : onClick?.(event))}
      className={cn(buttonStyle({ kind, size }), className)}
    >
      <span className={cn('inline-flex items-center gap-[inherit]', busy && 'opacity-0')}>
        {icon}
        {children}
      </span>
      {busy && (
        <span className="absolute inset-0 grid place-items-center">
          <Spinner label={words.working} tone="current" />
        </span>
      )}
      {off && (
        <span id={why} className="sr-only">
          {off}
        </span>
      )}
    </button>
  )
  return off ? <Tooltip text={off}>{button}</Tooltip> : button
}

type ButtonLinkProps = ComponentProps<typeof Link> & ButtonStyle & { icon?: ReactNode }

/** A link that looks like a button: for places, not for deeds. */
export function ButtonLink({ kind, size, icon, className, children, ...rest }: ButtonLinkProps) {
  return (
    <Link {...rest} className={cn(buttonStyle({ kind, size }), className)}>
      {icon}
      {children}
    </Link>
  )
}

type IconButtonProps = Omit<ButtonProps, 'kind' | 'size' | 'icon' | 'busy'> & {
  label: string
  /** Shown in the tooltip beside the label, for instance "U". */
  keys?: string
  size?: 's' | 'm'
}

/** An icon with a name and a tooltip. */
export function IconButton({
  label,
  keys,
  size,
  off,
  className,
  children,
  onClick,
  type = 'button',
  ...rest
}: IconButtonProps) {
  return (
    <Tooltip text={off || label} keys={off ? undefined : keys}>
      <button
        {...rest}
        type={type}
        aria-label={label}
        aria-disabled={off ? true : undefined}
        onClick={off ? undefined : onClick}
        className={cn(iconButtonStyle({ size }), className)}
      >
        {children}
      </button>
    </Tooltip>
  )
}
