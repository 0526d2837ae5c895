import { afterAll, beforeAll, expect, it } from 'vitest'
import type { UserScope } from '@/lib/platform/scope'
import { addMembers, expectAllMeant, MEANT, NAMES, NOBODY } from '../support/colleagues'
import { startPostgresWorld } from '../support/postgres-world'
import { newMember, newWorkspace } from '../support/tandem-world'

let database: Awaited<ReturnType<typeof startPostgresWorld>>
let alex: UserScope
beforeAll(async () => {
  database = await startPostgresWorld()
  alex = await newMember(await newWorkspace('Contoso'), { name: 'Alex' })
  await addMembers(alex.workspaceId, 'p', NAMES)
})
afterAll(() => database.close())

// Its locale knows plain letters only.
it('on Postgres colleagues are found by the beginnings of their words in every script', async () => {
  for (const typed of MEANT) expect(await expectAllMeant(alex, null, typed), typed).toBeGreaterThan(0)
  for (const typed of NOBODY) expect(await expectAllMeant(alex, null, typed), typed).toBe(0)
})
