'use client'

import { ChevronsUpDown, Keyboard, LogOut } from 'lucide-react'
import { useState } from 'react'
import { Avatar } from '@/components/ui/avatar'
import { Button } from '@/components/ui/button'
import { iconButtonStyle } from '@/components/ui/button-style'
import { cn } from '@/components/ui/cn'
import { leaveNow } from '@/components/ui/leaving'
import { Mark } from '@/components/ui/mark'
import { Popover, PopoverClose } from '@/components/ui/popover'
import { Segmented } from '@/components/ui/segmented'
import { useChrome } from './context'
import { leaveDevice } from './device-store'
import type { Theme } from './theme'
import { presentTheme, switchTheme } from './theme-switch'
import type { FrameView } from './view'
import { words } from './words'

/** What still waits is asked for as who is signed in now. */
const leave = () => {
  leaveNow()
  leaveDevice()
}

type AccountMenuProps = { view: FrameView; signOut: () => Promise<void>; look?: 'nav' | 'folded' | 'bar' }

/** Workspace and person: who is signed in, appearance, keys, sign out. */
export function AccountMenu({ view, signOut, look = 'nav' }: AccountMenuProps) {
  const name = `${view.workspace}. ${words.account}`
  const trigger =
    look === 'bar' ? (
      <button type="button" aria-label={name} className={iconButtonStyle()}>
        <Avatar name={view.user.name} id={view.user.id} size={28} />
      </button>
    ) : (
      <button
        type="button"
        aria-label={name}
        className={cn(
          'flex h-9 min-w-0 items-center gap-2.5 rounded-control px-1 hover:bg-press',
          look === 'folded' ? 'justify-center' : 'flex-1',
        )}
      >
        <Mark size={look === 'folded' ? 18 : 22} tone="picture" ground="mist" label="" />
        {look === 'nav' && (
          <>
            <span className="cut text-15 font-head">{view.workspace}</span>
            <ChevronsUpDown aria-hidden="true" className="size-4 shrink-0 text-ink-3" />
          </>
        )}
      </button>
    )
  return (
    <Popover trigger={trigger} label={words.account} align={look === 'bar' ? 'end' : 'start'}>
      <AccountPanel view={view} signOut={signOut} />
    </Popover>
  )
}

function AccountPanel({ view, signOut }: Omit<AccountMenuProps, 'look'>) {
  const { setDialog } = useChrome()
  const [theme, setTheme] = useState<Theme>(presentTheme)
  return (
    <div className="flex flex-col gap-4">
      <div className="flex items-center gap-3">
        <Avatar name={view.user.name} id={view.user.id} />
        <div className="min-w-0">
          <p className="cut font-strong">{view.user.name}</p>
          <p className="cut text-12 text-ink-3">{view.user.email}</p>
        </div>
      </div>
      <div className="flex items-center justify-between gap-3">
        <span className="text-13 text-ink-2">{words.appearance}</span>
        <Segmented
          label={words.appearance}
          value={theme}
          onChange={(next) => {
            setTheme(next)
            switchTheme(next)
          }}
          options={(['system', 'light', 'dark'] as const).map((value) => ({ value, label: words.theme[value] }))}
        />
      </div>
      <div className="flex justify-between gap-2">
        <PopoverClose>
          <Button
            kind="quiet"
            size="s"
            className="max-desk:hidden"
            icon={<Keyboard aria-hidden="true" className="size-4" />}
            onClick={() => setDialog('keys')}
          >
            {words.keys.title}
          </Button>
        </PopoverClose>
        <form action={signOut} onSubmit={leave}>
          <Button type="submit" size="s" icon={<LogOut aria-hidden="true" className="size-4" />}>
            {words.signOut}
          </Button>
        </form>
      </div>
    </div>
  )
}
