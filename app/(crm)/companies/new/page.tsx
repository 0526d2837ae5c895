import type { Metadata } from 'next'
import { NewCompany } from '@/components/people/form-page'
import { words } from '@/components/people/words'
import { saveCompany } from '@/lib/features/people/companies/actions'
import { loadCompanyForm } from '@/lib/features/people/companies/loaders'
import { forPage } from '@/lib/platform/for-page'

export const metadata: Metadata = { title: words.newCompany }

/** /companies/new */
export default async function NewCompanyPage() {
  return <NewCompany form={await forPage(loadCompanyForm(null))} saveCompany={saveCompany} />
}
