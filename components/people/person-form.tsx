'use client'

import Link from 'next/link'
import { type FormEvent, useCallback, useEffect, useRef, useState } from 'react'
import { fetchJson } from '@/components/frame/fetch-json'
import { Banner } from '@/components/ui/banner'
import { Field, Input, TextArea } from '@/components/ui/field'
import { Select } from '@/components/ui/select'
import { type ChosenCompany, CompanyField } from './company-field'
import { LinesField } from './lines-field'
import type { AddressLookup, PersonForm as Form, PersonInput, Refusal, SavePerson } from './view'
import { words } from './words'

type PersonFormProps = {
  /** For the button that sends it from outside. */
  formId: string
  /** Null: a new person. */
  id: string | null
  form: Form
  savePerson: SavePerson
  onBusy: (busy: boolean) => void
  onSaved: (id: string) => void
}

const nobody = 'nobody'
const phone = 'max-desk:h-11 max-desk:text-[16px]'

/** Everything about a person that is typed. What an address tells is looked up while one types. */
export function PersonForm({ formId, id, form, savePerson, onBusy, onSaved }: PersonFormProps) {
  const [input, setInput] = useState<PersonInput>(form.input)
  const [company, setCompany] = useState<ChosenCompany>(form.company)
  const [refused, setRefused] = useState<Refusal | null>(null)
  const [early, setEarly] = useState<{ of: string; taken: AddressLookup['taken']; bad: boolean } | null>(null)
  const box = useRef<HTMLFormElement>(null)
  // A company that somebody took off stays off.
  const touched = useRef(id !== null)
  const set = (change: Partial<PersonInput>) => setInput((now) => ({ ...now, ...change }))

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
  const handed = id === null ? form.input.addresses[0] : undefined
  useEffect(() => {
    if (handed) void look(handed)
  }, [handed, look])

  const submit = async (event: FormEvent) => {
    event.preventDefault()
    onBusy(true)
    setRefused(null)
    const answer = await savePerson(id, {
      ...input,
      addresses: input.addresses.filter((address) => address.trim()),
      companyId: company?.id ?? null,
      companyName: company && company.id === null ? company.name : '',
    }).catch((): Refusal => ({ error: words.form.failed }))
    onBusy(false)
    if (!('error' in answer)) return onSaved(answer.id)
    setRefused(answer)
    requestAnimationFrame(() => box.current?.querySelector<HTMLElement>('[aria-invalid=true]')?.focus())
  }

  const holder = refused?.taken?.[0] ?? (early && input.addresses.includes(early.of) ? early.taken : null)
  const isBad = early?.bad && input.addresses.includes(early.of)
  const addressError = holder ? (
    <>
      {words.form.taken(holder.name)}.{' '}
      <Link href={`/people/${holder.id}`} className="text-bad-ink underline">
        {words.form.open(holder.name)}
      </Link>
    </>
  ) : (
    (refused?.fields?.addresses ?? (isBad ? words.form.notAddress : undefined))
  )

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
        label={words.fields.addresses}
        nameOf={words.fields.address}
        removeOf={words.form.removeAddress}
        add={words.form.addAddress}
        help={words.form.addressHelp}
        error={addressError}
        type="email"
        values={input.addresses}
        onChange={(addresses) => {
          set({ addresses })
          if (refused?.fields?.addresses) setRefused(null)
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
      <div className="grid gap-x-4 gap-y-3.5 desk:grid-cols-2">
        <Field label={words.fields.title} note={words.form.optional}>
          <Input
            value={input.title}
            maxLength={200}
            autoComplete="off"
            onChange={(event) => set({ title: event.target.value })}
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
