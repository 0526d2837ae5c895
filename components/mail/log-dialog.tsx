'use client'

import { useQuery } from '@tanstack/react-query'
import { useEffect, useId, useRef, useState } from 'react'
import { Button } from '@/components/ui/button'
import { Dialog } from '@/components/ui/dialog'
import { Select } from '@/components/ui/select'
import { toast } from '@/components/ui/toast'
import { subjectOf } from './row-label'
import { threadQuery } from './thread-query'
import { threadWords } from './thread-words'
import type { MailActions, MessageRow } from './view'
import { words } from './words'

const everybody = 'everybody'

type LogDialogProps = { message: MessageRow; logMail: MailActions['logMail']; onClose: () => void }

/** L: puts the mail on the timeline of its people, with a note. */
export default function LogDialog({ message, logMail, onClose }: LogDialogProps) {
  const said = threadWords.logDialog
  const field = useId()
  const who = useId()
  const note = useRef<HTMLTextAreaElement>(null)
  useEffect(() => note.current?.focus(), [])
  const [text, setText] = useState('')
  const [personId, setPerson] = useState(message.known?.id ?? everybody)
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<string | null>(null)
  const { data: thread } = useQuery(threadQuery(message.id))
  const people = (thread?.people ?? []).flatMap(({ known }) => (known ? [known] : []))
  const known = new Map(
    [...people, ...(message.known ? [message.known] : [])].map((person) => [person.id, person.name]),
  )

  const save = async () => {
    setBusy(true)
    const answer = await logMail({
      messageId: message.id,
      text: text.trim(),
      personId: personId === everybody ? null : personId,
    }).catch(() => ({ error: `${threadWords.failed.notLogged}. ${words.failed.kept}` }))
    setBusy(false)
    if ('error' in answer) return setError(answer.error)
    onClose()
    toast({ id: 'log', text: words.done.logged })
  }
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={said.title}
      lead={said.lead}
      size="s"
      foot={
        <>
          <Button kind="quiet" onClick={onClose}>
            {said.cancel}
          </Button>
          <Button kind="filled" busy={busy} onClick={() => void save()}>
            {said.save}
          </Button>
        </>
      }
    >
      <p className="cut mb-3 text-13 text-ink-2">{subjectOf(message)}</p>
      {known.size > 0 && (
        <div className="mb-3">
          <span id={who} className="mb-1 block text-13 font-label">
            {said.person}
          </span>
          <Select
            label={said.person}
            value={personId}
            onChange={setPerson}
            choices={[
              ...[...known].map(([value, label]) => ({ value, label })),
              { value: everybody, label: said.everybody },
            ]}
          />
        </div>
      )}
      <label htmlFor={field} className="mb-1 block text-13 font-label">
        {said.note}
      </label>
      <textarea
        ref={note}
        id={field}
        rows={4}
        value={text}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && (event.metaKey || event.ctrlKey)) void save()
        }}
        aria-describedby={error ? `${field}-error` : undefined}
        aria-invalid={error !== null}
        className="field-focus w-full resize-y rounded-control bg-raised px-3 py-2 text-14 shadow-field"
      />
      {error && (
        <p id={`${field}-error`} role="alert" className="mt-1 text-13 text-bad-ink">
          {error}
        </p>
      )}
    </Dialog>
  )
}
