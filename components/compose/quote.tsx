'use client'

import { Ellipsis } from 'lucide-react'
import dynamic from 'next/dynamic'
import { useState } from 'react'
import { words } from './words'

const MessageBody = dynamic(() => import('@/components/mail/message-body').then((module) => module.MessageBody), {
  ssr: false,
})

/** The mail that is answered, folded; in the frame of the reader. */
export function Quote({ html }: { html: string }) {
  const [open, setOpen] = useState(false)
  return (
    <div className="px-4 pb-3">
      <button
        type="button"
        aria-expanded={open}
        aria-label={open ? words.quotedHide : words.quoted}
        title={open ? words.quotedHide : words.quoted}
        onClick={() => setOpen(!open)}
        className="inline-flex h-5 items-center rounded-full bg-press px-2.5 text-ink-2 hover:bg-selected max-desk:h-11 max-desk:px-4"
      >
        <Ellipsis aria-hidden="true" className="size-4" />
      </button>
      {open && (
        <div className="mt-3 border-line-2 border-l-2 pl-3.5">
          <MessageBody html={html} subject={words.quotedFrame} pictures={false} />
        </div>
      )}
    </div>
  )
}
