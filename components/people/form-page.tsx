'use client'

import { useRouter } from 'next/navigation'
import { type ReactNode, useId, useState } from 'react'
import { useTopBarTitle } from '@/components/frame/context'
import { Button, ButtonLink } from '@/components/ui/button'
import { PageHead, Sheet, SheetBody } from '@/components/ui/sheet'
import { CompanyForm } from './company-form'
import { PersonForm } from './person-form'
import type { Handed } from './use-record-form'
import type { CompanyForm as CompanyFields, PersonForm as PersonFields, SaveCompany, SavePerson } from './view'
import { words } from './words'

/** A form on a page of its own: the button stays in reach. */
function FormPage(props: { title: string; save: string; list: string; children: (handed: Handed) => ReactNode }) {
  const { title, save, list, children } = props
  const router = useRouter()
  const formId = useId()
  const [busy, setBusy] = useState(false)
  useTopBarTitle(title)
  return (
    <Sheet>
      <SheetBody>
        <div className="mx-auto w-full max-w-[620px]">
          <PageHead title={title} className="mb-4" />
          {children({ formId, onBusy: setBusy, onSaved: (id) => router.push(`${list}/${id}`) })}
        </div>
      </SheetBody>
      <footer className="shrink-0 border-line border-t px-4 py-3 desk:px-12">
        <div className="mx-auto flex w-full max-w-[620px] justify-end gap-2">
          <ButtonLink href={list} kind="quiet">
            {words.form.cancel}
          </ButtonLink>
          <Button type="submit" form={formId} kind="filled" busy={busy} className="max-desk:flex-1">
            {save}
          </Button>
        </div>
      </footer>
    </Sheet>
  )
}

/** Enters a person. */
export function NewPerson({ form, savePerson }: { form: PersonFields; savePerson: SavePerson }) {
  return (
    <FormPage title={words.newPerson} save={words.form.enter.person} list="/people">
      {(handed) => <PersonForm {...handed} id={null} form={form} savePerson={savePerson} />}
    </FormPage>
  )
}

/** Enters a company. */
export function NewCompany({ form, saveCompany }: { form: CompanyFields; saveCompany: SaveCompany }) {
  return (
    <FormPage title={words.newCompany} save={words.form.enter.company} list="/companies">
      {(handed) => <CompanyForm {...handed} id={null} form={form} saveCompany={saveCompany} />}
    </FormPage>
  )
}
