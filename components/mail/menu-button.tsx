'use client'

import { lazy, type ReactNode, Suspense, useState } from 'react'
import { iconButtonStyle } from '@/components/ui/button-style'
import { cn } from '@/components/ui/cn'
import type { MenuEntry } from './menu-entry'

const load = () => import('./menu-panel')
const MenuPanel = lazy(load)

type MenuButtonProps = {
  label: string
  entries: () => readonly MenuEntry[]
  align?: 'start' | 'end'
  size?: 's' | 'm'
  className?: string
  /** Instead of the looks of an icon button. */
  plain?: boolean
  onOpenChange?: (open: boolean) => void
  children: ReactNode
}

/** A button with a menu; what the menu needs is fetched when the pointer comes near. */
export function MenuButton(props: MenuButtonProps) {
  const { label, entries, align, size, className, plain, onOpenChange, children } = props
  const [open, setOpen] = useState(false)
  const [wanted, setWanted] = useState(false)
  const ahead = () => void load().catch(() => {})
  const change = (next: boolean) => {
    setOpen(next)
    onOpenChange?.(next)
  }
  const button = (
    <button
      type="button"
      aria-label={label}
      title={label}
      aria-haspopup="menu"
      aria-expanded={open}
      onPointerEnter={ahead}
      onFocus={ahead}
      onClick={
        wanted
          ? undefined
          : () => {
              setWanted(true)
              change(true)
            }
      }
      className={cn(!plain && iconButtonStyle({ size }), className)}
    >
      {children}
    </button>
  )
  if (!wanted) return button
  return (
    <Suspense fallback={button}>
      <MenuPanel
        label={label}
        entries={open ? entries() : []}
        trigger={button}
        align={align}
        open={open}
        onOpenChange={change}
      />
    </Suspense>
  )
}

/** A menu where the pointer is. */
export function ContextMenu(props: {
  label: string
  entries: readonly MenuEntry[]
  at: { x: number; y: number }
  onClosed: () => void
}) {
  const [open, setOpen] = useState(true)
  return (
    <Suspense>
      <MenuPanel {...props} open={open} onOpenChange={setOpen} />
    </Suspense>
  )
}
