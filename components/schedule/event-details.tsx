'use client'

import { useQuery } from '@tanstack/react-query'
import {
  CalendarDays,
  Clock,
  ExternalLink,
  Lock,
  MapPin,
  Repeat,
  Tag as TagIcon,
  TextQuote,
  UsersRound,
  Video,
  X,
} from 'lucide-react'
import type { ReactNode } from 'react'
import { RequestError } from '@/components/frame/fetch-json'
import { softHues } from '@/components/ui/avatar'
import { IconButton } from '@/components/ui/button'
import { buttonStyle } from '@/components/ui/button-style'
import { useClock, useNow } from '@/components/ui/clock'
import { cn } from '@/components/ui/cn'
import { ErrorPanel } from '@/components/ui/error-panel'
import { Mark } from '@/components/ui/mark'
import { Loading, Skeleton } from '@/components/ui/skeleton'
import { straightName } from '@/lib/platform/text'
import { AnswerButtons } from './answer-buttons'
import { eventQuery } from './event-query'
import { type Drawn, previewOf, sayWhen, titleOf } from './items'
import { PeopleList } from './people-list'
import type { AnswerInvitation } from './view'
import { words } from './words'

type EventDetailsProps = {
  item: Drawn
  hue: number
  answer: AnswerInvitation
  knowsAbsence: boolean
  onClose: () => void
}

/** An entry of Outlook as it stands there, and what can be done with it. */
export function EventDetails({ item, hue, answer, knowsAbsence, onClose }: EventDetailsProps) {
  const { locale, zone } = useClock()
  const { event: say } = words
  const query = useQuery(eventQuery(item.id))
  const event = query.data
  const gone = query.error instanceof RequestError && query.error.status === 404
  const isPrivate = event ? event.isPrivate : item.isPrivate || item.title === null
  return (
    <>
      <div className="scroll-thin min-h-0 flex-1 px-[18px] pt-4 pb-3">
        <div className="flex items-start gap-2">
          <h2
            dir="auto"
            className={cn(
              'min-w-0 flex-1 text-left text-[17px] leading-[22px] font-head tracking-[-0.008em] wrap-anywhere',
              (event?.isCancelled ?? item.isCancelled) && 'line-through',
            )}
          >
            {event?.title ?? titleOf(item)}
          </h2>
          <IconButton label={say.close} keys="Esc" onClick={onClose} className="-mt-1.5 -mr-2">
            <X aria-hidden="true" className="size-4" />
          </IconButton>
        </div>
        <p
          className={cn(
            'mt-2.5 mb-1.5 flex items-center gap-2.5 rounded-control px-2.5 py-2 text-12 font-label',
            softHues[hue - 1] ?? softHues[0],
          )}
        >
          <Mark state="outlook" size={14} label="" className="[&_circle]:stroke-current" />
          {say.readOnly}
        </p>
        <Fact icon={<Clock />} below={<FromNow startsAt={item.startsAt} endsAt={item.endsAt} />}>
          {sayWhen(item, locale, zone)}
          {item.isCancelled && <span className="block text-12 text-bad-ink">{words.cancelled}</span>}
          {event && !event.isAllDay && event.timeZone !== zone && (
            <span className="block text-12 text-ink-3">{words.when.zone(event.timeZone)}</span>
          )}
        </Fact>
        {item.isRecurring && <Fact icon={<Repeat />}>{capital(words.repeats)}</Fact>}
        {isPrivate ? (
          <Fact icon={<Lock />}>{say.privateMeans}</Fact>
        ) : gone ? (
          <p className="py-3 text-13 text-ink-2">{say.gone}</p>
        ) : query.isError && !event ? (
          <ErrorPanel
            look="part"
            title={say.failed}
            retry={{ label: say.again, run: () => void query.refetch() }}
            className="my-2"
          >
            {query.error.message}
          </ErrorPanel>
        ) : !event ? (
          <Loading className="flex flex-col gap-4 py-3">
            <Skeleton className="w-3/5" />
            <Skeleton className="w-2/5" />
            <Skeleton className="w-4/5" />
          </Loading>
        ) : (
          <>
            {event.location && <Fact icon={<MapPin />}>{event.location}</Fact>}
            <Fact
              icon={<CalendarDays />}
              below={straightName(event.calendar.ownerName ?? event.calendar.address ?? '')}
            >
              {event.calendar.title}
            </Fact>
            <Fact icon={<UsersRound />}>
              <PeopleList
                organizer={event.isOrganizer ? null : event.organizer}
                attendees={event.attendees}
                knowsAbsence={knowsAbsence}
              />
            </Fact>
            {event.categories.length > 0 && <Fact icon={<TagIcon />}>{event.categories.join(', ')}</Fact>}
            {previewOf(event.preview ?? '') && (
              <Fact icon={<TextQuote />}>
                <span dir="auto" className="line-clamp-4 whitespace-pre-line text-left text-ink-2 wrap-anywhere">
                  {previewOf(event.preview ?? '')}
                </span>
              </Fact>
            )}
          </>
        )}
      </div>
      {event && (event.mayAnswer || event.joinUrl || event.webLink) && (
        <footer className="flex flex-col gap-2.5 px-[18px] pt-1 pb-3.5 max-desk:pb-[calc(14px+env(safe-area-inset-bottom))]">
          {event.mayAnswer && (
            <AnswerButtons target={{ eventId: event.id }} response={event.response} answer={answer} />
          )}
          <div className="flex flex-wrap gap-2">
            {event.joinUrl && (
              <a
                href={event.joinUrl}
                target="_blank"
                rel="noreferrer"
                className={cn(buttonStyle({ kind: 'filled' }), 'flex-1')}
              >
                <Video aria-hidden="true" className="size-4" />
                {say.join}
              </a>
            )}
            {event.webLink && (
              <a
                href={event.webLink}
                target="_blank"
                rel="noreferrer"
                className={cn(buttonStyle(), !event.joinUrl && 'flex-1')}
              >
                <ExternalLink aria-hidden="true" className="size-4" />
                {say.open}
              </a>
            )}
          </div>
        </footer>
      )}
    </>
  )
}

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1)

function Fact({ icon, below, children }: { icon: ReactNode; below?: ReactNode; children: ReactNode }) {
  return (
    <div className="flex gap-3 py-[7px] text-13">
      <span aria-hidden="true" className="mt-0.5 text-ink-3 [&>svg]:size-4">
        {icon}
      </span>
      <div className="min-w-0 flex-1 wrap-anywhere">
        {children}
        {below && <span className="block text-12 text-ink-3">{below}</span>}
      </div>
    </div>
  )
}

const everyMinute = () => 30_000

/** "In 48 minutes", for the next hours only. */
function FromNow({ startsAt, endsAt }: { startsAt: string; endsAt: string }) {
  const now = useNow(everyMinute)
  const minutes = Math.ceil((Date.parse(startsAt) - now) / 60_000)
  if (minutes <= 0) return Date.parse(endsAt) > now ? words.when.now : null
  if (minutes < 60) return words.when.inMinutes(minutes)
  return minutes < 12 * 60 ? words.when.inHours(Math.round(minutes / 60)) : null
}
