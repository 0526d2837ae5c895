'use client'

import { CloudOff } from 'lucide-react'
import type { ReactNode } from 'react'
import { Button } from './button'
import { cn } from './cn'
import { CopyButton } from './copy-button'

type ErrorPanelProps = {
  /** What happened: "Tandem could not load this page". */
  title: string
  /** What that means for the person's data. */
  children?: ReactNode
  retry?: { label: string; run: () => void; busy?: boolean }
  /** A number to copy and send; never a stack. */
  number?: string
  action?: ReactNode
  /** `page` in the middle of a sheet, `part` as a box within it. */
  look?: 'page' | 'part'
  className?: string
}

/** A read that failed: says so and offers the next step. Never shown as "empty". */
export function ErrorPanel({ title, children, retry, number, action, look = 'page', className }: ErrorPanelProps) {
  const deeds = (
    <div className={cn('flex flex-wrap gap-2', look === 'page' ? 'mt-4 justify-center' : 'mt-3')}>
      {retry && (
        <Button
          kind={look === 'page' ? 'filled' : 'plain'}
          size={look === 'page' ? 'm' : 's'}
          busy={retry.busy}
          onClick={retry.run}
        >
          {retry.label}
        </Button>
      )}
      {number && <CopyButton text={number} size={look === 'page' ? 'm' : 's'} />}
      {action}
    </div>
  )
  if (look === 'part')
    return (
      <div role="alert" className={cn('rounded-row bg-well p-4', className)}>
        <p className="font-strong">{title}</p>
        {children && <p className="text-13 text-ink-2">{children}</p>}
        {deeds}
      </div>
    )
  return (
    <div
      role="alert"
      className={cn('flex flex-1 flex-col items-center justify-center gap-1 px-6 py-12 text-center', className)}
    >
      <CloudOff aria-hidden="true" className="mb-3 size-9 stroke-[1.5] text-ink-3" />
      <h2 className="text-16">{title}</h2>
      {children && <p className="max-w-[38ch] text-pretty text-13 text-ink-2">{children}</p>}
      {deeds}
    </div>
  )
}
