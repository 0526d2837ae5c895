'use client'

import { CompanyForm } from './company-form'
import { EditDialog } from './edit-dialog'
import type { CompanyForm as Form, SaveCompany } from './view'
import { words } from './words'

type EditCompanyProps = { id: string; form: Form; saveCompany: SaveCompany; onClose: () => void; onSaved: () => void }

/** Changes a company, over its page. */
export function EditCompany({ id, form, saveCompany, onClose, onSaved }: EditCompanyProps) {
  return (
    <EditDialog title={words.form.editCompany} onClose={onClose}>
      {(handed) => <CompanyForm {...handed} id={id} form={form} saveCompany={saveCompany} onSaved={onSaved} />}
    </EditDialog>
  )
}
