'use client'

import { useRouter } from 'next/navigation'
import { useOptimistic, useState, useTransition } from 'react'
import { attempt } from '@/components/connection/deed'
import { DeedError } from '@/components/ui/deed-error'
import { Card, GroupHead } from '@/components/ui/sheet'
import { Switch } from '@/components/ui/switch'
import { words } from './words'

type PersonalPolicyProps = { allowed: boolean; setAllowed: (on: boolean) => Promise<unknown> }

/** Whether personal Microsoft accounts may be linked in this workspace. */
export function PersonalPolicy({ allowed, setAllowed }: PersonalPolicyProps) {
  const router = useRouter()
  const [on, expect] = useOptimistic(allowed)
  const [busy, start] = useTransition()
  const [error, setError] = useState<string | null>(null)
  const say = words.policy
  const change = (next: boolean) =>
    start(async () => {
      setError(null)
      expect(next)
      const refused = await attempt(() => setAllowed(next))
      setError(refused)
      if (!refused) router.refresh()
    })
  return (
    <section aria-labelledby="policy" className="mt-9">
      <GroupHead>
        <span id="policy">{say.title}</span>
      </GroupHead>
      <Card className="flex items-center gap-4 px-4 py-3.5 desk:px-5">
        <div className="min-w-0 flex-1">
          <p id="personal-accounts" className="font-label">
            {say.personal}
          </p>
          <p className="text-13 text-ink-2 text-pretty">{say.personalHelp}</p>
          <DeedError message={error} />
        </div>
        <Switch checked={on} busy={busy} labelledBy="personal-accounts" onChange={change} />
      </Card>
    </section>
  )
}
