'use client'

import type { ReactNode } from 'react'
import { announce } from '@/components/frame/announcer'
import { Button } from '@/components/ui/button'
import type { ButtonStyle } from '@/components/ui/button-style'
import { cn } from '@/components/ui/cn'
import { DeedError } from '@/components/ui/deed-error'
import { toast } from '@/components/ui/toast'
import { type Deed, useDeed } from './deed'

type DeedButtonProps = ButtonStyle & {
  run: Deed
  icon?: ReactNode
  off?: string | false
  /** Where the sentence about a failure stands. */
  align?: 'start' | 'end'
  /** Said in a toast when it went well and the screen does not show it by itself. */
  said?: string
  'aria-label'?: string
  className?: string
  formClassName?: string
  children: ReactNode
}

/** One deed, one button; what went wrong is said under it. */
export function DeedButton({ run, said, align = 'start', formClassName, children, ...button }: DeedButtonProps) {
  const [error, submit, busy] = useDeed(run, () => {
    if (!said) return
    announce(said)
    toast({ text: said })
  })
  return (
    <form
      action={submit}
      className={cn('flex flex-col', align === 'end' && 'desk:items-end desk:text-right', formClassName)}
    >
      <Button {...button} type="submit" busy={busy}>
        {children}
      </Button>
      <DeedError message={error} className="max-w-[36ch]" />
    </form>
  )
}
