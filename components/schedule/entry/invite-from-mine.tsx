'use client'

import { useState } from 'react'
import { announce } from '@/components/frame/announcer'
import { Button } from '@/components/ui/button'
import { Dialog } from '@/components/ui/dialog'
import { toast } from '@/components/ui/toast'
import type { InviteFromMine as Invite } from '../view'
import { words } from '../words'

const { inviteMine: say } = words

/** The people on an entry were invited from another mailbox; here the owner may have theirs invite them once more. */
export function InviteFromMine({ onInvite }: { onInvite: () => ReturnType<Invite> }) {
  const [asking, setAsking] = useState(false)
  const [busy, setBusy] = useState(false)
  const [done, setDone] = useState(false)
  const invite = async () => {
    setBusy(true)
    const refusal = await onInvite().catch(() => ({ error: words.refusals.offline }))
    setBusy(false)
    setAsking(false)
    if (refusal) return toast({ text: refusal.error, tone: 'bad' })
    setDone(true)
    announce(say.done)
  }
  if (done) return <p className="mt-2 text-13 text-ink-2">{say.done}</p>
  return (
    <>
      <Button size="s" className="mt-2" onClick={() => setAsking(true)}>
        {say.button}
      </Button>
      <Dialog
        open={asking}
        onOpenChange={setAsking}
        title={say.title}
        size="s"
        foot={
          <>
            <Button onClick={() => setAsking(false)}>{words.sheet.cancel}</Button>
            <Button kind="filled" busy={busy} onClick={() => void invite()}>
              {say.confirm}
            </Button>
          </>
        }
      >
        <p className="pb-1 text-ink-2 text-pretty">{say.means}</p>
      </Dialog>
    </>
  )
}
