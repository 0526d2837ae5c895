'use client'

import { useRef } from 'react'
import { announce } from '@/components/frame/announcer'
import { DeedError } from '@/components/ui/deed-error'
import { Switch } from '@/components/ui/switch'
import { type Deed, useDeed } from './deed'
import { words } from './words'

/** A feature that is on; the switch turns it off at once. */
export function FeatureSwitch({ name, turnOff }: { name: string; turnOff: Deed }) {
  const form = useRef<HTMLFormElement>(null)
  const [error, submit, busy] = useDeed(turnOff, () => announce(words.feature.turnedOff(name)))
  return (
    <form ref={form} action={submit} className="flex flex-col items-end">
      <Switch checked={!busy} busy={busy} label={name} onChange={() => form.current?.requestSubmit()} />
      <DeedError message={error} className="max-w-[28ch] text-right" />
    </form>
  )
}
