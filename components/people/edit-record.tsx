'use client'

import { type ReactNode, useId, useState } from 'react'
import { Button } from '@/components/ui/button'
import { Dialog } from '@/components/ui/dialog'
import { CompanyForm } from './company-form'
import { PersonForm } from './person-form'
import type { Handed } from './use-record-form'
import type { CompanyForm as CompanyFields, PersonForm as PersonFields, SaveCompany, SavePerson } from './view'
import { words } from './words'

type Around = { id: string; onClose: () => void; onSaved: () => void }
type EditDialogProps = { title: string; onClose: () => void; children: (handed: Omit<Handed, 'onSaved'>) => ReactNode }

/** A form over the record that it changes. */
function EditDialog({ title, onClose, children }: EditDialogProps) {
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

/** Changes a person, over their page. */
export function EditPerson({ onClose, ...form }: Around & { form: PersonFields; savePerson: SavePerson }) {
  return (
    <EditDialog title={words.form.editPerson} onClose={onClose}>
      {(handed) => <PersonForm {...handed} {...form} />}
    </EditDialog>
  )
}

/** Changes a company, over its page. */
export function EditCompany({ onClose, ...form }: Around & { form: CompanyFields; saveCompany: SaveCompany }) {
  return (
    <EditDialog title={words.form.editCompany} onClose={onClose}>
      {(handed) => <CompanyForm {...handed} {...form} />}
    </EditDialog>
  )
}
