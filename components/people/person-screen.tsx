'use client'

import { CircleCheck, Ellipsis, Mail, Pencil, Phone, StickyNote, Trash2 } from 'lucide-react'
import dynamic from 'next/dynamic'
import Link from 'next/link'
import { useRouter } from 'next/navigation'
import { useRef, useState } from 'react'
import { openCompose } from '@/components/compose/open'
import { useShortcuts } from '@/components/frame/shortcuts'
import { Timeline, type TimelineActions } from '@/components/timeline/timeline'
import type { TimelinePage } from '@/components/timeline/view'
import { words as timelineWords } from '@/components/timeline/words'
import type { WriteLineHandle } from '@/components/timeline/write-line'
import { iconButtonStyle } from '@/components/ui/button-style'
import { Menu, MenuItem } from '@/components/ui/menu'
import { TimeAgo } from '@/components/ui/time-ago'
import { deleteLater } from './deleting'
import { Fact, Facts, HeadDeed, RecordScreen } from './record-screen'
import { useRefresh } from './use-refresh'
import type { DeletePeople, PersonForm as Form, PersonDetail, SavePerson } from './view'
import { words } from './words'

// Only who edits needs the form.
const EditPerson = dynamic(() => import('./edit-person').then((module) => module.EditPerson), { ssr: false })

type PersonScreenProps = {
  person: PersonDetail
  first: TimelinePage
  form: Form
  actions: TimelineActions & { savePerson: SavePerson; deletePeople: DeletePeople }
}

/** A person: what can be done, everything that happened, what is known. */
export function PersonScreen({ person, first, form, actions }: PersonScreenProps) {
  const router = useRouter()
  const writer = useRef<WriteLineHandle>(null)
  const [editing, setEditing] = useState(false)
  const refresh = useRefresh()
  const { id, name, company, addresses } = person
  const write = () =>
    openCompose({ kind: 'new', place: 'dock', to: addresses[0] ? [{ name, address: addresses[0] }] : [] })
  const { keys } = words
  useShortcuts([
    { keys: 'n', label: timelineWords.keys.note, group: keys.group, run: () => writer.current?.begin('note') },
    { keys: 'e', label: keys.edit, group: keys.group, run: () => setEditing(true) },
    { keys: 't', label: timelineWords.keys.task, group: keys.group, run: () => writer.current?.begin('task') },
  ])
  const remove = () => {
    deleteLater({ kind: 'people', rows: [{ id, name }], remove: actions.deletePeople, onDone: () => router.refresh() })
    router.push('/people')
  }

  return (
    <>
      <RecordScreen
        list={{ href: '/people', label: words.people }}
        id={id}
        name={name}
        shape="person"
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
        deeds={
          <>
            <HeadDeed icon={<Mail />} filled off={addresses.length === 0 && words.noAddress} onClick={write}>
              {words.writeShort}
            </HeadDeed>
            <HeadDeed icon={<StickyNote />} onClick={() => writer.current?.begin('note')}>
              {words.note}
            </HeadDeed>
            <HeadDeed icon={<Phone />} onClick={() => writer.current?.begin('call')}>
              {words.call}
            </HeadDeed>
            <HeadDeed icon={<CircleCheck />} onClick={() => writer.current?.begin('task')}>
              {words.task}
            </HeadDeed>
            <Menu
              label={words.more}
              trigger={
                <button type="button" aria-label={words.more} className={iconButtonStyle()}>
                  <Ellipsis aria-hidden="true" className="size-[18px]" />
                </button>
              }
            >
              <MenuItem icon={<Pencil aria-hidden="true" />} keys="E" onSelect={() => setEditing(true)}>
                {words.edit}
              </MenuItem>
              <MenuItem icon={<Trash2 aria-hidden="true" />} tone="bad" onSelect={remove}>
                {words.deletePeople(1)}
              </MenuItem>
            </Menu>
          </>
        }
        timeline={
          <Timeline
            about={{ kind: 'person', id, name }}
            first={first}
            counts={person.counts}
            actions={actions}
            writer={writer}
          />
        }
        details={
          <Facts edit={() => setEditing(true)}>
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
            <Fact label={words.fields.phone}>
              {person.phone && <a href={`tel:${person.phone.replace(/[^\d+]/g, '')}`}>{person.phone}</a>}
            </Fact>
            <Fact label={words.fields.title}>{person.title}</Fact>
            <Fact label={words.fields.company}>
              {company && <Link href={`/companies/${company.id}`}>{company.name}</Link>}
            </Fact>
            <Fact label={words.fields.owner}>{person.owner?.name}</Fact>
            <Fact label={words.columns.contact}>
              {person.lastContactAt ? <TimeAgo at={person.lastContactAt} /> : words.noContact}
            </Fact>
            <Fact label={words.fields.entered}>
              <TimeAgo at={person.createdAt} />
            </Fact>
            <Fact label={words.fields.notes}>
              {person.notes && <span className="whitespace-pre-wrap font-text">{person.notes}</span>}
            </Fact>
          </Facts>
        }
      />
      {editing && (
        <EditPerson
          id={id}
          form={form}
          savePerson={actions.savePerson}
          onClose={() => setEditing(false)}
          onSaved={() => {
            setEditing(false)
            refresh()
          }}
        />
      )}
    </>
  )
}
