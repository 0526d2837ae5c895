import type { Metadata } from 'next'
import { CompaniesScreen } from '@/components/people/companies-screen'
import { words } from '@/components/people/words'
import { loadCompanies } from '@/lib/features/people/companies/loaders'
import { forPage } from '@/lib/platform/for-page'

export const metadata: Metadata = { title: words.companies }

type Search = Promise<Record<string, string | string[] | undefined>>

/** /companies?q=… */
export default async function CompaniesPage({ searchParams }: { searchParams: Search }) {
  return <CompaniesScreen view={await forPage(loadCompanies(await searchParams))} />
}
