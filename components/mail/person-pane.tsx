'use client'

import { ArrowUpRight, Circle, CircleCheck, MessageSquareText, SquareCheckBig, UserPlus } from 'lucide-react'
import Link from 'next/link'
import { Avatar } from '@/components/ui/avatar'
import { Button } from '@/components/ui/button'
import { iconButtonStyle } from '@/components/ui/button-style'
import { useClock } from '@/components/ui/clock'
import type { ShownMessage } from './thread-view'
import { threadWords } from './thread-words'
import type { Deeds } from './use-deeds'
import type { KnownPerson, PersonView, ThreadView } from './view'

export type PersonPaneProps = {
  thread: ThreadView
  deeds: Deeds
  head: ShownMessage
  onLog: (message: ShownMessage) => void
}

type Somebody = PersonView & { known: KnownPerson | null }

const nameOf = (person: Somebody) => person.known?.name ?? (person.name.trim() || person.address)
const hrefOf = (person: Somebody) =>
  person.known
    ? `/people/${person.known.id}`
    : `/people/new?${new URLSearchParams({ name: person.name, address: person.address })}`

/** Who is in the conversation, what the CRM knows of them, and what is to be done. */
export function PersonPane({ thread, deeds, head, onLog }: PersonPaneProps) {
  const { locale } = useClock()
  const first = thread.people.find(({ address }) => address === head.fromAddress) ?? thread.people[0]
  const others = thread.people.filter((person) => person !== first)
  const day = (date: string) =>
    new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short', timeZone: 'UTC' }).format(Date.parse(date))
  return (
    <>
      {first && (
        <div className="flex flex-col gap-2.5">
          <div className="flex items-start justify-between">
            <Avatar name={nameOf(first)} id={first.address} size={56} />
            <Link
              href={hrefOf(first)}
              prefetch={false}
              aria-label={first.known ? threadWords.openPerson(nameOf(first)) : threadWords.addPerson}
              title={first.known ? threadWords.openPerson(nameOf(first)) : threadWords.addPerson}
              className={iconButtonStyle()}
            >
              {first.known ? (
                <ArrowUpRight aria-hidden="true" className="size-[18px]" />
              ) : (
                <UserPlus aria-hidden="true" className="size-[18px]" />
              )}
            </Link>
          </div>
          <div className="min-w-0">
            <h3 className="text-16 font-head wrap-anywhere">{nameOf(first)}</h3>
            {first.known?.company && (
              <p className="text-13 text-ink-2">
                <Link href={`/companies/${first.known.company.id}`} prefetch={false} className="text-ink-2">
                  {first.known.company.name}
                </Link>
              </p>
            )}
            <p className="text-13 text-ink-2 wrap-anywhere">{first.address}</p>
            {!first.known && (
              <p className="mt-1 text-13">
                <span className="text-ink-3">{threadWords.notKnown}. </span>
                <Link href={hrefOf(first)} prefetch={false}>
                  {threadWords.addPerson}
                </Link>
              </p>
            )}
          </div>
          <div className="flex flex-wrap gap-1.5">
            <Button size="s" icon={<SquareCheckBig className="size-4" />} onClick={() => void deeds.makeTask(head)}>
              {threadWords.makeTask}
            </Button>
            <Button size="s" icon={<MessageSquareText className="size-4" />} onClick={() => onLog(head)}>
              {threadWords.log}
            </Button>
          </div>
        </div>
      )}
      <section>
        <h3 className="mb-1 text-12 font-label text-ink-3">{threadWords.tasks}</h3>
        {thread.tasks.length === 0 ? (
          <p className="text-13 text-ink-2">{threadWords.noTasks}</p>
        ) : (
          <ul>
            {thread.tasks.map((task) => (
              <li key={task.id} className="flex items-start gap-2.5 py-[7px] text-13">
                {task.done ? (
                  <CircleCheck aria-hidden="true" className="mt-0.5 size-4 shrink-0 text-ink-3" />
                ) : (
                  <Circle aria-hidden="true" className="mt-0.5 size-4 shrink-0 text-ink-3" />
                )}
                <span className="min-w-0">
                  <Link href={`/tasks?task=${task.id}`} prefetch={false} className="font-label text-ink no-underline">
                    {task.title}
                  </Link>
                  {(task.done || task.dueOn) && (
                    <span className="block text-12 text-ink-3">
                      {task.done ? threadWords.done : task.dueOn && threadWords.due(day(task.dueOn))}
                    </span>
                  )}
                </span>
              </li>
            ))}
          </ul>
        )}
      </section>
      {others.length > 0 && (
        <section>
          <h3 className="mb-1 text-12 font-label text-ink-3">{threadWords.onThread}</h3>
          <ul className="-mx-2">
            {others.map((person) => (
              <li key={person.address}>
                <Link
                  href={hrefOf(person)}
                  prefetch={false}
                  className="flex items-center gap-2.5 rounded-control px-2 py-1.5 text-13 text-ink no-underline hover:bg-press"
                >
                  <Avatar name={nameOf(person)} id={person.address} size={28} />
                  <span className="min-w-0 flex-1">
                    <span className="cut block font-label">{nameOf(person)}</span>
                    <span className="cut block text-12 text-ink-3">
                      {person.known ? (person.known.company?.name ?? person.address) : threadWords.addPerson}
                    </span>
                  </span>
                </Link>
              </li>
            ))}
          </ul>
        </section>
      )}
    </>
  )
}
