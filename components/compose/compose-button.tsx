'use client'

import { PencilLine } from 'lucide-react'
import { Button, IconButton } from '@/components/ui/button'
import { cn } from '@/components/ui/cn'
import { fetchComposer } from './load'
import { openCompose } from './open'
import { words } from './words'

const begin = () => void openCompose({ kind: 'new', place: 'dock' })

/**
 * Begins a mail. `filled` stands in the head of a list, `icon` in the navigation, `thumb` over the phone's tab bar.
 */
export function ComposeButton({
  look = 'filled',
  className,
}: {
  look?: 'filled' | 'icon' | 'thumb'
  className?: string
}) {
  if (look === 'icon')
    return (
      <IconButton label={words.newMail} keys="C" onClick={begin} onPointerEnter={fetchComposer} className={className}>
        <PencilLine aria-hidden="true" className="size-[18px]" />
      </IconButton>
    )
  if (look === 'thumb')
    return (
      <button
        type="button"
        aria-label={words.newMail}
        onClick={begin}
        onPointerDown={fetchComposer}
        className={cn(
          'fixed right-4 bottom-20 z-20 grid size-14 place-items-center rounded-card bg-brand text-on-brand shadow-lift-2 active:bg-brand-press desk:hidden',
          className,
        )}
      >
        <PencilLine aria-hidden="true" className="size-6" />
      </button>
    )
  return (
    <Button
      kind="filled"
      icon={<PencilLine aria-hidden="true" className="size-4" />}
      onClick={begin}
      onPointerEnter={fetchComposer}
      onFocus={fetchComposer}
      className={className}
    >
      {words.newMail}
    </Button>
  )
}
