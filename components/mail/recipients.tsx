'use client'

import { ChevronDown } from 'lucide-react'
import { useClock } from '@/components/ui/clock'
import { fullTime } from '@/components/ui/time'
import type { MessageView, PersonView } from './view'
import { words } from './words'

const shown = 3
const nameOf = (person: PersonView) => person.name.trim() || person.address

/** "to Sarah, Jonas and 3 more"; opens to everybody with addresses. */
export function Recipients({ message }: { message: MessageView }) {
  const { locale, zone } = useClock()
  const everybody = [...message.to, ...message.cc, ...message.bcc]
  const first = everybody.slice(0, shown).map(nameOf).join(', ')
  const rest = everybody.length - shown
  const line =
    everybody.length === 0
      ? words.reader.noRecipients
      : `${words.reader.to} ${first}${rest > 0 ? ` ${words.reader.more(rest)}` : ''}`
  const groups: [string, PersonView[]][] = [
    [words.reader.from, [{ name: message.fromName, address: message.fromAddress }]],
    [words.reader.toLong, message.to],
    [words.reader.ccLong, message.cc],
    [words.reader.bccLong, message.bcc],
  ]
  return (
    <details className="group text-12">
      <summary className="flex list-none items-center gap-1 text-ink-3 hover:text-ink-2 max-desk:min-h-6">
        <span className="cut">{line}</span>
        <ChevronDown aria-hidden="true" className="size-3.5 shrink-0 group-open:rotate-180" />
        <span className="sr-only">{words.reader.details}</span>
      </summary>
      <dl className="mt-2 grid grid-cols-[auto_minmax(0,1fr)] gap-x-3 gap-y-1 rounded-row bg-well px-3 py-2.5 text-ink-2">
        {groups
          .filter(([, people]) => people.length > 0)
          .map(([label, people]) => (
            <div key={label} className="contents">
              <dt className="text-ink-3">{label}</dt>
              <dd className="wrap-anywhere">
                {people
                  .map((person) => (person.name.trim() ? `${person.name} <${person.address}>` : person.address))
                  .join(', ')}
              </dd>
            </div>
          ))}
        <dt className="text-ink-3">{words.reader.sent}</dt>
        <dd>{fullTime(Date.parse(message.sentAt ?? message.receivedAt), locale, zone)}</dd>
      </dl>
    </details>
  )
}
