'use client'

import { X } from 'lucide-react'
import type { ReactNode } from 'react'
import { IconButton } from '@/components/ui/button'
import { words } from '../words'

/** Title, deeds and the cross of the sheet. */
export function SheetHead({ title, onClose, children }: { title: string; onClose: () => void; children?: ReactNode }) {
  return (
    <header className="flex h-[60px] shrink-0 items-center gap-1 pr-3 pl-6 max-desk:pl-4">
      <h2 className="flex-1 text-14 font-strong text-ink-2">{title}</h2>
      {children}
      <IconButton label={words.sheet.close} keys="Esc" onClick={onClose}>
        <X aria-hidden="true" className="size-[18px]" />
      </IconButton>
    </header>
  )
}
