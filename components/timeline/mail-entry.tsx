'use client'

import { EyeOff, Mail, Send } from 'lucide-react'
import Link from 'next/link'
import { useState } from 'react'
import { attempt } from '@/components/connection/deed'
import { Button } from '@/components/ui/button'
import { toast } from '@/components/ui/toast'
import { EntryFrame } from './entry-frame'
import { firstName, outsiders, whoIs } from './names'
import type { About } from './use-timeline'
import type { AskAccess, TimelineEntry } from './view'
import { words } from './words'

type MailEntryProps = {
  entry: Extract<TimelineEntry, { kind: 'mail' }>
  about: About
  onRead: (id: string) => void
  askAccess: AskAccess
  onChanged: () => void
}

/** A mail as far as its owner shows it. */
export function MailEntry({ entry, about, onRead, askAccess, onChanged }: MailEntryProps) {
  const { direction, owner, subject, preview, href, readable } = entry
  const them = outsiders(entry, { personId: about.kind === 'person' ? about.id : undefined })
  const us = whoIs(owner)
  const strong = 'font-strong text-ink'
  const title = subject === null ? null : subject || words.noSubject
  const sentence = (
    <>
      {direction === 'in' ? (
        <>
          <b dir="ltr" className={strong}>
            {them}
          </b>{' '}
          {owner.isMe ? words.wrote : `${words.wroteTo} ${us}`}
        </>
      ) : (
        <>
          <b className={strong}>{us}</b> {words.wroteTo} <bdi dir="ltr">{them}</bdi>
        </>
      )}
      {title !== null && (
        <>
          {': '}
          {href ? (
            <Link href={href} dir="auto" className="font-strong text-ink no-underline hover:underline">
              {title}
            </Link>
          ) : readable ? (
            <button
              type="button"
              dir="auto"
              onClick={() => onRead(entry.id)}
              className="inline text-left font-strong text-ink hover:underline"
            >
              {title}
            </button>
          ) : (
            <b dir="auto" className={strong}>
              {title}
            </b>
          )}
        </>
      )}
    </>
  )
  const hidden = subject === null
  return (
    <EntryFrame
      icon={hidden ? <EyeOff /> : direction === 'in' ? <Mail /> : <Send />}
      tone="mail"
      mark="outlook"
      at={entry.at}
      sentence={sentence}
    >
      {preview && (
        <p dir="auto" className="mt-0.5 text-left line-clamp-2 max-w-[68ch] text-ink-2 wrap-anywhere">
          {preview}
        </p>
      )}
      {!owner.isMe && <Sharing entry={entry} askAccess={askAccess} onChanged={onChanged} />}
    </EntryFrame>
  )
}

function Sharing({ entry, askAccess, onChanged }: Pick<MailEntryProps, 'entry' | 'askAccess' | 'onChanged'>) {
  const [busy, setBusy] = useState(false)
  const { access, subject, readable } = entry
  const name = firstName(entry.owner.name)
  const { hidden } = words
  if (readable) return access === 'granted' ? <p className="text-13 text-ink-3">{hidden.granted(name)}</p> : null
  const ask = async () => {
    setBusy(true)
    const error = await attempt(() => askAccess(entry.id))
    setBusy(false)
    if (error) toast({ text: error, tone: 'bad' })
    onChanged()
  }
  return (
    <div className="flex flex-wrap items-center gap-x-2 gap-y-1 text-13 text-ink-3">
      <p>
        {subject === null ? hidden.metadata(name) : hidden.subject(name)}
        {access === 'asked' && ` ${hidden.asked(name)}`}
        {access === 'declined' && ` ${hidden.declined(name)}`}
      </p>
      {access === 'may-ask' && (
        <Button kind="link" size="s" busy={busy} onClick={() => void ask()} className="h-6 px-1 max-desk:h-11">
          {hidden.ask(name)}
        </Button>
      )}
    </div>
  )
}
