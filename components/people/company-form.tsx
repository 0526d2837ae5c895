'use client'

import Link from 'next/link'
import { type FormEvent, useRef, useState } from 'react'
import { Banner } from '@/components/ui/banner'
import { Field, Input, TextArea } from '@/components/ui/field'
import { Select } from '@/components/ui/select'
import { LinesField } from './lines-field'
import type { CompanyInput, CompanyForm as Form, Refusal, SaveCompany } from './view'
import { words } from './words'

type CompanyFormProps = {
  formId: string
  /** Null: a new company. */
  id: string | null
  form: Form
  saveCompany: SaveCompany
  onBusy: (busy: boolean) => void
  onSaved: (id: string) => void
}

const nobody = 'nobody'
const phone = 'max-desk:h-11 max-desk:text-[16px]'

/** Everything about a company that is typed. */
export function CompanyForm({ formId, id, form, saveCompany, onBusy, onSaved }: CompanyFormProps) {
  const [input, setInput] = useState<CompanyInput>(form.input)
  const [refused, setRefused] = useState<Refusal | null>(null)
  const box = useRef<HTMLFormElement>(null)
  const set = (change: Partial<CompanyInput>) => setInput((now) => ({ ...now, ...change }))

  const submit = async (event: FormEvent) => {
    event.preventDefault()
    onBusy(true)
    setRefused(null)
    const answer = await saveCompany(id, {
      ...input,
      domains: input.domains.filter((domain) => domain.trim()),
    }).catch((): Refusal => ({ error: words.form.failed }))
    onBusy(false)
    if (!('error' in answer)) return onSaved(answer.id)
    setRefused(answer)
    requestAnimationFrame(() => box.current?.querySelector<HTMLElement>('[aria-invalid=true]')?.focus())
  }
  const holder = refused?.taken?.[0]

  return (
    <form ref={box} id={formId} noValidate onSubmit={(event) => void submit(event)} className="grid gap-3.5 pb-2">
      {refused && !refused.fields && <Banner tone="bad">{refused.error}</Banner>}
      <Field label={words.fields.name} error={refused?.fields?.name}>
        <Input
          value={input.name}
          maxLength={200}
          autoComplete="off"
          autoFocus={id === null}
          onChange={(event) => set({ name: event.target.value })}
          className={phone}
        />
      </Field>
      <LinesField
        label={words.fields.domains}
        nameOf={words.fields.domain}
        removeOf={words.form.removeDomain}
        add={words.form.addDomain}
        help={words.form.domainHelp}
        error={
          holder ? (
            <>
              {words.form.taken(holder.name)}.{' '}
              <Link href={`/companies/${holder.id}`} className="text-bad-ink underline">
                {words.form.open(holder.name)}
              </Link>
            </>
          ) : (
            refused?.fields?.domains
          )
        }
        type="text"
        values={input.domains}
        onChange={(domains) => {
          set({ domains })
          if (refused?.fields?.domains) setRefused(null)
        }}
      />
      <div className="grid gap-x-4 gap-y-3.5 desk:grid-cols-2">
        <Field label={words.fields.website} note={words.form.optional} error={refused?.fields?.website}>
          <Input
            inputMode="url"
            value={input.website}
            maxLength={300}
            autoComplete="off"
            placeholder={words.form.websiteHint}
            onChange={(event) => set({ website: event.target.value })}
            className={phone}
          />
        </Field>
        <Field label={words.fields.phone} note={words.form.optional}>
          <Input
            type="tel"
            value={input.phone}
            maxLength={60}
            autoComplete="off"
            onChange={(event) => set({ phone: event.target.value })}
            className={phone}
          />
        </Field>
      </div>
      <Field label={words.fields.owner} error={refused?.fields?.ownerId}>
        <Select
          value={input.ownerId ?? nobody}
          onChange={(owner) => set({ ownerId: owner === nobody ? null : owner })}
          choices={[
            ...form.owners.map(({ id: value, name }) => ({ value, label: name })),
            { value: nobody, label: words.form.noOwner },
          ]}
          className={phone}
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
