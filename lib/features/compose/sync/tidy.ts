import 'server-only'
import { and, eq, lt } from 'drizzle-orm'
import { drafts } from '@/drizzle/schema/compose'
import { now } from '@/lib/platform/clock'
import { inSystem } from '@/lib/platform/db/handle'

const DAY = 86_400_000

/** Forgets rows of mails that left a day ago. */
export async function tidyDrafts(): Promise<void> {
  await inSystem((db) =>
    db.delete(drafts).where(and(eq(drafts.state, 'sent'), lt(drafts.sentAt, new Date(now().getTime() - DAY)))),
  )
}
