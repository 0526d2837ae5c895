import type { ConnectionView, FolderView } from '@/components/mail/view'

/** What the frame needs for its first paint: who, where, and how the link to Microsoft is. */
export type FrameView = {
  workspace: string
  user: { id: string; name: string; email: string; isAdmin: boolean }
  connection: ConnectionView
  /** Mail folders for the navigation; empty before the first import. */
  folders: FolderView[]
}

export type IconName = 'plug' | 'people' | 'ledger' | 'pulse' | 'accounts' | 'shield' | 'calendar' | 'bell' | 'person'

/** One part of the settings' own navigation. */
export type SettingsSection = { title: string; items: { href: string; label: string; icon: IconName }[] }
