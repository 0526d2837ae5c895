import { loadPalette } from '@/lib/features/palette/loaders'
import { respond } from '@/lib/platform/respond'

/** GET /api/palette?q= → PaletteAnswer */
export const GET = (request: Request) => respond(() => loadPalette(new URL(request.url).searchParams.get('q') ?? ''))
