import { loadSuggestions } from '@/lib/features/suggestions/loaders'
import { respond } from '@/lib/platform/respond'

export const dynamic = 'force-dynamic'

/** GET /api/compose/suggestions?q= → Suggestion[] */
export const GET = (request: Request) =>
  respond(() => loadSuggestions(new URL(request.url).searchParams.get('q') ?? ''))
