import type { ConnectionView, FolderView } from '@/components/mail/view'
import type { AskView } from '@/components/privacy/view'
import type { TaskCounts } from '@/components/tasks/view'

/** What the frame needs for its first paint: who, where, and how the link to Microsoft is. */
export type FrameView = {
  workspace: string
  user: { id: string; name: string; email: string; isAdmin: boolean }
  connection: ConnectionView
  /** Mail folders for the navigation; empty before the first import. */
  folders: FolderView[]
  tasks: TaskCounts
  /** Colleagues who ask to read a conversation. */
  asks: AskView
}

/** GET /api/palette?q=: at most six of each, best first. */
export type PaletteAnswer = {
  people: { id: string; name: string; company: string | null; address: string | null }[]
  companies: { id: string; name: string; domain: string | null }[]
  tasks: { id: string; title: string; dueOn: string | null; done: boolean }[]
  /** Of one's own schedule; `on`: the date of a series. */
  entries: { id: string; title: string; kind: string; date: string; on: string | null }[]
}

export type IconName =
  | 'plug'
  | 'people'
  | 'ledger'
  | 'pulse'
  | 'accounts'
  | 'shield'
  | 'calendar'
  | 'bell'
  | 'person'
  | 'pen'

/** One part of the settings' own navigation. */
export type SettingsSection = { title: string; items: { href: string; label: string; icon: IconName }[] }
