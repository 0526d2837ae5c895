'use client'

import { type Editor, useEditorState } from '@tiptap/react'
import {
  Bold,
  Code,
  Italic,
  Link2,
  List,
  ListOrdered,
  RemoveFormatting,
  Strikethrough,
  TextQuote,
  Underline,
} from 'lucide-react'
import type { KeyboardEvent } from 'react'
import { IconButton } from '@/components/ui/button'
import { cn } from '@/components/ui/cn'
import { words } from '../words'

const { tools } = words

/** Toggles of the text's format: one tab stop, arrows between them. */
export function FormatBar({ editor, onLink, className }: { editor: Editor; onLink: () => void; className?: string }) {
  const on = useEditorState({
    editor,
    selector: ({ editor: now }) => ({
      bold: now.isActive('bold'),
      italic: now.isActive('italic'),
      underline: now.isActive('underline'),
      strike: now.isActive('strike'),
      bulletList: now.isActive('bulletList'),
      orderedList: now.isActive('orderedList'),
      blockquote: now.isActive('blockquote'),
      code: now.isActive('code'),
      link: now.isActive('link'),
    }),
  })
  const chain = () => editor.chain().focus()
  const items = [
    { label: tools.bold, keys: '⌘B', Icon: Bold, on: on.bold, run: () => chain().toggleBold().run() },
    { label: tools.italic, keys: '⌘I', Icon: Italic, on: on.italic, run: () => chain().toggleItalic().run() },
    {
      label: tools.underline,
      keys: '⌘U',
      Icon: Underline,
      on: on.underline,
      run: () => chain().toggleUnderline().run(),
    },
    { label: tools.strike, keys: '⌘⇧S', Icon: Strikethrough, on: on.strike, run: () => chain().toggleStrike().run() },
    { label: tools.link, keys: '⌘K', Icon: Link2, on: on.link, run: onLink },
    { label: tools.bullets, keys: '⌘⇧8', Icon: List, on: on.bulletList, run: () => chain().toggleBulletList().run() },
    {
      label: tools.numbers,
      keys: '⌘⇧7',
      Icon: ListOrdered,
      on: on.orderedList,
      run: () => chain().toggleOrderedList().run(),
    },
    {
      label: tools.quote,
      keys: '⌘⇧B',
      Icon: TextQuote,
      on: on.blockquote,
      run: () => chain().toggleBlockquote().run(),
    },
    { label: tools.code, keys: '⌘E', Icon: Code, on: on.code, run: () => chain().toggleCode().run() },
    {
      label: tools.clear,
      keys: undefined,
      Icon: RemoveFormatting,
      on: undefined,
      run: () => chain().unsetAllMarks().clearNodes().run(),
    },
  ]
  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>) => {
    const by = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0
    if (by === 0) return
    const buttons = [...event.currentTarget.querySelectorAll<HTMLElement>('button')]
    const next = buttons.indexOf(document.activeElement as HTMLElement) + by
    event.preventDefault()
    buttons[(next + buttons.length) % buttons.length]?.focus()
  }
  return (
    <div
      role="toolbar"
      aria-label={tools.bar}
      aria-orientation="horizontal"
      onKeyDown={onKeyDown}
      // The text keeps the focus, and its selection.
      onMouseDown={(event) => event.preventDefault()}
      className={cn('scroll-thin flex shrink-0 gap-0.5 overflow-y-hidden [scrollbar-width:none]', className)}
    >
      {items.map(({ label, keys, Icon, on: pressed, run }, index) => (
        <IconButton
          key={label}
          label={label}
          keys={keys}
          size="s"
          tabIndex={index === 0 ? 0 : -1}
          aria-pressed={pressed}
          onClick={run}
        >
          <Icon aria-hidden="true" className="size-4" />
        </IconButton>
      ))}
    </div>
  )
}
