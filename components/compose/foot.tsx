'use client'

import type { Editor } from '@tiptap/core'
import { CalendarPlus, Paperclip, Trash2, Type, Video, Zap } from 'lucide-react'
import Link from 'next/link'
import { lazy, type MouseEvent, Suspense, useRef, useState } from 'react'
import { IconButton } from '@/components/ui/button'
import { Menu, MenuItem } from '@/components/ui/menu'
import type { DraftSession } from './draft-session'
import { insertable } from './editor/slash'
import { words as freeWords } from './free-times/words'
import { MoreMenu } from './more-menu'
import { SavedLine } from './saved-line'
import { SendButton } from './send-later/send-button'
import type { SessionState } from './session-state'
import type { Deeds } from './use-deeds'
import type { useInsertions } from './use-insertions'
import { usePhone } from './use-phone'
import type { ComposeHome } from './view'
import { words } from './words'

type FootProps = {
  session: DraftSession
  state: SessionState
  home: ComposeHome | undefined
  editor: Editor | null
  deeds: Deeds
  insertions: ReturnType<typeof useInsertions>
  formats: boolean
  onFormats: () => void
  onSubject: (() => void) | null
}

const FreeTimesDialog = lazy(() =>
  import('./free-times/free-times-dialog').then((module) => ({ default: module.FreeTimesDialog })),
)

const { tools } = words
/** The text keeps the focus, and its selection. */
const keepFocus = (event: MouseEvent) => event.preventDefault()
/** A menu or dialog gives the focus back first. */
const after = (work: () => void) => void setTimeout(work)

/** Send and what belongs to it: the line at the foot of the composer. */
export function Foot(props: FootProps) {
  const { session, state, home, editor, deeds, insertions, formats, onFormats, onSubject } = props
  const picker = useRef<HTMLInputElement>(null)
  // The phone has no room for one more button: there it stands in the menu.
  const phone = usePhone()
  const [freeing, setFreeing] = useState(false)
  const answers = state.kind === 'reply' || state.kind === 'replyAll'
  return (
    <div className="flex shrink-0 flex-wrap items-center gap-0.5 py-2.5 pr-2.5 pl-3 max-desk:pb-[calc(10px+env(safe-area-inset-bottom))]">
      <SendButton
        busy={state.phase === 'sending'}
        off={home?.can.send === false && words.send.off}
        canArchive={answers}
        onSend={(at, archive) => void deeds.send(at, archive)}
      />
      <span className="w-2" />
      <input
        ref={picker}
        type="file"
        multiple
        hidden
        tabIndex={-1}
        aria-hidden="true"
        onChange={(event) => {
          insertions.attach([...(event.target.files ?? [])])
          event.target.value = ''
        }}
      />
      <IconButton label={tools.attach} onClick={() => picker.current?.click()}>
        <Paperclip aria-hidden="true" className="size-[18px]" />
      </IconButton>
      <IconButton
        label={tools.teams}
        off={home?.can.teams === false && tools.teamsOff}
        aria-busy={insertions.linking || undefined}
        onMouseDown={keepFocus}
        onClick={() => void insertions.teams()}
      >
        <Video aria-hidden="true" className={insertions.linking ? 'size-[18px] animate-pulse' : 'size-[18px]'} />
      </IconButton>
      {!phone && (
        <IconButton label={freeWords.open} onMouseDown={keepFocus} onClick={() => setFreeing(true)}>
          <CalendarPlus aria-hidden="true" className="size-[18px]" />
        </IconButton>
      )}
      <Menu
        label={tools.snippets}
        align="start"
        trigger={
          <IconButton label={tools.snippets} keys="/">
            <Zap aria-hidden="true" className="size-[18px]" />
          </IconButton>
        }
      >
        {home && home.snippets.length > 0 ? (
          home.snippets.map((snippet) => (
            <MenuItem
              key={snippet.id}
              onSelect={() => after(() => editor?.chain().focus().insertContent(insertable(snippet.html)).run())}
            >
              {snippet.name}
            </MenuItem>
          ))
        ) : (
          <p className="px-2.5 py-2 text-13 text-ink-2">
            {tools.noSnippets}.{' '}
            <Link href="/settings/writing" className="font-label">
              {tools.makeSnippets}
            </Link>
          </p>
        )}
      </Menu>
      <IconButton label={tools.show} aria-pressed={formats} onMouseDown={keepFocus} onClick={onFormats}>
        <Type aria-hidden="true" className="size-[18px]" />
      </IconButton>
      <MoreMenu
        content={state.content}
        signatures={home?.signatures ?? []}
        onSubject={onSubject}
        onFreeTimes={phone ? () => setFreeing(true) : null}
        onChange={(change) => session.edit(change)}
        onSignature={(signature) =>
          void import('./editor/insert').then(({ setSignature }) =>
            after(() => editor && setSignature(editor, signature)),
          )
        }
      />
      <span className="min-w-2 flex-1" />
      <SavedLine session={session} state={state} className="max-desk:order-last max-desk:basis-full max-desk:pt-1" />
      <IconButton label={tools.discard} onClick={deeds.discard} className="max-desk:hidden">
        <Trash2 aria-hidden="true" className="size-[18px]" />
      </IconButton>
      {freeing && (
        <Suspense>
          <FreeTimesDialog
            onClose={() => setFreeing(false)}
            onInsert={(lines) => {
              setFreeing(false)
              void import('./editor/insert').then(({ insertLines }) =>
                after(() => editor && insertLines(editor, lines)),
              )
            }}
          />
        </Suspense>
      )}
    </div>
  )
}
