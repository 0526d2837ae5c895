import { eq } from 'drizzle-orm'
import { scheduleEntries } from '@/drizzle/schema/schedule'
import { users } from '@/drizzle/schema/users'
import { userScopeOf } from '@/lib/auth/scope'
import { getConnection } from '@/lib/features/connection/queries'
import { announcePush, setPublishing } from '@/lib/features/publishing/mutations'
import { disconnect } from '@/lib/platform/db/connect'
import { inScope, inSystem } from '@/lib/platform/db/handle'

// Runs while the app is away: somebody gets so many calls, an hour apart, and publishes them to a calendar of their own.
// With `add` they get them alone; with `remove` all that are theirs go, and Outlook is compared.
const [upn = '', count = '0', what = 'publish'] = process.argv.slice(2)
const HOUR = 3_600_000
/** 83 days: so many lie ahead of what is published. */
const HOURS = 2000

const [user] = await inSystem((db) => db.select().from(users).where(eq(users.contactEmail, upn)))
const scope = user && (await userScopeOf(user.id))
if (!scope) throw new Error(`nobody is ${upn}`)
const first = Math.ceil(Date.now() / HOUR) * HOUR + 24 * HOUR
const rows = Array.from({ length: Number(count) }, (_, at) => {
  const startAt = new Date(first + (at % HOURS) * HOUR)
  return {
    workspaceId: scope.workspaceId,
    ownerId: scope.userId,
    createdBy: scope.userId,
    kind: 'call' as const,
    title: `Call ${at + 1}`,
    isAllDay: false,
    startAt,
    endAt: new Date(startAt.getTime() + HOUR),
    timeZone: 'Europe/Berlin',
  }
})
for (let at = 0; at < rows.length; at += 500)
  await inScope(scope, (db) => db.insert(scheduleEntries).values(rows.slice(at, at + 500)))
if (what === 'remove') {
  const connection = await inScope(scope, async (db) => {
    await db.delete(scheduleEntries).where(eq(scheduleEntries.ownerId, scope.userId))
    return getConnection(db, scope)
  })
  if (connection) await announcePush(connection.id)
}
const chosen = { mode: 'separate', writes: 'on', reminderMinutes: 15 } as const
if (what === 'publish') await announcePush(await inScope(scope, (db) => setPublishing(db, scope, chosen)))
await disconnect()
process.exit(0)
