'use client'

import type { Editor } from '@tiptap/core'
import { type Ref, useEffect, useId, useImperativeHandle, useMemo, useState } from 'react'
import { announce } from '@/components/frame/announcer'
import { cn } from '@/components/ui/cn'
import { plainOf } from '../texts/plain'
import type { SnippetView } from '../view'
import { words } from '../words'
import { insertable, slashBefore, snippetsFor } from './slash'

export type SlashKeys = { onKey: (event: KeyboardEvent) => boolean }
type Place = { typed: string; from: number; to: number; left: number; top: number }

/** The snippets that match what is typed after a slash, at the cursor. The focus stays in the text. */
export function SlashMenu({
  editor,
  snippets,
  ref,
}: {
  editor: Editor
  snippets: readonly SnippetView[]
  ref: Ref<SlashKeys>
}) {
  const id = useId()
  const [place, setPlace] = useState<Place | null>(null)
  const [cursor, setCursor] = useState(0)
  const [closedAt, setClosedAt] = useState(-1)

  useEffect(() => {
    const look = () => {
      const { selection } = editor.state
      const { $from, empty } = selection
      const before =
        empty && editor.isFocused ? $from.parent.textBetween(0, $from.parentOffset, undefined, '\ufffc') : ''
      const found = before ? slashBefore(before) : null
      if (!found) return setPlace(null)
      const from = selection.from - found.length
      const at = editor.view.coordsAtPos(from)
      setPlace({ typed: found.typed, from, to: selection.from, left: at.left, top: at.bottom })
    }
    editor.on('transaction', look)
    editor.on('blur', look)
    return () => {
      editor.off('transaction', look)
      editor.off('blur', look)
    }
  }, [editor])

  const list = useMemo(() => (place ? snippetsFor(snippets, place.typed) : []), [place, snippets])
  const shown = place !== null && place.from !== closedAt && list.length > 0
  const at = Math.min(cursor, list.length - 1)
  useEffect(() => {
    if (shown) announce(`${words.tools.snippets}: ${list[at]?.name ?? ''}`)
  }, [shown, list, at])

  const take = (snippet: SnippetView | undefined) => {
    if (!snippet || !place) return
    editor.chain().focus().insertContentAt({ from: place.from, to: place.to }, insertable(snippet.html)).run()
    setCursor(0)
  }
  useImperativeHandle(ref, () => ({
    onKey: (event) => {
      if (!shown) return false
      if (event.key === 'ArrowDown') setCursor((at + 1) % list.length)
      else if (event.key === 'ArrowUp') setCursor((at + list.length - 1) % list.length)
      else if ((event.key === 'Enter' && !event.metaKey && !event.ctrlKey) || event.key === 'Tab') take(list[at])
      else if (event.key === 'Escape') setClosedAt(place.from)
      else return false
      event.preventDefault()
      event.stopPropagation()
      return true
    },
  }))

  if (!shown) return null
  return (
    <div
      id={id}
      role="listbox"
      aria-label={words.tools.snippets}
      style={{
        left: Math.min(place.left, window.innerWidth - 296),
        top: Math.min(place.top + 4, window.innerHeight - 240),
      }}
      className="rise scroll-thin fixed z-50 max-h-60 w-72 rounded-card bg-raised p-1.5 shadow-lift-2"
    >
      {list.map((snippet, index) => (
        <div
          key={snippet.id}
          role="option"
          tabIndex={-1}
          aria-selected={index === at}
          onMouseDown={(event) => {
            event.preventDefault()
            take(snippet)
          }}
          className={cn('cursor-pointer rounded-control px-2.5 py-2', index === at && 'bg-selected')}
        >
          <span className="cut block font-label">{snippet.name}</span>
          <span className="cut block text-12 text-ink-3">{plainOf(snippet.html)}</span>
        </div>
      ))}
    </div>
  )
}
