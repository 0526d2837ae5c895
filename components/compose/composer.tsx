'use client'

import { useQuery } from '@tanstack/react-query'
import type { Editor } from '@tiptap/core'
import { ArrowUp, BellRing, Paperclip, X } from 'lucide-react'
import { type DragEvent, type KeyboardEvent, lazy, Suspense, useEffect, useRef, useState } from 'react'
import { useLive } from '@/components/frame/live'
import { Banner } from '@/components/ui/banner'
import { Button } from '@/components/ui/button'
import { cn } from '@/components/ui/cn'
import { homeQuery } from './context'
import { DifferencePanel } from './difference-panel'
import type { DraftSession } from './draft-session'
import { Foot } from './foot'
import { Held } from './held'
import { Quote } from './quote'
import { RecipientFields } from './recipients/recipient-fields'
import type { SessionState } from './session-state'
import { FileList } from './uploads/file-list'
import type { Deeds } from './use-deeds'
import { useInsertions } from './use-insertions'
import type { DraftContent } from './view'
import { WarningsDialog } from './warnings-dialog'
import { words } from './words'

const TextEditor = lazy(() => import('./editor/text-editor').then((module) => ({ default: module.TextEditor })))
const FormatBar = lazy(() => import('./editor/format-bar').then((module) => ({ default: module.FormatBar })))
const LinkLine = lazy(() => import('./editor/link-line').then((module) => ({ default: module.LinkLine })))

const formatStore = 'tandem-format-bar'
/** The text as it is saved: pictures still under way are left out until they are there. */
const withoutBlobs = (editor: Editor) => editor.getHTML().replace(/<img[^>]*\ssrc="blob:[^"]*"[^>]*>/g, '')

type ComposerProps = {
  session: DraftSession
  state: SessionState
  deeds: Deeds
  look: 'dock' | 'thread' | 'phone'
}

/** A mail being written: whom to, the text, the files, and the ways to send it. Its window is drawn by others. */
export function Composer({ session, state, deeds, look }: ComposerProps) {
  const { data: home } = useQuery(homeQuery)
  const [editor, setEditor] = useState<Editor | null>(null)
  const insertions = useInsertions(session, editor)
  const [formats, setFormats] = useState(() => localStorage.getItem(formatStore) === 'on')
  const [linking, setLinking] = useState(false)
  const [subject, setSubject] = useState(false)
  const [dropping, setDropping] = useState(false)
  const root = useRef<HTMLFieldSetElement>(null)
  const { content, kind } = state
  // Where one begins stays decided: the editor may come late, when To is filled in and one writes elsewhere.
  const [beginsAtTo] = useState((kind === 'new' && content.to.length === 0) || kind === 'forward')
  const answers = kind === 'reply' || kind === 'replyAll'

  // Taken back before the editor goes, while its text can still be read.
  const detach = useRef<() => void>(() => {})
  const ready = (next: Editor | null) => {
    detach.current()
    detach.current = next ? session.attachText(() => withoutBlobs(next)) : () => {}
    setEditor(next)
  }
  useLive('outbox', () => void session.look())
  useEffect(() => {
    if (look === 'thread') root.current?.scrollIntoView({ block: 'nearest' })
  }, [look])

  const onKeyDown = (event: KeyboardEvent) => {
    // Keys of dialogs and menus come through React, but are not ours.
    if (!(event.target instanceof Node) || !event.currentTarget.contains(event.target)) return
    const mod = event.metaKey || event.ctrlKey
    if (event.key === 'Enter' && mod) {
      event.preventDefault()
      void deeds.send(null, event.shiftKey && answers)
    } else if (event.key === 'Escape') {
      // The editor stops every Esc; those that close something inside do not come this far.
      event.preventDefault()
      deeds.close()
    } else if (mod && event.key.toLowerCase() === 'k' && !event.shiftKey) {
      event.preventDefault()
      setLinking(true)
    } else if (mod && event.key.toLowerCase() === 's' && !event.shiftKey) {
      event.preventDefault()
      void session.flush()
    }
  }
  const hasFiles = (event: DragEvent) => event.dataTransfer.types.includes('Files')
  const onDrop = (event: DragEvent) => {
    setDropping(false)
    if (!hasFiles(event)) return
    event.preventDefault()
    insertions.attach([...event.dataTransfer.files])
  }

  return (
    <fieldset
      ref={root}
      onKeyDown={onKeyDown}
      onBlur={(event) => event.currentTarget.contains(event.relatedTarget) || void session.flush()}
      onDragEnter={(event) => hasFiles(event) && setDropping(true)}
      onDragOver={(event) => hasFiles(event) && event.preventDefault()}
      onDragLeave={(event) =>
        event.relatedTarget instanceof Node && event.currentTarget.contains(event.relatedTarget)
          ? undefined
          : setDropping(false)
      }
      onDrop={onDrop}
      className={cn('relative flex min-h-0 min-w-0 flex-col', look !== 'thread' && 'flex-1')}
    >
      <Problem session={session} state={state} />
      {state.held ? (
        <Held session={session} held={state.held} />
      ) : state.difference ? (
        <DifferencePanel session={session} state={state} />
      ) : (
        <>
          <RecipientFields
            session={session}
            state={state}
            asksAbsence={home?.can.absence ?? false}
            own={home?.address ?? ''}
            autoFocus={beginsAtTo}
          />
          {(!answers || subject) && (
            <input
              type="text"
              aria-label={words.subject}
              placeholder={words.subject}
              value={content.subject}
              maxLength={255}
              dir="auto"
              ref={subject ? focusOnce : undefined}
              onChange={(event) => session.edit({ subject: event.target.value })}
              className="h-10 shrink-0 border-0 border-line border-b bg-transparent px-4 text-15 font-strong outline-none placeholder:font-text max-desk:h-12 max-desk:text-[16px]"
            />
          )}
          <div
            className={cn(
              'flex flex-col',
              look === 'thread' ? 'max-h-[60vh] overflow-y-auto' : 'scroll-thin min-h-0 flex-1',
            )}
          >
            <Suspense
              fallback={<div className="min-h-36 flex-1 px-4 py-3 text-15 text-ink-3">{placeholderOf(kind)}</div>}
            >
              <TextEditor
                html={content.html}
                revision={state.revision}
                label={words.body}
                placeholder={placeholderOf(kind)}
                takesFocus={() => !beginsAtTo && !root.current?.contains(document.activeElement)}
                snippets={home?.snippets ?? []}
                onReady={ready}
                onEdit={() => session.edited()}
                onLink={() => setLinking(true)}
                onFiles={insertions.drop}
                className="min-h-36 flex-1 px-4 py-3 max-desk:text-[16px]"
              />
            </Suspense>
            {state.quoteHtml && <Quote html={state.quoteHtml} />}
            <FileList files={state.files} uploader={session.uploads} />
          </div>
          <Facts content={content} onChange={(change) => session.edit(change)} />
          <Suspense>
            {linking && editor && <LinkLine editor={editor} onDone={() => setLinking(false)} />}
            {formats && editor && !linking && (
              <FormatBar editor={editor} onLink={() => setLinking(true)} className="px-2.5 pt-1" />
            )}
          </Suspense>
          <Foot
            session={session}
            state={state}
            home={home}
            editor={editor}
            deeds={deeds}
            insertions={insertions}
            formats={formats}
            onFormats={() => {
              localStorage.setItem(formatStore, formats ? 'off' : 'on')
              setFormats(!formats)
            }}
            onSubject={answers && !subject ? () => setSubject(true) : null}
          />
        </>
      )}
      {dropping && (
        <div className="pointer-events-none absolute inset-1.5 z-20 grid place-items-center rounded-card border-2 border-brand border-dashed bg-brand-soft/95 text-brand-ink">
          <span className="flex items-center gap-2 font-strong">
            <Paperclip aria-hidden="true" className="size-5" />
            {words.files.drop}
          </span>
        </div>
      )}
      {state.warnings && (
        <WarningsDialog
          warnings={state.warnings}
          onBack={() => session.backFromWarnings()}
          onAnyway={() => void deeds.send(state.warnings?.at ?? null, state.warnings?.archive ?? false, true)}
        />
      )}
    </fieldset>
  )
}

