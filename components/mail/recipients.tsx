'use client'

import { ChevronDown } from 'lucide-react'
import { useClock } from '@/components/ui/clock'
import { Popover } from '@/components/ui/popover'
import { fullTime } from '@/components/ui/time'
import { threadWords } from './thread-words'
import type { MessageView, PersonView } from './view'

const shown = 3
const nameOf = (person: PersonView) => person.name.trim() || person.address

/** "to you, Jonas and 3 more"; `me` is the person's own address. */
export function recipientsLine(people: readonly PersonView[], me: string | undefined): string {
  if (people.length === 0) return threadWords.noRecipients
  const rest = people.length - shown
  const own = me?.toLowerCase()
  const first = people
    .slice(0, shown)
    .map((person) => (own !== undefined && person.address.toLowerCase() === own ? threadWords.you : nameOf(person)))
    .join(', ')
  return `${threadWords.to} ${first}${rest > 0 ? ` ${threadWords.more(rest)}` : ''}`
}

/** Whoever is named twice stands there once. */
const onceEach = (people: readonly PersonView[]): PersonView[] => [
  ...new Map(people.map((person) => [person.address.toLowerCase(), person])).values(),
]

/** The line of recipients; opens to everybody with addresses. */
export function Recipients({ message, me }: { message: MessageView; me: string | undefined }) {
  const { locale, zone } = useClock()
  const groups: [string, PersonView[]][] = [
    [threadWords.from, [{ name: message.fromName, address: message.fromAddress }]],
    [threadWords.toLong, message.to],
    [threadWords.ccLong, message.cc],
    [threadWords.bccLong, message.bcc],
  ]
  return (
    <Popover
      label={threadWords.details}
      className="scroll-thin max-h-[60dvh] text-13 desk:w-96"
      trigger={
        <button
          type="button"
          className="relative flex max-w-full items-center gap-1 text-12 text-ink-3 hover:text-ink-2 max-desk:min-h-6"
        >
          <span className="cut">{recipientsLine([...message.to, ...message.cc, ...message.bcc], me)}</span>
          <ChevronDown aria-hidden="true" className="size-3.5 shrink-0" />
          <span className="sr-only">{threadWords.details}</span>
        </button>
      }
    >
      <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-4 gap-y-2">
        {groups
          .filter(([, people]) => people.length > 0)
          .map(([label, people]) => (
            <div key={label} className="contents">
              <dt className="text-ink-3">{label}</dt>
              <dd>
                {onceEach(people).map((person) => (
                  <span key={person.address} className="block wrap-anywhere">
                    {person.name.trim() && <span className="font-label">{person.name} </span>}
                    <span className="text-ink-2">{person.address}</span>
                  </span>
                ))}
              </dd>
            </div>
          ))}
        <dt className="text-ink-3">{threadWords.sent}</dt>
        <dd className="text-ink-2">{fullTime(Date.parse(message.sentAt ?? message.receivedAt), locale, zone)}</dd>
      </dl>
    </Popover>
  )
}
