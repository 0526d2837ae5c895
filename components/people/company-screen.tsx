'use client'

import { Plus, UserPlus } from 'lucide-react'
import dynamic from 'next/dynamic'
import Link from 'next/link'
import { useRouter } from 'next/navigation'
import type { TimelineActions } from '@/components/timeline/timeline'
import type { TimelinePage } from '@/components/timeline/view'
import { Avatar } from '@/components/ui/avatar'
import { ButtonLink } from '@/components/ui/button'
import { TimeAgo } from '@/components/ui/time-ago'
import { useGone } from './deleting'
import { Fact, PhoneFact } from './facts'
import { HeadDeed, RecordScreen } from './record-screen'
import type { CompanyDetail, CompanyForm as Form, SaveCompany } from './view'
import { words } from './words'

// Only who edits needs the form.
const EditCompany = dynamic(() => import('./edit-record').then((module) => module.EditCompany), { ssr: false })

type CompanyScreenProps = {
  company: CompanyDetail
  first: TimelinePage
  form: Form
  actions: TimelineActions & { saveCompany: SaveCompany }
}

/** A company: its people, and the timeline of all of them. */
export function CompanyScreen({ company, first, form, actions }: CompanyScreenProps) {
  const router = useRouter()
  const { id, domains } = company
  const addPerson = `/people/new?company=${id}`
  return (
    <RecordScreen
      kind="companies"
      record={company}
      first={first}
      actions={actions}
      sub={domains.join(', ') || words.members(company.people)}
      deed={
        <HeadDeed icon={<UserPlus />} onClick={() => router.push(addPerson)}>
          {words.addMember}
        </HeadDeed>
      }
      begins={['note', 'task']}
      facts={
        <>
          <Fact label={words.fields.website}>
            {company.website && (
              <a href={company.website} target="_blank" rel="noopener noreferrer">
                {company.website.replace(/^https?:\/\//, '')}
              </a>
            )}
          </Fact>
          <Fact label={words.fields.domains}>{domains.join(', ')}</Fact>
          <PhoneFact phone={company.phone} />
        </>
      }
      below={<Members company={company} add={addPerson} />}
      form={(handed) => <EditCompany {...handed} id={id} form={form} saveCompany={actions.saveCompany} />}
    />
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
