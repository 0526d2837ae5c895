import { loadWorkspaceLedgerPage } from '@/lib/features/ledger/loaders'
import { respond } from '@/lib/platform/respond'

/** GET /api/admin/ledger?direction=&kind=&result=&before= → LedgerPage, the workspace's lines, for administrators */
export const GET = (request: Request) => respond(() => loadWorkspaceLedgerPage(new URL(request.url).searchParams))
