'use client'

import type { ReactNode } from 'react'
import { Avatar } from '@/components/ui/avatar'
import { Button } from '@/components/ui/button'
import { DeedError } from '@/components/ui/deed-error'
import { Card, GroupHead } from '@/components/ui/sheet'
import { TimeAgo } from '@/components/ui/time-ago'
import { useDeed } from './use-privacy'
import type { AccessRequest, AnswerAccess } from './view'
import { words } from './words'

/** Colleagues who ask to read a conversation; those let in; those turned down. */
export function Requests({ requests, onAnswer }: { requests: AccessRequest[]; onAnswer: AnswerAccess }) {
  const { requests: say } = words
  const of = (state: AccessRequest['state']) => requests.filter((request) => request.state === state)
  const lists = [
    { state: 'asked', head: null, title: say.asks },
    { state: 'granted', head: say.granted, title: say.reads },
    { state: 'declined', head: say.declined, title: say.turnedDown },
  ] as const
  return (
    <section>
      <GroupHead>{say.title}</GroupHead>
      {of('asked').length === 0 && <p className="text-13 text-ink-2">{say.none}</p>}
      {lists.map(({ state, head, title }) =>
        of(state).length === 0 ? null : (
          <div key={state}>
            {head && <h3 className="mt-5 mb-2 text-13 font-strong text-ink-2">{head}</h3>}
            <Card>
              <ul className="divide-y divide-line">
                {of(state).map((request) => (
                  <Request
                    key={request.id}
                    request={request}
                    title={title(request.requester.name, request.subject)}
                    onAnswer={onAnswer}
                  >
                    {(answer, busy) => (
                      <>
                        {state !== 'granted' && (
                          <Button size="s" busy={busy} onClick={() => answer(true)}>
                            {say.letIn}
                          </Button>
                        )}
                        {state === 'asked' && (
                          <Button size="s" kind="quiet" onClick={() => answer(false)}>
                            {say.not}
                          </Button>
                        )}
                        {state === 'granted' && (
                          <Button size="s" busy={busy} onClick={() => answer(false)}>
                            {say.takeBack}
                          </Button>
                        )}
                      </>
                    )}
                  </Request>
                ))}
              </ul>
            </Card>
          </div>
        ),
      )}
    </section>
  )
}

function Request({
  request,
  title,
  onAnswer,
  children,
}: {
  request: AccessRequest
  title: string
  onAnswer: AnswerAccess
  children: (answer: (granted: boolean) => void, busy: boolean) => ReactNode
}) {
  const { run, busy, error } = useDeed()
  return (
    <li className="px-4 py-3">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
        <Avatar name={request.requester.name} id={request.requester.id} />
        <div className="min-w-0 flex-1 basis-56">
          <p className="font-label text-pretty">{title}</p>
          <p className="text-12 text-ink-3">
            {request.people.length > 0 && `${words.requests.withPeople(request.people.join(', '))} · `}
            <TimeAgo at={request.askedAt} />
          </p>
        </div>
        <div className="flex gap-1.5">{children((granted) => void run(() => onAnswer(request.id, granted)), busy)}</div>
      </div>
      <DeedError message={error} />
    </li>
  )
}
