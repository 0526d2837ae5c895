import {
  CalendarClock,
  CalendarDays,
  CalendarSync,
  Folder,
  Hourglass,
  KeyRound,
  type LucideIcon,
  Mail,
  PencilLine,
  RadioTower,
  Users,
} from 'lucide-react'
import { cn } from '@/components/ui/cn'
import type { DisconnectKind } from './view'

const looks: Record<DisconnectKind, [LucideIcon, string]> = {
  messages: [Mail, 'bg-c1-s text-c1-i'],
  drafts: [PencilLine, 'bg-c3-s text-c3-i'],
  folders: [Folder, 'bg-c2-s text-c2-i'],
  events: [CalendarClock, 'bg-c1-s text-c1-i'],
  calendars: [CalendarDays, 'bg-c2-s text-c2-i'],
  meetings: [CalendarSync, 'bg-c3-s text-c3-i'],
  suggestions: [Users, 'bg-c8-s text-c8-i'],
  pending: [Hourglass, 'bg-c4-s text-c4-i'],
  signals: [RadioTower, 'bg-c7-s text-c7-i'],
  keys: [KeyRound, 'bg-c5-s text-c5-i'],
}

/** The picture of a kind of thing. */
export function KindIcon({ kind }: { kind: DisconnectKind }) {
  const [Picture, colours] = looks[kind]
  return (
    <span aria-hidden="true" className={cn('grid size-10 shrink-0 place-items-center rounded-[11px]', colours)}>
      <Picture className="size-[18px]" />
    </span>
  )
}
