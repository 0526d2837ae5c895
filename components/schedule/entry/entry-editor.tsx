'use client'

import { ExternalLink, Video } from 'lucide-react'
import { useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react'
import { useShortcuts } from '@/components/frame/shortcuts'
import { Button } from '@/components/ui/button'
import { buttonStyle } from '@/components/ui/button-style'
import { useChord } from '@/components/ui/chord'
import { DeedError } from '@/components/ui/deed-error'
import { toast } from '@/components/ui/toast'
import { AnswerButtons } from '../answer-buttons'
import { drawInput } from '../changes/overlay'
import { type Outcome, sayKept } from '../changes/store'
import type { EntryInput, EntryView, Scope } from '../view'
import { words } from '../words'
import { ConflictPanel, mineOf } from './conflict-panel'
import { endOf, faultsOf, isSame, withStart } from './draft'
import { EntryForm, type Names } from './entry-form'
import { EntryRead } from './entry-read'
import type { SheetProps } from './entry-sheet'
import { MoreMenu } from './more-menu'
import { OutlookLine } from './outlook-line'
import { ScopeDialog } from './scope-dialog'
import { SheetHead } from './sheet-head'

type EntryEditorProps = SheetProps & {
  entry: EntryView | null
  id: string
  /** As it stands at Tandem. */
  first: EntryInput
  /** Where the form begins: with what was typed before, if anything. */
  start: EntryInput
  names: Names
}

/** The form of one entry, and what goes with it. What comes from elsewhere does not change what is being typed. */
export function EntryEditor(props: EntryEditorProps) {
  const { entry, id, item, view, knowsAbsence, changes, answer, opened, onDraft, onClose, onDelete } = props
  const [base, setBase] = useState({ input: props.first, version: entry?.version ?? null })
  const [input, setInput] = useState(props.start)
  const [names, setNames] = useState(props.names)
  const [errors, setErrors] = useState<Partial<Record<keyof EntryInput, string>>>({})
  const [error, setError] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)
  const [asking, setAsking] = useState(false)
  const chord = useChord()
  const [conflict, setConflict] = useState<EntryView | null>(null)
  // Where it stands at Tandem: the rest of a series, once it is saved, is a series of its own.
  const opensAt: Place = { id, date: opened.kind === 'entry' ? opened.date : null }
  const [at, setAt] = useState(opensAt)
  const typed = useRef(input)
  const sent = useRef(input)
  const chosen = useRef<Scope | null>(null)
  const titleField = useRef<HTMLTextAreaElement>(null)
  const box = useRef<HTMLDivElement>(null)
  const finish = useRef<() => boolean>(() => true)
  const onCommit = useCallback((commit: () => boolean) => {
    finish.current = commit
    return () => {
      finish.current = () => true
    }
  }, [])
  const isOpen = useRef(true)
  useEffect(() => {
    isOpen.current = true
    return () => {
      isOpen.current = false
    }
  }, [])
  const dirty = !isSame(input, base.input)
  const { sheet } = words
  const isNew = base.version === null
  const mayChange = entry?.mayChange ?? true
  const { date } = at
  const hasMoved = at.id !== opensAt.id || date !== opensAt.date
  const key = hasMoved ? keyOf(at) : (item?.key ?? id)
  const ofSeries = Boolean(date && base.input.recurrence)

  // Nobody has typed: what others change is taken over.
  if (entry && !dirty && !busy && !hasMoved && entry.version !== base.version) {
    setBase({ input: props.first, version: entry.version })
    setInput(props.first)
    setNames(props.names)
  }
  // A new one begins with its name; of one that stands there, the sheet is read first.
  useEffect(() => {
    if (opened.kind === 'new') titleField.current?.focus()
    else box.current?.focus()
  }, [opened.kind])
  useEffect(() => {
    onDraft(isNew ? { ...drawInput(id, input, null), key: 'draft', title: input.title || words.newLong } : null)
  }, [isNew, id, input, onDraft])
  useEffect(() => () => onDraft(null), [onDraft])

  useLayoutEffect(() => {
    typed.current = input
  }, [input])
  const change = (next: EntryInput) => {
    setInput(next)
    setErrors({})
    setError(null)
  }
  // What is on its way to Tandem is not lost with the sheet; what was typed since is not on its way.
  const close = () => {
    const isUnsaved = busy ? !isSame(input, sent.current) : dirty
    const isElsewhere = hasMoved || (opened.kind === 'new' && !isNew)
    onClose(isUnsaved ? input : undefined, undefined, isElsewhere ? { kind: 'entry', ...at, key } : undefined)
  }

  const save = async (scope: Scope | null, version = base.version) => {
    if (busy) return
    // An address that is half typed belongs to it, or holds it back.
    const isWhole = finish.current()
    const input = typed.current
    const faults = faultsOf(input)
    if (!isWhole || Object.keys(faults).length > 0) {
      setErrors(Object.fromEntries(Object.entries(faults).map(([field, fault]) => [field, sheet.wrong[fault]])))
      return focusWrong(box.current)
    }
    if (ofSeries && scope === null) return setAsking(true)
    chosen.current = scope
    setAsking(false)
    setBusy(true)
    sent.current = input
    const clean = { ...input, title: input.title.trim(), location: input.location.trim() }
    const outcome = await changes().submit(
      { kind: 'save', id: at.id, version, occurrenceDate: ofSeries ? date : null, scope: scope ?? 'all', input: clean },
      { title: clean.title, shown: drawInput(at.id, clean, item, key), key },
    )
    if (!isOpen.current) return tellLate(outcome)
    setBusy(false)
    if (outcome.kind === 'refused') {
      const { field, error } = outcome.refusal
      if (field) setErrors({ [field]: error })
      else setError(error)
      return focusWrong(box.current)
    }
    if (outcome.kind === 'conflict') return setConflict(outcome.now)
    if (outcome.kind === 'kept') toast({ text: sayKept(outcome), id: 'schedule-kept' })
    if (isSame(typed.current, input)) return onClose()
    // Written on meanwhile: it goes on from what was saved.
    const answer = outcome.kind === 'sent' && 'version' in outcome.answer ? outcome.answer : { id: at.id, version }
    setBase({ input: clean, version: answer.version })
    const isShifted = ofSeries && scope !== 'this' && whenOf(input) !== whenOf(base.input)
    setAt({ id: answer.id, date: isShifted ? clean.start.slice(0, 10) : date })
  }
  /** The answer came after the sheet had been closed. */
  const tellLate = (outcome: Outcome) => {
    if (outcome.kind === 'refused') onClose(typed.current, outcome.refusal.error)
    else if (outcome.kind === 'conflict') changes().hold(outcome.op, { kind: 'conflict', now: outcome.now })
    else if (outcome.kind === 'kept') toast({ text: sayKept(outcome), id: 'schedule-kept' })
  }
  const { group } = words.keys
  useShortcuts([
    // Over the page's own Esc, which knows nothing of what was typed.
    { group, keys: 'escape', label: words.keys.close, run: close, keyOnly: true },
    ...(mayChange
      ? [{ group, keys: 'mod+enter' as const, label: sheet.save, run: () => void save(null), keyOnly: true }]
      : []),
  ])
  const others = input.attendees.length
  const invites = view.mode === 'two-way' && input.kind === 'meeting' && others > 0

  return (
    <>
      <SheetHead title={isNew ? sheet.new[input.kind] : words.kinds[input.kind]} onClose={close}>
        {entry && mayChange && (
          <MoreMenu
            onMove={(start) => {
              change(withStart({ ...input, end: endOf(input) }, start, ofSeries))
              box.current?.querySelector<HTMLElement>('input[type=date]')?.focus()
            }}
            start={input.start}
            isSeries={Boolean(base.input.recurrence)}
            onDelete={() => onDelete(entry, item)}
          />
        )}
      </SheetHead>
      <div
        ref={box}
        tabIndex={-1}
        className="scroll-thin flex min-h-0 flex-1 flex-col gap-3 px-6 pb-5 outline-none max-desk:px-4"
      >
        {conflict && (
          <ConflictPanel
            title={base.input.title}
            mine={mineOf(input)}
            now={conflict}
            onMine={() => {
              setConflict(null)
              void save(chosen.current, conflict.version)
            }}
            onTheirs={() => onClose()}
          />
        )}
        {mayChange ? (
          <EntryForm
            input={input}
            names={names}
            onChange={change}
            onNames={setNames}
            errors={errors}
            isNew={isNew}
            makesLinks={view.mode === 'two-way'}
            ofSeries={ofSeries}
            known={entry?.attendees ?? []}
            knowsAbsence={knowsAbsence}
            members={view.members}
            owner={entry?.owner ?? null}
            isInTheirs={entry?.source === 'both' && entry.owner?.id === view.me.id}
            titleField={titleField}
            onCommit={onCommit}
          />
        ) : (
          entry && <EntryRead entry={entry} knowsAbsence={knowsAbsence} />
        )}
        {entry?.mayAnswer && <AnswerButtons target={{ entryId: entry.id }} response={entry.response} answer={answer} />}
        {(entry?.joinUrl || entry?.webLink) && (
          <div className="flex flex-wrap gap-2">
            {entry.joinUrl && (
              <a href={entry.joinUrl} target="_blank" rel="noreferrer" className={buttonStyle()}>
                <Video aria-hidden="true" className="size-4" />
                {sheet.join}
              </a>
            )}
            {entry.webLink && (
              <a href={entry.webLink} target="_blank" rel="noreferrer" className={buttonStyle({ kind: 'quiet' })}>
                <ExternalLink aria-hidden="true" className="size-4" />
                {sheet.openOutlook}
              </a>
            )}
          </div>
        )}
        {entry && <OutlookLine outlook={entry.outlook} onInvite={() => props.invite(entry.id)} />}
      </div>
      {mayChange && (isNew || dirty) && (
        <footer className="flex flex-wrap items-center justify-end gap-2 border-line border-t px-6 py-3 max-desk:px-4 max-desk:pb-[calc(12px+env(safe-area-inset-bottom))]">
          <div className={error ? 'w-full' : undefined}>
            <DeedError message={error} className="mt-0" />
          </div>
          <Button onClick={close}>{sheet.cancel}</Button>
          <Button kind="filled" busy={busy} title={chord('⌘↵')} onClick={() => void save(null)}>
            {!isNew ? sheet.save : invites ? sheet.invite(others) : sheet.create[input.kind]}
          </Button>
        </footer>
      )}
      {asking && date && (
        <ScopeDialog
          what="save"
          isMoved={whenOf(input) !== whenOf(base.input)}
          date={date}
          scopes={
            JSON.stringify(input.recurrence) === JSON.stringify(base.input.recurrence)
              ? ['this', 'following', 'all']
              : ['following', 'all']
          }
          onChoose={(scope) => void save(scope)}
          onClose={() => setAsking(false)}
        />
      )}
    </>
  )
}

type Place = { id: string; date: string | null }
const keyOf = ({ id, date }: Place): string => (date ? `${id}@${date}` : id)
const whenOf = ({ isAllDay, start, end, timeZone }: EntryInput) => `${isAllDay} ${start} ${end} ${timeZone}`

function focusWrong(box: HTMLElement | null): void {
  requestAnimationFrame(() => box?.querySelector<HTMLElement>('[aria-invalid=true]')?.focus())
}
