import { Approval } from '@/components/connection/approval'
import { Gone } from '@/components/connection/gone'
import { words } from '@/components/connection/words'
import { goOnWithout, resumeApproval } from '@/lib/features/connection/approval/actions'
import { loadApproval } from '@/lib/features/connection/approval/loaders'
import { forPage } from '@/lib/platform/for-page'

export const metadata = { title: words.waiting.title }

/** Waits for an administrator's word, and goes on by itself. */
export default async function ApprovalPage({ searchParams }: { searchParams: Promise<{ id?: string | string[] }> }) {
  const { id } = await searchParams
  const view = typeof id === 'string' ? await forPage(loadApproval(id)) : null
  if (!view) return <Gone title={words.approval.gone} lead={words.approval.goneLead} />
  return (
    <Approval
      view={view}
      goOn={resumeApproval.bind(null, view.id)}
      without={goOnWithout.bind(null, view.id)}
      againHref={`/settings/integrations/connect?returnTo=${encodeURIComponent(view.returnTo)}`}
    />
  )
}
