'use client'

import { useRouter } from 'next/navigation'
import { useRef, useState } from 'react'
import { CopyLink } from '@/components/connection/copy-link'
import { Day } from '@/components/connection/day'
import { attempt } from '@/components/connection/deed'
import { DeedButton } from '@/components/connection/deed-button'
import type { MembersView } from '@/components/connection/view'
import { Button } from '@/components/ui/button'
import { Field } from '@/components/ui/field'
import { Tag } from '@/components/ui/pill'
import { Select } from '@/components/ui/select'
import { Card, GroupHead } from '@/components/ui/sheet'
import { EmailField } from './email-field'
import { words } from './words'

/** Makes an invitation and answers with its link, or `{ error }`. */
export type InviteDeed = (
  email: string,
  role: 'admin' | 'member',
) => Promise<{ link: string; mailed: boolean } | { error: string }>
export type RevokeDeed = (invitationId: string) => Promise<unknown>

type Made = { link: string; email: string; mailed: boolean }

/** Inviting people, and the invitations that are open. */
export function Invitations({ view, invite, revoke }: { view: MembersView; invite: InviteDeed; revoke: RevokeDeed }) {
  const router = useRouter()
  const form = useRef<HTMLFormElement>(null)
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<string | null>(null)
  const [made, setMade] = useState<Made | null>(null)
  const say = words.invitations

  const submit = async (fields: FormData) => {
    setBusy(true)
    const email = String(fields.get('email') ?? '')
    const role = fields.get('role') === 'admin' ? 'admin' : 'member'
    const refused = await attempt(async () => {
      const answer = await invite(email, role)
      if ('link' in answer) setMade({ link: answer.link, mailed: answer.mailed, email })
      return answer
    })
    setError(refused)
    setBusy(false)
    if (refused) form.current?.querySelector<HTMLElement>('[name=email]')?.focus()
    else {
      form.current?.reset()
      router.refresh()
    }
  }

  return (
    <section aria-labelledby="invitations" className="mt-9">
      <GroupHead>
        <span id="invitations">{say.title}</span>
      </GroupHead>
      <p className="-mt-2 mb-4 text-13 text-ink-2">{view.canMail ? say.lead : `${say.noMail} ${say.lead}`}</p>
      <form
        ref={form}
        onSubmit={(event) => {
          event.preventDefault()
          if (!busy) void submit(new FormData(event.currentTarget))
        }}
        className="grid gap-x-3 desk:grid-cols-[minmax(0,1fr)_160px_auto]"
      >
        <EmailField label={say.email} error={error ?? undefined} autoComplete="off" />
        <Field label={say.role}>
          <Select
            name="role"
            defaultValue="member"
            choices={(['member', 'admin'] as const).map((value) => ({
              value,
              label: words.members.roles[value],
              hint: words.members.rolesHelp[value],
            }))}
          />
        </Field>
        <Button type="submit" kind="filled" busy={busy} className="h-10 desk:mt-[26px]">
          {view.canMail ? say.send : say.make}
        </Button>
      </form>
      <div role="status">
        {made && (
          <div className="mt-3 mb-5 rounded-card bg-brand-soft p-4">
            <p className="mb-2.5 text-13">{made.mailed ? say.sent(made.email) : say.made}</p>
            <div className="flex flex-wrap gap-2">
              <CopyLink link={made.link} label={say.link} kind="plain" />
            </div>
          </div>
        )}
      </div>
      {view.invitations.length === 0 ? (
        <p className="mt-2 text-13 text-ink-3">{say.none}</p>
      ) : (
        <Card className="mt-2">
          <ul className="divide-y divide-line">
            {view.invitations.map((invitation) => (
              <li key={invitation.id} className="flex flex-wrap items-center gap-x-4 gap-y-1 px-4 py-2.5 desk:px-5">
                <span className="min-w-0 flex-1 basis-56">
                  <span className="block font-label [overflow-wrap:anywhere]">{invitation.email}</span>
                  <span className="flex items-center gap-2 text-12 text-ink-3">
                    {words.members.roles[invitation.role]}
                    {invitation.expired ? (
                      <Tag tone="warn">{say.expired}</Tag>
                    ) : (
                      <span>
                        {say.until} <Day at={invitation.expiresAt} />
                      </span>
                    )}
                  </span>
                </span>
                <DeedButton
                  run={revoke.bind(null, invitation.id)}
                  size="s"
                  kind="quiet"
                  align="end"
                  aria-label={say.withdrawOf(invitation.email)}
                >
                  {say.withdraw}
                </DeedButton>
              </li>
            ))}
          </ul>
        </Card>
      )}
    </section>
  )
}
