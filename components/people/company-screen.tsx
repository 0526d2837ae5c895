'use client'

import { CircleCheck, Ellipsis, Pencil, Plus, StickyNote, Trash2, UserPlus } from 'lucide-react'
import dynamic from 'next/dynamic'
import Link from 'next/link'
import { useRouter } from 'next/navigation'
import { useRef, useState } from 'react'
import { useShortcuts } from '@/components/frame/shortcuts'
import { Timeline, type TimelineActions } from '@/components/timeline/timeline'
import type { TimelinePage } from '@/components/timeline/view'
import { words as timelineWords } from '@/components/timeline/words'
import type { WriteLineHandle } from '@/components/timeline/write-line'
import { Avatar } from '@/components/ui/avatar'
import { ButtonLink } from '@/components/ui/button'
import { iconButtonStyle } from '@/components/ui/button-style'
import { Menu, MenuItem } from '@/components/ui/menu'
import { TimeAgo } from '@/components/ui/time-ago'
import { deleteLater, useGone } from './deleting'
import { Fact, Facts, HeadDeed, RecordScreen } from './record-screen'
import { useRefresh } from './use-refresh'
import type { CompanyDetail, DeleteCompanies, CompanyForm as Form, SaveCompany } from './view'
import { words } from './words'

// Only who edits needs the form.
const EditCompany = dynamic(() => import('./edit-company').then((module) => module.EditCompany), { ssr: false })

type CompanyScreenProps = {
  company: CompanyDetail
  first: TimelinePage
  form: Form
  actions: TimelineActions & { saveCompany: SaveCompany; deleteCompanies: DeleteCompanies }
}

/** A company: its people, and the timeline of all of them. */
export function CompanyScreen({ company, first, form, actions }: CompanyScreenProps) {
  const router = useRouter()
  const writer = useRef<WriteLineHandle>(null)
  const [editing, setEditing] = useState(false)
  const refresh = useRefresh()
  const { id, name, domains } = company
  const { keys } = words
  useShortcuts([
    { keys: 'n', label: timelineWords.keys.note, group: keys.group, run: () => writer.current?.begin('note') },
    { keys: 'e', label: keys.edit, group: keys.group, run: () => setEditing(true) },
  ])
  const addPerson = `/people/new?company=${id}`
  const remove = () => {
    deleteLater({
      ...{ kind: 'companies', rows: [{ id, name }], remove: actions.deleteCompanies },
      onDone: () => router.refresh(),
    })
    router.push('/companies')
  }

  return (
    <>
      <RecordScreen
        list={{ href: '/companies', label: words.companies }}
        id={id}
        name={name}
        shape="company"
        sub={domains.join(', ') || words.members(company.people)}
        deeds={
          <>
            <HeadDeed icon={<UserPlus />} onClick={() => router.push(addPerson)}>
              {words.addMember}
            </HeadDeed>
            <HeadDeed icon={<StickyNote />} onClick={() => writer.current?.begin('note')}>
              {words.note}
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
                {words.deleteCompanies(1)}
              </MenuItem>
            </Menu>
          </>
        }
        timeline={<Timeline about={{ kind: 'company', id, name }} first={first} actions={actions} writer={writer} />}
        details={
          <>
            <Facts edit={() => setEditing(true)}>
              <Fact label={words.fields.website}>
                {company.website && (
                  <a href={company.website} target="_blank" rel="noopener noreferrer">
                    {company.website.replace(/^https?:\/\//, '')}
                  </a>
                )}
              </Fact>
              <Fact label={words.fields.domains}>{domains.join(', ')}</Fact>
              <Fact label={words.fields.phone}>
                {company.phone && <a href={`tel:${company.phone.replace(/[^\d+]/g, '')}`}>{company.phone}</a>}
              </Fact>
              <Fact label={words.fields.owner}>{company.owner?.name}</Fact>
              <Fact label={words.columns.contact}>
                {company.lastContactAt ? <TimeAgo at={company.lastContactAt} /> : words.noContact}
              </Fact>
              <Fact label={words.fields.entered}>
                <TimeAgo at={company.createdAt} />
              </Fact>
              <Fact label={words.fields.notes}>
                {company.notes && <span className="whitespace-pre-wrap font-text">{company.notes}</span>}
              </Fact>
            </Facts>
            <Members company={company} add={addPerson} />
          </>
        }
      />
      {editing && (
        <EditCompany
          id={id}
          form={form}
          saveCompany={actions.saveCompany}
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

function Members({ company, add }: { company: CompanyDetail; add: string }) {
  const gone = useGone()
  const members = company.members.filter(({ id }) => !gone.has(id))
  return (
    <section className="mt-5 border-line border-t pt-[18px]">
      <h2 className="mb-1.5 flex items-center text-14 font-strong">
        {words.members(company.people)}
        <ButtonLink
          href={add}
          kind="quiet"
          size="s"
          icon={<Plus aria-hidden="true" className="size-4" />}
          className="ml-auto"
        >
          {words.addMember}
        </ButtonLink>
      </h2>
      {members.length === 0 && <p className="text-13 text-ink-3">{words.noMembers}</p>}
      <ul>
        {members.map((person) => (
          <li key={person.id}>
            <Link
              href={`/people/${person.id}`}
              className="-mx-2 flex min-h-12 items-center gap-3 rounded-control px-2 py-1 text-ink no-underline hover:bg-hover"
            >
              <Avatar name={person.name} id={person.id} size={28} />
              <span className="min-w-0 flex-1">
                <span className="cut block font-label">{person.name}</span>
                <span className="cut block text-12 text-ink-3">{person.title ?? person.addresses[0]}</span>
              </span>
              {person.lastContactAt && <TimeAgo at={person.lastContactAt} className="text-12 text-ink-3" />}
            </Link>
          </li>
        ))}
      </ul>
    </section>
  )
}
