import { loadOwnLedgerPage } from '@/lib/features/ledger/loaders'
import { respond } from '@/lib/platform/respond'

/** GET /api/ledger?direction=&kind=&result=&before= → LedgerPage, the person's own lines */
export const GET = (request: Request) => respond(() => loadOwnLedgerPage(new URL(request.url).searchParams))
