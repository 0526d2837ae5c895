'use client'

import { Mail } from 'lucide-react'
import dynamic from 'next/dynamic'
import Link from 'next/link'
import { openCompose } from '@/components/compose/open'
import type { TimelineActions } from '@/components/timeline/timeline'
import type { TimelinePage } from '@/components/timeline/view'
import { Fact, PhoneFact } from './facts'
import { HeadDeed, RecordScreen } from './record-screen'
import type { PersonForm as Form, PersonDetail, SavePerson } from './view'
import { words } from './words'

// Only who edits needs the form.
const EditPerson = dynamic(() => import('./edit-record').then((module) => module.EditPerson), { ssr: false })

type PersonScreenProps = {
  person: PersonDetail
  first: TimelinePage
  form: Form
  actions: TimelineActions & { savePerson: SavePerson }
}

/** A person: what can be done, everything that happened, what is known. */
export function PersonScreen({ person, first, form, actions }: PersonScreenProps) {
  const { id, name, company, addresses } = person
  const write = () =>
    openCompose({ kind: 'new', place: 'dock', to: addresses[0] ? [{ name, address: addresses[0] }] : [] })
  return (
    <RecordScreen
      kind="people"
      record={person}
      first={first}
      counts={person.counts}
      actions={actions}
      sub={
        <>
          {person.title}
          {person.title && company && ', '}
          {company && (
            <Link href={`/companies/${company.id}`} className="text-ink-2">
              {company.name}
            </Link>
          )}
        </>
      }
      deed={
        <HeadDeed icon={<Mail />} filled off={addresses.length === 0 && words.noAddress} onClick={write}>
          {words.writeShort}
        </HeadDeed>
      }
      begins={['note', 'call', 'task']}
      facts={
        <>
          <Fact label={words.fields.addresses}>
            {addresses.map((address) => (
              <button
                key={address}
                type="button"
                aria-label={words.writeTo(address)}
                onClick={() => openCompose({ kind: 'new', place: 'dock', to: [{ name, address }] })}
                className="block text-left font-label leading-5 max-desk:min-h-11 text-brand-ink hover:underline"
              >
                {address}
              </button>
            ))}
          </Fact>
          <PhoneFact phone={person.phone} />
          <Fact label={words.fields.title}>{person.title}</Fact>
          <Fact label={words.fields.company}>
            {company && <Link href={`/companies/${company.id}`}>{company.name}</Link>}
          </Fact>
        </>
      }
      form={(handed) => <EditPerson {...handed} id={id} form={form} savePerson={actions.savePerson} />}
    />
  )
}
