import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { connections } from '@/drizzle/schema/connection'
import { connectionScope } from '@/lib/auth/scope'
import { inSystem } from '@/lib/platform/db/handle'
import { noteHealth } from '@/lib/sync/job'
import { linkMicrosoft } from '../support/link-account'
import { newMember, newWorkspace, startWorld, type World } from '../support/tandem-world'

let world: World
beforeAll(async () => {
  world = await startWorld()
})
afterAll(() => world.close())

it('a later look that still finds nothing changes nothing and fails nothing', async () => {
  const alex = await newMember(await newWorkspace('Contoso'), { name: 'Alex Wilber' })
  const id = await linkMicrosoft(alex, 'alex@contoso.test', ['calendar'])
  const scope = await connectionScope(id)
  if (!scope) throw new Error('no scope')
  const row = async () => (await inSystem((db) => db.select().from(connections).where(eq(connections.id, id))))[0]
  const before = await row()
  await noteHealth(scope, { signal: false, synced: false })
  expect(await row()).toEqual(before)
  await noteHealth(scope, { signal: true, synced: false })
  expect((await row())?.lastSignalAt).not.toBeNull()
})
