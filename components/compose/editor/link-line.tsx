'use client'

import type { Editor } from '@tiptap/core'
import { useState } from 'react'
import { Button } from '@/components/ui/button'
import { Input } from '@/components/ui/field'
import { words } from '../words'
import { linkStart } from './extensions'

const { tools } = words

/** Sets, changes or removes the link at the selection; Enter sets, Esc goes back to the text. */
export function LinkLine({ editor, onDone }: { editor: Editor; onDone: () => void }) {
  const before = String(editor.getAttributes('link').href ?? '')
  const [address, setAddress] = useState(before)
  const [bad, setBad] = useState(false)
  const done = () => {
    editor.commands.focus()
    onDone()
  }
  const set = () => {
    const typed = address.trim()
    const href = linkStart.test(typed)
      ? typed
      : /^[^\s@]+@[^\s@]+$/.test(typed)
        ? `mailto:${typed}`
        : `https://${typed}`
    if (!typed) return remove()
    if (/^https:\/\/[^./\s]+$/i.test(href) || /\s/.test(href) || /^https:\/\/[a-z]+:/i.test(href)) return setBad(true)
    const chain = editor.chain().focus().extendMarkRange('link')
    if (editor.state.selection.empty && !before)
      chain.insertContent({ type: 'text', text: typed, marks: [{ type: 'link', attrs: { href } }] }).run()
    else chain.setLink({ href }).run()
    onDone()
  }
  const remove = () => {
    editor.chain().focus().extendMarkRange('link').unsetLink().run()
    onDone()
  }
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        set()
      }}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return
        event.preventDefault()
        event.stopPropagation()
        done()
      }}
      className="shrink-0 border-line border-t bg-well px-3 py-2"
    >
      <div className="flex items-center gap-2">
        <Input
          aria-label={tools.linkAddress}
          aria-invalid={bad || undefined}
          aria-describedby={bad ? 'link-bad' : undefined}
          autoFocus
          value={address}
          inputMode="url"
          placeholder="https://"
          onChange={(event) => {
            setAddress(event.target.value)
            setBad(false)
          }}
          className="h-9 flex-1"
        />
        <Button type="submit" size="s">
          {tools.linkSet}
        </Button>
        {before && (
          <Button kind="quiet" size="s" onClick={remove}>
            {tools.linkRemove}
          </Button>
        )}
      </div>
      {bad && (
        <p id="link-bad" className="mt-1 text-12 text-bad-ink">
          {tools.linkBad}
        </p>
      )}
    </form>
  )
}
