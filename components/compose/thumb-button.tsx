'use client'

import { PencilLine } from 'lucide-react'
import { firstWords } from './first-words'
import { fetchComposer } from './load'
import { openCompose } from './open'

/** Begins a mail on the phone: within the thumb's reach over the tab bar; away while a mail covers the list, or there is none. */
export function ThumbButton() {
  return (
    <button
      type="button"
      aria-label={firstWords.newMail}
      onClick={() => openCompose({ kind: 'new', place: 'dock' })}
      onPointerDown={fetchComposer}
      className="fixed right-4 bottom-20 z-20 grid size-14 place-items-center rounded-[18px] bg-brand text-on-brand shadow-lift-2 active:bg-brand-press desk:hidden in-[body:has([data-covers],[data-no-mail])]:hidden"
    >
      <PencilLine aria-hidden="true" className="size-6" />
    </button>
  )
}
