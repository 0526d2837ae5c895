'use client'

import { type ReactNode, useId, useState } from 'react'
import { Button } from '@/components/ui/button'
import { Dialog } from '@/components/ui/dialog'
import { words } from './words'

type EditDialogProps = {
  title: string
  onClose: () => void
  children: (handed: { formId: string; onBusy: (busy: boolean) => void }) => ReactNode
}

/** A form over the record that it changes. */
export function EditDialog({ title, onClose, children }: EditDialogProps) {
  const formId = useId()
  const [busy, setBusy] = useState(false)
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={title}
      foot={
        <>
          <Button kind="quiet" onClick={onClose}>
            {words.form.cancel}
          </Button>
          <Button type="submit" form={formId} kind="filled" busy={busy}>
            {words.form.save}
          </Button>
        </>
      }
    >
      {children({ formId, onBusy: setBusy })}
    </Dialog>
  )
}
