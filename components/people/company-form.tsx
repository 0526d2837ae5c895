'use client'

import { Field, Input } from '@/components/ui/field'
import { LinesField } from './lines-field'
import { RecordForm, Taken, tall } from './record-form'
import { type Handed, useRecordForm } from './use-record-form'
import type { CompanyForm as Form, SaveCompany } from './view'
import { words } from './words'

type CompanyFormProps = Handed & {
  /** Null: a new company. */
  id: string | null
  form: Form
  saveCompany: SaveCompany
}

/** Everything about a company that is typed. */
export function CompanyForm({ formId, id, form: { input: start, owners }, saveCompany, ...on }: CompanyFormProps) {
  const form = useRecordForm({
    start,
    save: (input) => saveCompany(id, { ...input, domains: input.domains.filter((domain) => domain.trim()) }),
    ...on,
  })
  const { input, set, refused } = form
  const holder = refused?.taken?.[0]
  return (
    <RecordForm
      formId={formId}
      isNew={id === null}
      form={form}
      owners={owners}
      besidePhone={
        <Field label={words.fields.website} note={words.form.optional} error={refused?.fields?.website}>
          <Input
            inputMode="url"
            value={input.website}
            maxLength={300}
            autoComplete="off"
            placeholder={words.form.websiteHint}
            onChange={(event) => set({ website: event.target.value })}
            className={tall}
          />
        </Field>
      }
    >
      <LinesField
        label={words.fields.domains}
        nameOf={words.fields.domain}
        removeOf={words.form.removeDomain}
        add={words.form.addDomain}
        help={words.form.domainHelp}
        error={holder ? <Taken holder={holder} list="/companies" /> : refused?.fields?.domains}
        type="text"
        values={input.domains}
        onChange={(domains) => {
          set({ domains })
          form.forgive('domains')
        }}
      />
    </RecordForm>
  )
}
