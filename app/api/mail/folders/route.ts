import { loadFolders } from '@/lib/features/mail/loaders'
import { respond } from '@/lib/platform/respond'

export const dynamic = 'force-dynamic'

/** GET /api/mail/folders → FoldersView */
export const GET = () => respond(loadFolders)
