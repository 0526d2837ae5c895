import { loadCompanyPage } from '@/lib/features/people/companies/loaders'
import { respond } from '@/lib/platform/respond'

/** GET /api/companies?q=&cursor= → CompanyPage */
export const GET = (request: Request) => respond(() => loadCompanyPage(new URL(request.url).searchParams))
