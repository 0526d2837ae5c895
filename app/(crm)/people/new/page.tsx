import type { Metadata } from 'next'
import { NewPerson } from '@/components/people/form-page'
import { words } from '@/components/people/words'
import { savePerson } from '@/lib/features/people/actions'
import { loadPersonForm } from '@/lib/features/people/loaders'
import { forPage } from '@/lib/platform/for-page'

export const metadata: Metadata = { title: words.newPerson }

type Search = Promise<Record<string, string | string[] | undefined>>

/** /people/new?name=…&address=…&company=…: begun with what another page knows. */
export default async function NewPersonPage({ searchParams }: { searchParams: Search }) {
  const form = await forPage(loadPersonForm(null, await searchParams))
  return <NewPerson key={form.input.addresses[0] ?? form.input.name} form={form} savePerson={savePerson} />
}
