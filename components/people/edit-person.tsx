'use client'

import { EditDialog } from './edit-dialog'
import { PersonForm } from './person-form'
import type { PersonForm as Form, SavePerson } from './view'
import { words } from './words'

type EditPersonProps = { id: string; form: Form; savePerson: SavePerson; onClose: () => void; onSaved: () => void }

/** Changes a person, over their page. */
export function EditPerson({ id, form, savePerson, onClose, onSaved }: EditPersonProps) {
  return (
    <EditDialog title={words.form.editPerson} onClose={onClose}>
      {(handed) => <PersonForm {...handed} id={id} form={form} savePerson={savePerson} onSaved={onSaved} />}
    </EditDialog>
  )
}
