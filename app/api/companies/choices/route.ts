import { loadCompanyChoices } from '@/lib/features/people/companies/loaders'
import { respond } from '@/lib/platform/respond'

/** GET /api/companies/choices?q= → CompanyChoice[] */
export const GET = (request: Request) => respond(() => loadCompanyChoices(new URL(request.url).searchParams))
