import type { Metadata } from 'next'
import { PeopleScreen } from '@/components/people/people-screen'
import { words } from '@/components/people/words'
import { loadPeople } from '@/lib/features/people/loaders'
import { forPage } from '@/lib/platform/for-page'

export const metadata: Metadata = { title: words.people }

type Search = Promise<Record<string, string | string[] | undefined>>

/** /people?q=…&filter=mine|no-company */
export default async function PeoplePage({ searchParams }: { searchParams: Search }) {
  return <PeopleScreen view={await forPage(loadPeople(await searchParams))} />
}
