import { AdminApproval } from '@/components/connection/admin-approval'
import { words } from '@/components/connection/words'
import { approveByToken } from '@/lib/features/connection/approval/actions'
import { loadAdminApproval } from '@/lib/features/connection/approval/loaders'

export const metadata = { title: words.consent.title, referrer: 'no-referrer' as const }

type ApprovePageProps = {
  params: Promise<{ token: string }>
  searchParams: Promise<{ result?: string | string[] }>
}

/** What an administrator sees who was sent the link of one person. */
export default async function ApprovePage({ params, searchParams }: ApprovePageProps) {
  const { token } = await params
  const view = await loadAdminApproval(token, (await searchParams).result)
  return <AdminApproval view={view} approve={approveByToken.bind(null, token)} />
}
