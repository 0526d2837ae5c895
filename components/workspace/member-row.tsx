'use client'

import { Ban, CircleCheck, Ellipsis, Unlink } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { useOptimistic, useState, useTransition } from 'react'
import { attempt } from '@/components/connection/deed'
import type { MemberView } from '@/components/connection/view'
import { announce } from '@/components/frame/announcer'
import { Avatar } from '@/components/ui/avatar'
import { IconButton } from '@/components/ui/button'
import { DeedError } from '@/components/ui/deed-error'
import { Menu, MenuItem, MenuRule } from '@/components/ui/menu'
import { Pill, Tag } from '@/components/ui/pill'
import { Select } from '@/components/ui/select'
import { Switch } from '@/components/ui/switch'
import { TimeAgo } from '@/components/ui/time-ago'
import { toast } from '@/components/ui/toast'
import { ReleaseDialog } from './release-dialog'
import { words } from './words'

/** What an administrator can do with a member. Each answers `{ error }` when it is refused. */
export type MemberDeeds = {
  setRole: (userId: string, role: 'admin' | 'member') => Promise<unknown>
  setDisabled: (userId: string, disabled: boolean) => Promise<unknown>
  setIntegration: (userId: string, enabled: boolean) => Promise<unknown>
  /** Frees the Microsoft account of a connection. */
  release: (connectionId: string) => Promise<unknown>
}

const say = words.members
const roleChoices = (['admin', 'member'] as const).map((value) => ({
  value,
  label: say.roles[value],
  hint: say.rolesHelp[value],
}))

/** One person: name, role, Microsoft 365, switch. Small deeds act at once and can be undone. */
export function MemberRow({ member, deeds }: { member: MemberView; deeds: MemberDeeds }) {
  const router = useRouter()
  const [now, expect] = useOptimistic(member, (was, change: Partial<MemberView>) => ({ ...was, ...change }))
  const [busy, start] = useTransition()
  const [error, setError] = useState<string | null>(null)
  const [releasing, setReleasing] = useState(false)
  const name = member.name || member.contactEmail || say.unnamed

  const act = (change: Partial<MemberView>, run: () => Promise<unknown>, said: string, undo?: () => void) =>
    start(async () => {
      setError(null)
      expect(change)
      const refused = await attempt(run)
      setError(refused)
      if (refused) return
      router.refresh()
      if (undo) toast({ text: said, action: { label: say.undo, run: undo } })
      else announce(said)
    })
  const setRole = (role: 'admin' | 'member') =>
    act({ role }, () => deeds.setRole(member.userId, role), say.roleSaid(name, role))
  const setIntegration = (on: boolean) =>
    act(
      { integrationEnabled: on },
      () => deeds.setIntegration(member.userId, on),
      on ? say.switchedOn(name) : say.switchedOff(name),
    )
  const setDisabled = (off: boolean, withUndo: boolean) =>
    act(
      { disabledAt: off ? new Date().toISOString() : null },
      () => deeds.setDisabled(member.userId, off),
      off ? say.disabledSaid(name) : say.enabledSaid(name),
      withUndo ? () => setDisabled(!off, false) : undefined,
    )

  return (
    <li
      aria-busy={busy || undefined}
      className="grid grid-cols-[minmax(0,1fr)_auto] items-center gap-x-4 gap-y-3 px-4 py-3.5 pane:grid-cols-[minmax(0,1.3fr)_132px_minmax(0,1fr)_84px_40px] pane:px-5 pane:py-3"
    >
      <div className="flex min-w-0 items-center gap-3">
        <Avatar name={name} id={member.userId} />
        <div className="min-w-0">
          <p className="flex flex-wrap items-center gap-x-2 font-label">
            <span className="[overflow-wrap:anywhere]">{name}</span>
            {member.you && <Tag>{say.you}</Tag>}
            {now.disabledAt && <Tag tone="warn">{say.disabled}</Tag>}
          </p>
          <p className="text-12 text-ink-3 [overflow-wrap:anywhere]">
            {member.contactEmail && member.contactEmail !== name ? member.contactEmail : null}
          </p>
        </div>
      </div>
      <div className="max-pane:order-3 max-pane:col-span-2">
        {member.you ? (
          <p className="text-13 text-ink-2" title={say.own}>
            {say.roles[now.role]}
            <span className="sr-only">. {say.own}</span>
          </p>
        ) : (
          <Select
            label={say.roleOf(name)}
            choices={roleChoices}
            value={now.role}
            onChange={(role) => (role === now.role ? undefined : setRole(role === 'admin' ? 'admin' : 'member'))}
            className="h-9 max-desk:h-11"
          />
        )}
      </div>
      <ConnectionFacts member={now} />
      <div className="flex items-center max-pane:order-5 max-pane:justify-end">
        <span className="mr-3 text-13 text-ink-2 pane:hidden" aria-hidden="true">
          {say.columns.allowed}
        </span>
        <Switch checked={now.integrationEnabled} busy={busy} label={say.integration(name)} onChange={setIntegration} />
      </div>
      <div className="justify-self-end max-pane:order-2">
        {(!member.you || member.connection) && (
          <Menu
            label={say.more(name)}
            trigger={
              <IconButton label={say.more(name)}>
                <Ellipsis aria-hidden="true" className="size-[18px]" />
              </IconButton>
            }
          >
            {!member.you &&
              (now.disabledAt ? (
                <MenuItem icon={<CircleCheck aria-hidden="true" />} onSelect={() => setDisabled(false, true)}>
                  {say.enable}
                </MenuItem>
              ) : (
                <MenuItem icon={<Ban aria-hidden="true" />} onSelect={() => setDisabled(true, true)}>
                  {say.disable}
                </MenuItem>
              ))}
            {!member.you && member.connection && <MenuRule />}
            {member.connection && (
              <MenuItem icon={<Unlink aria-hidden="true" />} tone="bad" onSelect={() => setReleasing(true)}>
                {say.release}
              </MenuItem>
            )}
          </Menu>
        )}
      </div>
      {error && <DeedError message={error} className="col-span-full" />}
      {member.connection && (
        <ReleaseDialog
          open={releasing}
          onOpenChange={setReleasing}
          name={name}
          address={member.connection.address}
          release={deeds.release.bind(null, member.connection.id)}
        />
      )}
    </li>
  )
}

const tones = { active: 'ok', paused: 'warn', disconnecting: 'neutral' } as const

function ConnectionFacts({ member }: { member: MemberView }) {
  const { connection } = member
  if (!connection) return <p className="text-13 text-ink-3 max-pane:order-4">{say.notConnected}</p>
  return (
    <div className="min-w-0 max-pane:order-4">
      <p className="flex flex-wrap items-center gap-x-2 gap-y-1">
        <Pill tone={tones[connection.state]} dot>
          {say.connection[connection.state]}
        </Pill>
        <span className="text-12 text-ink-3">
          {connection.lastSyncAt ? (
            <>
              <span className="sr-only">{say.synced} </span>
              <TimeAgo at={connection.lastSyncAt} />
            </>
          ) : (
            say.never
          )}
        </span>
      </p>
      <p className="mt-1 text-12 text-ink-2 [overflow-wrap:anywhere]">{connection.address}</p>
      {connection.pausedReason && <p className="text-12 text-ink-3">{connection.pausedReason}</p>}
    </div>
  )
}
