'use client'

import { UserPlus, UserRoundSearch } from 'lucide-react'
import { useKnownConnection } from '@/components/frame/connection'
import { Button, ButtonLink } from '@/components/ui/button'
import { Empty } from '@/components/ui/empty'
import { words } from './words'

/** Why nobody is listed, and what to do about it. Microsoft is offered to those who have not connected it. */
export function Nobody({ q, filter, onAll }: { q: string; filter: string; onAll: () => void }) {
  const { empty } = words
  const connection = useKnownConnection()
  if (q)
    return (
      <Empty
        icon={<UserRoundSearch aria-hidden="true" />}
        title={empty.found(q)}
        action={
          <>
            <Button onClick={onAll}>{empty.all}</Button>
            <ButtonLink href={`/people/new?${new URLSearchParams(q.includes('@') ? { address: q } : { name: q })}`}>
              {empty.enter(q)}
            </ButtonLink>
          </>
        }
      >
        {empty.foundMeans}
      </Empty>
    )
  if (filter !== 'all') {
    const [title, means] = filter === 'mine' ? [empty.mine, empty.mineMeans] : [empty.noCompany, empty.noCompanyMeans]
    return (
      <Empty
        icon={<UserRoundSearch aria-hidden="true" />}
        title={title}
        action={<Button onClick={onAll}>{empty.all}</Button>}
      >
        {means}
      </Empty>
    )
  }
  return (
    <Empty
      mark="tandem"
      title={empty.people}
      action={
        <>
          <ButtonLink href="/people/new" icon={<UserPlus aria-hidden="true" className="size-4" />}>
            {words.newPerson}
          </ButtonLink>
          {connection?.state === 'none' && (
            <ButtonLink href="/settings/integrations" kind="quiet">
              {empty.connect}
            </ButtonLink>
          )}
        </>
      }
    >
      {empty.peopleMeans}
    </Empty>
  )
}
