import {
  Ban,
  CloudUpload,
  Hourglass,
  Lock,
  MapPin,
  Palmtree,
  Phone,
  Repeat,
  Stethoscope,
  TriangleAlert,
  Video,
} from 'lucide-react'
import { clockTime, endsLater } from '@/components/ui/time'
import { type Drawn, nameOf, sayRange, secondLine, titleOf } from '../items'
import type { CalendarView } from '../view'
import { words } from '../words'

type EntryBlockProps = {
  /** Null: a new one that is being drawn. */
  item: Drawn | null
  start: number
  end: number
  /** block: lines. short: one line. bar: a whole day. line: in a month. */
  look: 'block' | 'short' | 'bar' | 'line'
  calendars: readonly CalendarView[]
  locale: string
  zone: string
}

/** What stands in an entry of the grid. Readers get one sentence instead. */
export function EntryBlock({ item, start, end, look, calendars, locale, zone }: EntryBlockProps) {
  const from = clockTime(start, locale, zone)
  const times = (
    <span className={endsLater(start, end, zone) ? 'num ev-days' : 'num'}>
      <span className="ev-wide">{sayRange(start, end, locale, zone)}</span>
      <span className="ev-narrow">{from}</span>
    </span>
  )
  if (!item)
    return (
      <span aria-hidden="true" className="ev-lines">
        <b className="ev-title">
          <span>{words.newLong}</span>
        </b>
        {look !== 'bar' && times}
      </span>
    )
  const second = look === 'block' ? secondLine(item, calendars) : ''
  return (
    <>
      <span className="sr-only">{nameOf(item, calendars, locale, zone)}</span>
      <span
        aria-hidden="true"
        title={`${titleOf(item)}, ${sayRange(start, end, locale, zone)}`}
        className={look === 'block' ? 'ev-lines' : 'ev-one'}
      >
        {look === 'line' && <span className="ev-time num">{from}</span>}
        <b className="ev-title">
          <EntryIcon item={item} />
          <span dir="auto">{titleOf(item)}</span>
        </b>
        {look === 'short' && <span className="ev-time num">{from}</span>}
        {look === 'block' && times}
        {second && <span className="ev-second">{second}</span>}
        <State item={item} inWords={look === 'block'} />
      </span>
    </>
  )
}

/** What it is, at a glance. */
export function EntryIcon({ item, className = 'ev-icon' }: { item: Drawn; className?: string }) {
  const Icon =
    item.isCancelled || item.response === 'declined'
      ? Ban
      : item.source === 'outlook' && (item.isPrivate || item.title === null)
        ? Lock
        : item.isOnline
          ? Video
          : item.kind === 'call'
            ? Phone
            : item.kind === 'time_off'
              ? Palmtree
              : item.kind === 'medical_event'
                ? Stethoscope
                : item.kind === 'meeting' && item.location
                  ? MapPin
                  : item.isRecurring && item.source !== 'outlook'
                    ? Repeat
                    : null
  return Icon && <Icon aria-hidden="true" className={className} />
}

/** How it stands: kept here, on its way, refused. */
function State({ item, inWords }: { item: Drawn; inWords: boolean }) {
  if (item.unsent)
    return inWords ? (
      <span className="ev-state">
        <CloudUpload aria-hidden="true" /> {words.unsent.mark}
      </span>
    ) : (
      <CloudUpload aria-hidden="true" className="ev-corner" />
    )
  if (item.outlook === 'refused') return <TriangleAlert aria-hidden="true" className="ev-corner text-warn" />
  if (item.outlook === 'waiting') return <Hourglass aria-hidden="true" className="ev-corner" />
  return null
}
