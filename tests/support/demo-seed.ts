import { accounts, users } from '@/drizzle/schema/users'
import { memberships, workspaces } from '@/drizzle/schema/workspaces'
import { inSystem } from '@/lib/platform/db/handle'
import { seededUsers } from '@/tests/emulator/defaults'

const WORKSPACES: Record<string, string[]> = {
  Contoso: ['adele@contoso.test', 'alex@contoso.test', 'megan@contoso.test', 'noma@contoso.test'],
  Fabrikam: ['lee@fabrikam.test'],
}

/** CRM administrators of the demo; pat@outlook.test signs in to a workspace of their own. */
const ADMINS = new Set(['adele@contoso.test', 'lee@fabrikam.test'])

/** Fills an empty database with the demo's workspaces and people. Nobody is connected. Safe to repeat. */
export async function seedDemo(): Promise<void> {
  await inSystem(async (db) => {
    for (const [name, upns] of Object.entries(WORKSPACES)) {
      const known = await db.select({ id: workspaces.id, name: workspaces.name }).from(workspaces)
      if (known.some((each) => each.name === name)) continue
      const [workspace] = await db.insert(workspaces).values({ name }).returning()
      if (!workspace) throw new Error('no workspace was made')
      for (const upn of upns) {
        const person = seededUsers().find((each) => each.upn === upn)
        if (!person) throw new Error(`${upn} is not seeded`)
        const [user] = await db.insert(users).values({ name: person.displayName, contactEmail: upn }).returning()
        if (!user) throw new Error('no user was made')
        await db.insert(accounts).values({
          userId: user.id,
          type: 'oauth',
          provider: 'microsoft',
          providerAccountId: `${person.tenantId}.${person.id}`,
        })
        await db.insert(memberships).values({
          workspaceId: workspace.id,
          userId: user.id,
          role: ADMINS.has(upn) ? 'admin' : 'member',
        })
      }
    }
  })
}
