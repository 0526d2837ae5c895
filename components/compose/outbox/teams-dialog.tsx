'use client'

import { useEffect, useRef, useState } from 'react'
import { Button } from '@/components/ui/button'
import { Dialog } from '@/components/ui/dialog'
import { Input } from '@/components/ui/field'
import { Spinner } from '@/components/ui/progress'
import { toast } from '@/components/ui/toast'
import { useComposeActions } from '../context'
import { words } from '../words'

/** Makes a Teams link and copies it; where the browser does not allow that, it stands there to be copied. */
export function TeamsDialog({ onClose }: { onClose: () => void }) {
  const { makeTeamsLink } = useComposeActions()
  const [answer, setAnswer] = useState<{ joinUrl: string } | { error: string } | null>(null)
  const asked = useRef(false)
  const close = useRef(onClose)
  useEffect(() => {
    close.current = onClose
  })
  useEffect(() => {
    if (asked.current) return
    asked.current = true
    const key = `share-${Date.now().toString(36)}-${Math.random().toString(36).slice(2)}`
    void makeTeamsLink(key, words.teams.subject)
      .catch(() => ({ error: words.saved.unreachable }))
      .then(async (found) => {
        if ('joinUrl' in found) {
          const copied = await navigator.clipboard.writeText(found.joinUrl).then(
            () => true,
            () => false,
          )
          if (copied) {
            toast({ text: words.teams.copied })
            return close.current()
          }
        }
        setAnswer(found)
      })
  }, [makeTeamsLink])
  const joinUrl = answer && 'joinUrl' in answer ? answer.joinUrl : null
  return (
    <Dialog
      open
      onOpenChange={(open) => open || onClose()}
      title={joinUrl ? words.teams.made : words.teams.deed}
      lead={joinUrl ? words.teams.copyFailed : words.teams.lead}
      size="s"
      foot={
        joinUrl && (
          <Button kind="filled" onClick={() => void navigator.clipboard.writeText(joinUrl).then(onClose, () => {})}>
            {words.teams.copy}
          </Button>
        )
      }
    >
      {joinUrl ? (
        <Input readOnly aria-label={words.teams.made} value={joinUrl} onFocus={(event) => event.target.select()} />
      ) : answer && 'error' in answer ? (
        <p role="alert" className="pb-4 text-bad-ink">
          {words.tools.teamsFailed(answer.error)}
        </p>
      ) : (
        <p className="flex items-center gap-2.5 pb-4 text-ink-2">
          <Spinner />
          {words.teams.making}
        </p>
      )}
    </Dialog>
  )
}
