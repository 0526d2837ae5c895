import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { users } from '@/drizzle/schema/users'
import { userScopeOf } from '@/lib/auth/scope'
import { inSystem } from '@/lib/platform/db/handle'
import { seedSchedules } from '../support/demo-schedule'
import { seedDemo } from '../support/demo-seed'
import { deskOf } from '../support/entry-desk'
import { startWorld, type World } from '../support/tandem-world'

let world: World
beforeAll(async () => {
  world = await startWorld()
  await seedDemo()
  await seedSchedules()
})
afterAll(() => world.close())

const day = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10)

it.each([
  ['alex@contoso.test', 12],
  ['adele@contoso.test', 5],
  ['megan@contoso.test', 5],
  ['noma@contoso.test', 0],
])('%s has a month to look at', async (address, atLeast) => {
  const [user] = await inSystem((db) => db.select().from(users).where(eq(users.contactEmail, address)))
  const scope = user && (await userScopeOf(user.id))
  if (!scope) throw new Error('nobody')
  const items = await deskOf(scope).items(day(-7), day(35))
  expect(items.length).toBeGreaterThanOrEqual(atLeast)
  if (atLeast === 0) expect(items).toEqual([])
  else expect(new Set(items.map(({ kind }) => kind))).toEqual(new Set(['call', 'meeting', 'time_off', 'medical_event']))
})
