import type { ReactNode } from 'react'
import { Button } from '@/components/ui/button'
import { TimeAgo } from '@/components/ui/time-ago'
import { words } from './words'

/** What is known of a person and of a company alike. Times are ISO 8601. */
export type Entered = {
  id: string
  name: string
  phone: string | null
  owner: { name: string } | null
  lastContactAt: string | null
  createdAt: string
  notes: string
}

type FactsProps = { of: Entered; children: ReactNode; edit: () => void }

/** What was entered, a line each: first what is its own, then what every record has. */
export function Facts({ of, children, edit }: FactsProps) {
  return (
    <section>
      <h2 className="mb-1.5 flex items-center text-14 font-strong">
        {words.details}
        <Button kind="quiet" size="s" onClick={edit} className="ml-auto desk:max-wide:mr-9">
          {words.edit}
        </Button>
      </h2>
      <dl>
        {children}
        <Fact label={words.fields.owner}>{of.owner?.name}</Fact>
        <Fact label={words.columns.contact}>
          {of.lastContactAt ? <TimeAgo at={of.lastContactAt} /> : words.noContact}
        </Fact>
        <Fact label={words.fields.entered}>
          <TimeAgo at={of.createdAt} />
        </Fact>
        <Fact label={words.fields.notes}>
          {of.notes && <span className="whitespace-pre-wrap font-text">{of.notes}</span>}
        </Fact>
      </dl>
    </section>
  )
}

/** One fact; without a value it is not shown. */
export function Fact({ label, children }: { label: string; children: ReactNode }) {
  if (!children) return null
  return (
    <div className="grid grid-cols-[92px_minmax(0,1fr)] gap-2.5 py-1.5 text-13">
      <dt className="text-ink-3">{label}</dt>
      <dd className="font-label wrap-anywhere">{children}</dd>
    </div>
  )
}

/** A number that can be called. */
export function PhoneFact({ phone }: { phone: string | null }) {
  return <Fact label={words.fields.phone}>{phone && <a href={`tel:${phone.replace(/[^\d+]/g, '')}`}>{phone}</a>}</Fact>
}
