'use client'

import { useId } from 'react'
import { useDeed } from '@/components/connection/deed'
import { Button } from '@/components/ui/button'
import { DeedError } from '@/components/ui/deed-error'
import { Dialog } from '@/components/ui/dialog'
import { words } from './words'

type ReleaseDialogProps = {
  open: boolean
  onOpenChange: (open: boolean) => void
  name: string
  address: string
  release: () => Promise<unknown>
}

/** What releasing a Microsoft account does, before it is done. */
export function ReleaseDialog({ open, onOpenChange, name, address, release }: ReleaseDialogProps) {
  const [error, submit, busy] = useDeed(release, () => onOpenChange(false))
  const formId = useId()
  const say = words.members
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      size="s"
      title={say.releaseTitle(address)}
      lead={say.releaseLead(name)}
      foot={
        <>
          <Button onClick={() => onOpenChange(false)}>{say.keep}</Button>
          <Button type="submit" form={formId} kind="destroys" busy={busy}>
            {say.releaseDo}
          </Button>
        </>
      }
    >
      <ul className="mt-1 grid list-disc gap-1.5 pl-5 text-ink-2">
        {say.releaseWhat.map((sentence) => (
          <li key={sentence}>{sentence}</li>
        ))}
      </ul>
      <form id={formId} action={submit}>
        <DeedError message={error} />
      </form>
    </Dialog>
  )
}