const focusOnce = (element: HTMLElement | null) => element?.focus()

const placeholderOf = (kind: SessionState['kind']) =>
  words.placeholder[kind === 'new' || kind === 'forward' ? kind : 'reply']

/** What could not be opened or sent, with the way on. */
function Problem({ session, state }: { session: DraftSession; state: SessionState }) {
  if (state.phase === 'failed')
    return (
      <Banner
        tone="bad"
        className="m-2 shrink-0"
        title={`${words.openFailed}.`}
        action={
          <Button size="s" onClick={() => void session.retryOpen()}>
            {words.again}
          </Button>
        }
      >
        {state.failure}
      </Banner>
    )
  if (!state.problem) return null
  return (
    <Banner tone="bad" className="m-2 shrink-0">
      {state.problem}
    </Banner>
  )
}

type FactsProps = { content: DraftContent; onChange: (change: Partial<DraftContent>) => void }

/** Importance and reminder, if any, each with its way back. */
function Facts({ content, onChange }: FactsProps) {
  const { importance, remindDays } = content
  if (importance === 'normal' && remindDays === null) return null
  return (
    <div className="flex shrink-0 flex-wrap gap-1.5 px-4 pb-1">
      {importance !== 'normal' && (
        <Fact icon={<ArrowUp />} turned={importance === 'low'} onRemove={() => onChange({ importance: 'normal' })}>
          {importance === 'high' ? words.tools.high : words.tools.low}
        </Fact>
      )}
      {remindDays !== null && (
        <Fact icon={<BellRing />} onRemove={() => onChange({ remindDays: null })}>
          {words.tools.remindShort(remindDays)}
        </Fact>
      )}
    </div>
  )
}

type FactProps = { icon: React.ReactNode; turned?: boolean; onRemove: () => void; children: string }

function Fact({ icon, turned, onRemove, children }: FactProps) {
  return (
    <span className="inline-flex h-7 items-center gap-1.5 rounded-full bg-hover pl-2.5 text-12 font-label text-ink-2 [&_svg]:size-3.5 max-desk:h-11">
      <span aria-hidden="true" className={cn(turned && 'rotate-180')}>
        {icon}
      </span>
      {children}
      <button
        type="button"
        aria-label={`${words.recipients.remove}: ${children}`}
        onClick={onRemove}
        className="grid size-7 place-items-center rounded-full hover:bg-press max-desk:size-11"
      >
        <X aria-hidden="true" />
      </button>
    </span>
  )
}
