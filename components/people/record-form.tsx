'use client'

import Link from 'next/link'
import type { ReactNode } from 'react'
import { Banner } from '@/components/ui/banner'
import { Field, Input, TextArea } from '@/components/ui/field'
import { Select } from '@/components/ui/select'
import type { useRecordForm } from './use-record-form'
import { words } from './words'

/** What is typed about people and companies alike. */
type Common = { name: string; phone: string; notes: string; ownerId: string | null }
type RecordFormProps = {
  formId: string
  isNew: boolean
  form: ReturnType<typeof useRecordForm<Common>>
  owners: { id: string; name: string }[]
  /** The field that shares a line with the phone number. */
  besidePhone: ReactNode
  /** What follows the name. */
  children: ReactNode
}

const nobody = 'nobody'
/** A field on the phone. */
export const tall = 'max-desk:h-11 max-desk:text-[16px]'

/** The form of a person or a company: name, what is its own, phone, owner, notes. */
export function RecordForm({ formId, isNew, form, owners, besidePhone, children }: RecordFormProps) {
  const { input, set, refused, box, submit } = form
  return (
    <form ref={box} id={formId} noValidate onSubmit={(event) => void submit(event)} className="grid gap-3.5 pb-2">
      {refused && !refused.fields && <Banner tone="bad">{refused.error}</Banner>}
      <Field label={words.fields.name} error={refused?.fields?.name}>
        <Input
          value={input.name}
          maxLength={200}
          autoComplete="off"
          autoFocus={isNew}
          onChange={(event) => set({ name: event.target.value })}
          className={tall}
        />
      </Field>
      {children}
      <div className="grid gap-x-4 gap-y-3.5 desk:grid-cols-2">
        {besidePhone}
        <Field label={words.fields.phone} note={words.form.optional}>
          <Input
            type="tel"
            value={input.phone}
            maxLength={60}
            autoComplete="off"
            onChange={(event) => set({ phone: event.target.value })}
            className={tall}
          />
        </Field>
      </div>
      <Field label={words.fields.owner} error={refused?.fields?.ownerId}>
        <Select
          value={input.ownerId ?? nobody}
          onChange={(owner) => set({ ownerId: owner === nobody ? null : owner })}
          choices={[
            ...owners.map(({ id: value, name }) => ({ value, label: name })),
            { value: nobody, label: words.form.noOwner },
          ]}
          className={tall}
        />
      </Field>
      <Field label={words.fields.notes} note={words.form.optional}>
        <TextArea
          value={input.notes}
          maxLength={20_000}
          onChange={(event) => set({ notes: event.target.value })}
          className="max-desk:text-[16px]"
        />
      </Field>
    </form>
  )
}

/** Says whose it is already, and leads there. */
export function Taken({ holder, list }: { holder: { id: string; name: string }; list: '/people' | '/companies' }) {
  return (
    <>
      {words.form.taken(holder.name)}.{' '}
      <Link href={`${list}/${holder.id}`} className="text-bad-ink underline">
        {words.form.open(holder.name)}
      </Link>
    </>
  )
}
