import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { correspondents } from '@/drizzle/schema/people'
import { findColleagues } from '@/lib/features/suggestions/colleagues/queries'
import { listSuggestions } from '@/lib/features/suggestions/loaders'
import { inScope } from '@/lib/platform/db/handle'
import type { UserScope } from '@/lib/platform/scope'
import { addMembers, expectAllMeant, MEANT, NAMES, NOBODY } from '../support/colleagues'
import { linkMicrosoft } from '../support/link-account'
import { newMember, newWorkspace, startWorld, type World } from '../support/tandem-world'

let world: World
let alex: UserScope
let connectionId: string

beforeAll(async () => {
  world = await startWorld()
  alex = await newMember(await newWorkspace('Contoso'), { name: 'Alex' })
  connectionId = await linkMicrosoft(alex, 'alex@contoso.test', ['mail', 'suggestions'])
  await addMembers(alex.workspaceId, 'p', NAMES)
  await addMembers(await newWorkspace('Fabrikam'), 'other', NAMES)
})
afterAll(() => world.close())

const found = (typed: string) => inScope(alex, (db) => findColleagues(db, connectionId, typed))

describe('colleagues that are suggested', () => {
  it.each(MEANT)('are all that “%s” means, of one’s own workspace', async (typed) => {
    expect(await expectAllMeant(alex, connectionId, typed)).toBeGreaterThan(0)
  })
  it.each(NOBODY)('are none for “%s”', async (typed) => {
    expect(await expectAllMeant(alex, connectionId, typed)).toBe(0)
  })

  it('are read by the dozen, however many there are; whom one wrote to is among them', async () => {
    await addMembers(
      alex.workspaceId,
      'many',
      Array.from({ length: 700 }, (_, at) => `Quill ${1000 + at}`),
    )
    await addMembers(alex.workspaceId, 'last', ['Zz Quill'])
    await inScope(alex, (db) =>
      db.insert(correspondents).values({
        ...{ connectionId, workspaceId: alex.workspaceId, address: 'last0@contoso.test' },
        ...{ name: 'Known otherwise', rank: 1_000_000, written: 3 },
      }),
    )
    const names = (await found('quill')).map(({ name }) => name)
    expect(names).toEqual(['Zz Quill', ...Array.from({ length: 60 }, (_, at) => `Quill ${1000 + at}`)])
    const shown = await inScope(alex, (db) => listSuggestions(db, alex, 'quill'))
    expect(shown.map(({ name }) => name)).toEqual(names.slice(0, 8))
    await inScope(alex, (db) => db.delete(correspondents).where(eq(correspondents.connectionId, connectionId)))
  })
})
