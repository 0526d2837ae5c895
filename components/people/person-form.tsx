'use client'

import { useCallback, useEffect, useRef, useState } from 'react'
import { fetchJson } from '@/components/frame/fetch-json'
import { Field, Input } from '@/components/ui/field'
import { type ChosenCompany, CompanyField } from './company-field'
import { LinesField } from './lines-field'
import { RecordForm, Taken, tall } from './record-form'
import { type Handed, useRecordForm } from './use-record-form'
import type { AddressLookup, PersonForm as Form, SavePerson } from './view'
import { words } from './words'

type PersonFormProps = Handed & {
  /** Null: a new person. */
  id: string | null
  form: Form
  savePerson: SavePerson
}

/** Everything about a person that is typed. What an address tells is looked up while one types. */
export function PersonForm({ formId, id, form: begun, savePerson, ...on }: PersonFormProps) {
  const [company, setCompany] = useState<ChosenCompany>(begun.company)
  const [early, setEarly] = useState<{ of: string; taken: AddressLookup['taken']; bad: boolean } | null>(null)
  // A company that somebody took off stays off.
  const touched = useRef(id !== null)
  const form = useRecordForm({
    start: begun.input,
    save: (input) =>
      savePerson(id, {
        ...input,
        addresses: input.addresses.filter((address) => address.trim()),
        companyId: company?.id ?? null,
        companyName: company && company.id === null ? company.name : '',
      }),
    ...on,
  })
  const { input, set, refused } = form

  const look = useCallback(
    async (typed: string) => {
      const asked = `/api/people/lookup?${new URLSearchParams({ address: typed })}`
      const found = await fetchJson<AddressLookup>(asked).catch(() => null)
      if (!found) return
      setEarly({ of: typed, taken: found.taken?.id === id ? null : found.taken, bad: found.address === null })
      if (touched.current) return
      if (found.company) setCompany(found.company)
      else if (found.companyName) setCompany((now) => now ?? { id: null, name: found.companyName ?? '' })
    },
    [id],
  )
  // An address that another page handed over is looked up at once.
  const handed = id === null ? begun.input.addresses[0] : undefined
  useEffect(() => {
    if (handed) void look(handed)
  }, [handed, look])

  const holder = refused?.taken?.[0] ?? (early && input.addresses.includes(early.of) ? early.taken : null)
  const isBad = early?.bad && input.addresses.includes(early.of)

  return (
    <RecordForm
      formId={formId}
      isNew={id === null}
      form={form}
      owners={begun.owners}
      besidePhone={
        <Field label={words.fields.title} note={words.form.optional}>
          <Input
            value={input.title}
            maxLength={200}
            autoComplete="off"
            onChange={(event) => set({ title: event.target.value })}
            className={tall}
          />
        </Field>
      }
    >
      <LinesField
        label={words.fields.addresses}
        nameOf={words.fields.address}
        removeOf={words.form.removeAddress}
        add={words.form.addAddress}
        help={words.form.addressHelp}
        error={
          holder ? (
            <Taken holder={holder} list="/people" />
          ) : (
            (refused?.fields?.addresses ?? (isBad ? words.form.notAddress : undefined))
          )
        }
        type="email"
        values={input.addresses}
        onChange={(addresses) => {
          set({ addresses })
          form.forgive('addresses')
        }}
        onLeave={(address) => void look(address)}
      />
      <Field
        label={words.fields.company}
        note={words.form.optional}
        error={refused?.fields?.companyId}
        help={company && company.id === null ? words.form.isNew(company.name) : undefined}
      >
        <CompanyField
          value={company}
          onChange={(next) => {
            touched.current = true
            setCompany(next)
          }}
        />
      </Field>
    </RecordForm>
  )
}
