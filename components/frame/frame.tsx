'use client'

import dynamic from 'next/dynamic'
import { usePathname, useRouter } from 'next/navigation'
import { type ReactNode, useState } from 'react'
import { FolderLinks } from '@/components/mail/folder-links'
import { useFolders } from '@/components/mail/folders'
import { cn } from '@/components/ui/cn'
import { rememberInCookie } from '@/components/ui/cookie'
import { Toasts } from '@/components/ui/toast'
import { AccountMenu } from './account-menu'
import { Announcer } from './announcer'
import { useAsks } from './asks'
import { useConnection } from './connection'
import { useChrome } from './context'
import { FrameBanner } from './frame-banner'
import { Navigation } from './navigation'
import { TabBar, TopBar } from './phone-bars'
import { isSettings } from './places'
import { SettingsNavigation, SettingsStrip } from './settings-navigation'
import { useShortcuts } from './shortcuts'
import { foldCookie } from './theme'
import type { FrameView, SettingsSection } from './view'
import { words } from './words'

// Neither is needed before somebody asks for it.
const Palette = dynamic(() => import('./palette').then((module) => module.Palette), { ssr: false })
const KeysDialog = dynamic(() => import('./keys-dialog').then((module) => module.KeysDialog), { ssr: false })

type FrameProps = {
  view: FrameView
  sections: SettingsSection[]
  startFolded: boolean
  signOut: () => Promise<void>
  children: ReactNode
}

/** Everything round the page: navigation, light, banner, phone bars, palette, keys, toasts. */
export function Frame({ view, sections, startFolded, signOut, children }: FrameProps) {
  const pathname = usePathname()
  const router = useRouter()
  const { dialog, setDialog } = useChrome()
  const connection = useConnection(view.connection)
  const { folders } = useFolders({ folders: view.folders, import: { state: 'idle', done: 0, total: null } })
  const unread = folders.find((folder) => folder.wellKnown === 'inbox')?.unread ?? 0
  const { tasks, asks } = useAsks(view)
  const counts = {
    inbox: { count: unread, says: words.unread('').trim() },
    tasks: { count: tasks.due, says: words.due('').trim() },
  }
  const [folded, setFolded] = useState(startFolded)
  const [asked, setAsked] = useState({ palette: false, keys: false })
  const settings = isSettings(pathname)
  if (dialog && !asked[dialog]) setAsked({ ...asked, [dialog]: true })

  const fold = () => {
    setFolded(!folded)
    rememberInCookie(foldCookie, folded ? 'open' : 'folded')
  }
  const { keys } = words
  useShortcuts([
    { keys: 'mod+k', label: keys.palette, group: keys.anywhere, run: () => setDialog('palette'), keyOnly: true },
    // The inbox has a search of its own.
    ...(pathname.startsWith('/inbox')
      ? []
      : [{ keys: '/', label: keys.palette, group: keys.anywhere, run: () => setDialog('palette'), keyOnly: true }]),
    { keys: '?', label: keys.all, group: keys.anywhere, run: () => setDialog('keys') },
    { keys: 'g i', label: keys.goInbox, group: keys.anywhere, run: () => router.push('/inbox'), keyOnly: true },
    { keys: 'g s', label: keys.goSchedule, group: keys.anywhere, run: () => router.push('/schedule'), keyOnly: true },
    { keys: 'g p', label: keys.goPeople, group: keys.anywhere, run: () => router.push('/people'), keyOnly: true },
    { keys: 'g o', label: keys.goCompanies, group: keys.anywhere, run: () => router.push('/companies'), keyOnly: true },
    { keys: 'g t', label: keys.goTasks, group: keys.anywhere, run: () => router.push('/tasks'), keyOnly: true },
    {
      keys: 'g ,',
      label: keys.goSettings,
      group: keys.anywhere,
      run: () => router.push('/settings/integrations'),
      keyOnly: true,
    },
    { keys: '[', label: folded ? words.unfold : words.fold, group: keys.anywhere, run: fold },
  ])

  return (
    <div
      className={cn(
        'flex h-dvh flex-col overflow-hidden desk:grid desk:grid-rows-[minmax(0,1fr)]',
        folded && !settings ? 'desk:grid-cols-[64px_minmax(0,1fr)]' : 'desk:grid-cols-[232px_minmax(0,1fr)]',
        'max-desk:has-[[data-covers]]:[&>.tab-bar]:hidden max-desk:has-[[data-covers]]:[&>.top-bar]:hidden',
      )}
    >
      <a
        href="#content"
        className="fixed top-2 left-2 z-50 rounded-control bg-raised px-4 py-2 font-label shadow-lift-2 not-focus:sr-only"
      >
        {words.skip}
      </a>
      <div className="min-h-0 max-desk:hidden">
        {settings ? (
          <SettingsNavigation sections={sections} connection={connection} />
        ) : (
          <Navigation
            view={view}
            connection={connection}
            counts={counts}
            asks={asks.count}
            folders={<FolderLinks folders={folders} look="nav" />}
            folded={folded}
            onFold={fold}
            signOut={signOut}
          />
        )}
      </div>
      <TopBar
        connection={connection}
        sections={sections}
        account={<AccountMenu view={view} signOut={signOut} look="bar" />}
      />
      {settings && <SettingsStrip sections={sections} />}
      <main
        id="content"
        tabIndex={-1}
        className="flex min-h-0 min-w-0 flex-1 flex-col outline-none desk:gap-2 desk:py-2 desk:pr-2"
      >
        <FrameBanner connection={connection} asks={asks} />
        <div className="flex min-h-0 flex-1 desk:gap-2">{children}</div>
      </main>
      <TabBar counts={counts} asks={asks.count} />
      <Announcer />
      <Toasts />
      {asked.palette && (
        <Palette open={dialog === 'palette'} sections={sections} canWrite={connection.state !== 'none'} />
      )}
      {asked.keys && <KeysDialog open={dialog === 'keys'} />}
    </div>
  )
}
