import { Building2, Eye, EyeOff } from 'lucide-react'
import Link from 'next/link'
import type { Ref } from 'react'
import { threadWords } from './thread-words'
import type { KnownPerson, ThreadView } from './view'

type ThreadHeadProps = {
  ref: Ref<HTMLHeadingElement>
  subject: string
  thread: ThreadView | undefined
  /** Who the line's sender is, until the conversation is there. */
  known: KnownPerson | null
}

const tag =
  'inline-flex h-6 min-w-0 max-w-full items-center gap-[5px] rounded-chip bg-hover px-2 text-12 font-label text-ink-2 no-underline hover:bg-press max-desk:h-8 [&_svg]:size-3.5 [&_svg]:shrink-0'

/** Subject, the companies it concerns, and what colleagues see of it. */
export function ThreadHead({ ref, subject, thread, known }: ThreadHeadProps) {
  const people = thread ? thread.people.map((person) => person.known) : [known]
  const companies = new Map<string, string>()
  for (const person of people) if (person?.company) companies.set(person.company.id, person.company.name)
  return (
    <header className="px-3 pt-0.5 pb-3">
      <h2 ref={ref} tabIndex={-1} dir="auto" className="text-22 text-balance wrap-break-word outline-none">
        {subject}
      </h2>
      <div className="mt-2.5 flex min-h-6 flex-wrap gap-1.5">
        {[...companies].map(([id, name]) => (
          <Link key={id} href={`/companies/${id}`} prefetch={false} className={tag}>
            <Building2 aria-hidden="true" />
            <span className="cut">{name}</span>
          </Link>
        ))}
        {thread && (
          <Link href="/settings/privacy" prefetch={false} title={threadWords.visibilityMeans} className={tag}>
            {thread.visibility === 'everything' ? <Eye aria-hidden="true" /> : <EyeOff aria-hidden="true" />}
            <span className="cut">{threadWords.visibility[thread.visibility]}</span>
          </Link>
        )}
      </div>
    </header>
  )
}
