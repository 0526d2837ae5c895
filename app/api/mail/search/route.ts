import { cookies } from 'next/headers'
import { readZone } from '@/components/ui/read-zone'
import { loadSearch } from '@/lib/features/mail/search/loaders'
import { respond } from '@/lib/platform/respond'

/** GET /api/mail/search?q=&folder=&cursor= → SearchPage */
export const GET = (request: Request) =>
  respond(async () => loadSearch(new URL(request.url).searchParams, readZone(await cookies())))
