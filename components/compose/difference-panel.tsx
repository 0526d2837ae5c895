'use client'

import { type ReactNode, useState } from 'react'
import { Button } from '@/components/ui/button'
import { TimeAgo } from '@/components/ui/time-ago'
import type { DraftSession } from './draft-session'
import type { SessionState } from './session-state'
import { words } from './words'

/** Plain text of a mail's HTML, lines kept. */
function textOf(html: string): string {
  const doc = new DOMParser().parseFromString(html.replace(/<(?:br|\/p|\/li|\/div)[^>]*>/gi, '$&\n'), 'text/html')
  return (doc.body.textContent ?? '').replace(/\n{3,}/g, '\n\n').trim()
}

/** The same mail changed in two places: both texts side by side, and two ways on. */
export function DifferencePanel({ session, state }: { session: DraftSession; state: SessionState }) {
  const [busy, setBusy] = useState<'mine' | 'theirs' | null>(null)
  const { difference } = state
  if (!difference) return null
  const mine = session.content()
  const settle = (keep: 'mine' | 'theirs') => {
    setBusy(keep)
    void session.settle(keep).finally(() => setBusy(null))
  }
  return (
    <section aria-label={words.differs[difference.with]} className="scroll-thin min-h-0 flex-1 px-4 py-4">
      <h3 className="text-16">{words.differs[difference.with]}</h3>
      <p className="mb-4 text-13 text-ink-2">{words.differs.means}</p>
      <div className="grid gap-3 desk:grid-cols-2">
        <Side title={words.differs.mine} subject={mine.subject} text={textOf(mine.html)}>
          <Button kind="filled" busy={busy === 'mine'} onClick={() => settle('mine')}>
            {words.differs.keepMine}
          </Button>
        </Side>
        <Side
          title={words.differs.theirs[difference.with]}
          when={<TimeAgo at={difference.changedAt} className="text-12 text-ink-3" />}
          subject={difference.subject}
          text={textOf(difference.html)}
        >
          <Button busy={busy === 'theirs'} onClick={() => settle('theirs')}>
            {words.differs.take[difference.with]}
          </Button>
        </Side>
      </div>
    </section>
  )
}

type SideProps = { title: string; when?: ReactNode; subject: string; text: string; children: ReactNode }

function Side({ title, when, subject, text, children }: SideProps) {
  return (
    <article className="flex min-w-0 flex-col rounded-card p-4 shadow-lift-0">
      <header className="mb-2 flex items-baseline justify-between gap-2">
        <h4 className="text-13 font-strong">{title}</h4>
        {when}
      </header>
      <p className="mb-1 font-strong wrap-anywhere">{subject || words.noSubject}</p>
      <p dir="auto" className="scroll-thin mb-4 max-h-60 flex-1 text-14 whitespace-pre-wrap wrap-anywhere text-ink-2">
        {text || words.differs.empty}
      </p>
      <div>{children}</div>
    </article>
  )
}
