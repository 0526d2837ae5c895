'use client'

import { Editor } from '@tiptap/core'
import { useEffect, useRef, useState } from 'react'
import { cn } from '@/components/ui/cn'
import type { SnippetView } from '../view'
import { cleanPaste } from './clean-paste'
import { extensionsOf } from './extensions'
import { type SlashKeys, SlashMenu } from './slash-menu'

type EditorProps = {
  html: string
  /** Another number: `html` came from outside and replaces what stands there. */
  revision: number
  label: string
  placeholder: string
  /** Asked once the editor is there: it is loaded late, and takes the focus from nobody who writes elsewhere by then. */
  takesFocus: () => boolean
  snippets: readonly SnippetView[]
  onReady: (editor: Editor | null) => void
  onEdit: () => void
  onLink: () => void
  /** Files pasted or dropped into the text; true if they were taken. */
  onFiles?: (files: File[], at: number) => void
  className?: string
}

/** Looks of the text: as in the reader, so that writing and reading are one page. */
const looks = cn(
  'text-15 wrap-break-word outline-none [&_:is(p,li,pre)]:[unicode-bidi:plaintext]',
  '[&_p]:min-h-6 [&_a]:text-brand-ink [&_a]:underline [&_ul]:list-disc [&_ol]:list-decimal [&_:is(ul,ol)]:pl-6 [&_:is(ul,ol)]:my-1',
  '[&_blockquote]:my-1.5 [&_blockquote]:border-line-2 [&_blockquote]:border-l-2 [&_blockquote]:pl-3.5 [&_blockquote]:text-ink-2',
  '[&_code]:rounded-[4px] [&_code]:bg-hover [&_code]:px-1 [&_code]:font-mono [&_code]:text-13 [&_pre]:my-1.5 [&_pre]:overflow-x-auto [&_pre]:rounded-control [&_pre]:bg-hover [&_pre]:p-3 [&_pre_code]:bg-transparent [&_pre_code]:p-0',
  '[&_img]:inline-block [&_img]:h-auto [&_img]:max-w-full [&_img]:rounded-[4px] [&_.ProseMirror-selectednode]:outline-2 [&_.ProseMirror-selectednode]:outline-focus',
  '[&_[data-signature]]:mt-3 [&_[data-signature]]:text-ink-2',
  '[&_.is-empty:first-child]:before:pointer-events-none [&_.is-empty:first-child]:before:float-left [&_.is-empty:first-child]:before:h-0 [&_.is-empty:first-child]:before:text-ink-3 [&_.is-empty:first-child]:before:content-[attr(data-placeholder)]',
)

const filesOf = (data: DataTransfer | null) => [...(data?.files ?? [])]

/** The field for formatted text. */
export function TextEditor(props: EditorProps) {
  const { revision, snippets } = props
  const slash = useRef<SlashKeys>(null)
  const latest = useRef(props)
  useEffect(() => {
    latest.current = props
  })
  const place = useRef<HTMLDivElement>(null)
  const [editor, setEditor] = useState<Editor | null>(null)

  useEffect(() => {
    const { html, label, placeholder, takesFocus, className } = latest.current
    const made = new Editor({
      element: place.current,
      extensions: extensionsOf(placeholder, () => latest.current.onLink()),
      content: html,
      onUpdate: () => latest.current.onEdit(),
      editorProps: {
        attributes: {
          role: 'textbox',
          'aria-multiline': 'true',
          'aria-label': label,
          'aria-placeholder': placeholder,
          spellcheck: 'true',
          dir: 'auto',
          class: cn(looks, className),
        },
        transformPastedHTML: cleanPaste,
        handleKeyDown: (_, event) => {
          if (slash.current?.onKey(event)) return true
          // Sends: the composer hears it further up. Without this it would break the line.
          return event.key === 'Enter' && (event.metaKey || event.ctrlKey)
        },
        handlePaste: (view, event) => {
          const files = filesOf(event.clipboardData)
          // Word and Excel put a picture of the text beside the text.
          if (files.length === 0 || event.clipboardData?.types.includes('text/html')) return false
          latest.current.onFiles?.(files, view.state.selection.from)
          return latest.current.onFiles !== undefined
        },
        handleDrop: (view, event, _slice, moved) => {
          const files = filesOf(event.dataTransfer)
          if (moved || files.length === 0 || !latest.current.onFiles) return false
          event.preventDefault()
          event.stopPropagation()
          latest.current.onFiles(files, view.posAtCoords({ left: event.clientX, top: event.clientY })?.pos ?? 0)
          return true
        },
      },
    })
    // At once: TipTap's own way waits for the next frame, and one may write elsewhere by then.
    if (takesFocus()) made.view.focus()
    setEditor(made)
    latest.current.onReady(made)
    return () => {
      // In this order: its text is read while it is still there.
      latest.current.onReady(null)
      made.destroy()
    }
  }, [])
  const shown = useRef(revision)
  useEffect(() => {
    if (!editor || shown.current === revision) return
    shown.current = revision
    const { from } = editor.state.selection
    editor.commands.setContent(latest.current.html, { emitUpdate: false })
    // What one types while the draft is still opening goes on where it was.
    editor.commands.setTextSelection(Math.min(from, editor.state.doc.content.size))
  }, [editor, revision])

  return (
    <>
      <div ref={place} className="contents" />
      {editor && <SlashMenu ref={slash} editor={editor} snippets={snippets} />}
    </>
  )
}
