'use client'

import type { Editor } from '@tiptap/core'
import { lazy, type ReactNode, Suspense, useState } from 'react'
import { Button } from '@/components/ui/button'
import { Dialog } from '@/components/ui/dialog'
import { Field, Input } from '@/components/ui/field'
import type { Refusal } from '../view'
import { words } from '../words'

const TextEditor = lazy(() => import('../editor/text-editor').then((module) => ({ default: module.TextEditor })))
const FormatBar = lazy(() => import('../editor/format-bar').then((module) => ({ default: module.FormatBar })))
const LinkLine = lazy(() => import('../editor/link-line').then((module) => ({ default: module.LinkLine })))

const { texts } = words

type TextDialogProps = {
  title: string
  name: string
  html: string
  children: ReactNode
  onClose: () => void
  /** Answers a refusal, or nothing when it is kept. */
  onSave: (name: string, html: string) => Promise<Refusal | undefined>
}

/** Name and text of a signature or a snippet. */
export function TextDialog({ title, name: before, html, children, onClose, onSave }: TextDialogProps) {
  const [name, setName] = useState(before)
  const [editor, setEditor] = useState<Editor | null>(null)
  const [linking, setLinking] = useState(false)
  const [tried, setTried] = useState(false)
  const [busy, setBusy] = useState(false)
  const [refused, setRefused] = useState<string | null>(null)
  const [empty, setEmpty] = useState(false)
  const save = async () => {
    setTried(true)
    const nothing = !editor || editor.isEmpty
    setEmpty(nothing)
    if (nothing || !name.trim()) return
    setBusy(true)
    const answer = await onSave(name.trim(), editor.getHTML()).catch(() => ({ error: words.saved.unreachable }))
    setBusy(false)
    if (answer) setRefused(answer.error)
    else onClose()
  }
  return (
    <Dialog
      open
      onOpenChange={(open) => open || onClose()}
      title={title}
      foot={
        <>
          <Button onClick={onClose}>{texts.cancel}</Button>
          <Button kind="filled" busy={busy} onClick={() => void save()}>
            {texts.save}
          </Button>
        </>
      }
    >
      <Field label={texts.name} error={tried && !name.trim() ? texts.nameMissing : (refused ?? undefined)}>
        <Input
          value={name}
          maxLength={80}
          onChange={(event) => {
            setName(event.target.value)
            setRefused(null)
          }}
        />
      </Field>
      <p className="mb-1.5 text-13 font-label">{texts.text}</p>
      <div className="field-focus rounded-control shadow-field">
        <Suspense fallback={<div className="min-h-44" />}>
          {editor && !linking && (
            <FormatBar editor={editor} onLink={() => setLinking(true)} className="border-line border-b p-1" />
          )}
          {editor && linking && <LinkLine editor={editor} onDone={() => setLinking(false)} />}
          <TextEditor
            html={html}
            revision={0}
            label={texts.text}
            placeholder=""
            takesFocus={() => false}
            snippets={[]}
            onReady={setEditor}
            onEdit={() => setEmpty(false)}
            onLink={() => setLinking(true)}
            className="scroll-thin max-h-72 min-h-32 px-3 py-2.5"
          />
        </Suspense>
      </div>
      <p role="alert" className="mt-1.5 min-h-4 text-12 text-bad-ink">
        {empty && texts.textMissing}
      </p>
      {children}
    </Dialog>
  )
}
