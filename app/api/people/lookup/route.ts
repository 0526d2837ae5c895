import { loadAddressLookup } from '@/lib/features/people/loaders'
import { respond } from '@/lib/platform/respond'

/** GET /api/people/lookup?address= → AddressLookup */
export const GET = (request: Request) => respond(() => loadAddressLookup(new URL(request.url).searchParams))
