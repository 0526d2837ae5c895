import type { Metadata } from 'next'
import { CompanyScreen } from '@/components/people/company-screen'
import { words } from '@/components/people/words'
import { saveCompany } from '@/lib/features/people/companies/actions'
import { loadCompany, loadCompanyForm } from '@/lib/features/people/companies/loaders'
import { saveTask, setTaskDone } from '@/lib/features/tasks/actions'
import { addActivity, askAccess } from '@/lib/features/timeline/actions'
import { loadTimeline } from '@/lib/features/timeline/loaders'
import { forPage } from '@/lib/platform/for-page'

export const metadata: Metadata = { title: words.companies }

/** /companies/{id}: one company, its people, and the timeline of all of them. */
export default async function CompanyPage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params
  const [company, first, form] = await forPage(
    Promise.all([loadCompany(id), loadTimeline({ companyId: id }), loadCompanyForm(id)]),
  )
  return (
    <CompanyScreen
      key={id}
      company={company}
      first={first}
      form={form}
      actions={{ addActivity, askAccess, saveTask, setTaskDone, saveCompany }}
    />
  )
}
