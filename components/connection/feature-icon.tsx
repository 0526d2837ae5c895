import {
  CalendarDays,
  CalendarSync,
  CircleCheckBig,
  Cloud,
  ContactRound,
  Library,
  type LucideIcon,
  Mail,
  MessagesSquare,
  NotebookPen,
  Plane,
  Plug,
  Sparkles,
  UserRound,
  UsersRound,
  Video,
} from 'lucide-react'
import { cn } from '@/components/ui/cn'

/** Picture by what a feature is about, read from its id; an unknown one gets the plug. */
const pictures: readonly (readonly [RegExp, LucideIcon])[] = [
  [/shared-?mail/i, UsersRound],
  [/office|absence/i, Plane],
  [/mail|inbox/i, Mail],
  [/meeting|attendance/i, Video],
  [/publish/i, CalendarSync],
  [/calendar/i, CalendarDays],
  [/contact/i, ContactRound],
  [/suggest/i, Sparkles],
  [/task|to-?do/i, CircleCheckBig],
  [/onedrive|files/i, Cloud],
  [/sharepoint|sites/i, Library],
  [/channel|rooms?/i, MessagesSquare],
  [/notes?/i, NotebookPen],
  [/colleague|director/i, UserRound],
]

export function FeatureIcon({ id, on, size = 40 }: { id: string; on: boolean; size?: 36 | 40 }) {
  const Picture = pictures.find(([about]) => about.test(id))?.[1] ?? Plug
  return (
    <span
      aria-hidden="true"
      className={cn(
        'grid shrink-0 place-items-center transition-colors',
        size === 40 ? 'size-10 rounded-[11px]' : 'size-9 rounded-row',
        on ? 'bg-brand-soft text-brand-ink' : 'bg-hover text-ink-3',
      )}
    >
      <Picture className="size-[18px]" />
    </span>
  )
}

/** Rows in the order they came, parted by group. */
export function byGroup<T extends { group: string }>(rows: readonly T[]): [string, T[]][] {
  const groups = new Map<string, T[]>()
  for (const row of rows) groups.set(row.group, [...(groups.get(row.group) ?? []), row])
  return [...groups]
}
