import { eq, sql } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { companies, companyDomains, people, personAddresses } from '@/drizzle/schema/people'
import { tasks } from '@/drizzle/schema/tasks'
import { findCompanies, findEntries, findPeople, findTasks } from '@/lib/features/palette/queries'
import { createTask } from '@/lib/features/tasks/mutations'
import { inScope, inSystem } from '@/lib/platform/db/handle'
import type { UserScope } from '@/lib/platform/scope'
import { ownerWord, wordsOf } from '@/lib/platform/words'
import { deskOf } from '../support/entry-desk'
import { newMember, newWorkspace, startWorld, type World } from '../support/tandem-world'

let world: World
let alex: UserScope
let megan: UserScope
let lee: UserScope

const vector = (workspaceId: string, texts: string[]) =>
  sql`array_to_tsvector(array[${sql.join(
    [...wordsOf(texts), ownerWord(workspaceId)].map((word) => sql`${word}`),
    sql`,`,
  )}]::text[])`

async function person(workspaceId: string, name: string, address: string, company?: string) {
  await inSystem(async (db) => {
    const words = vector(workspaceId, [name, address])
    const sortName = name
      .normalize('NFKD')
      .replace(/\p{Mn}/gu, '')
      .toLowerCase()
    const [firm] = company
      ? await db
          .insert(companies)
          .values({
            workspaceId,
            name: company,
            sortName: company.toLowerCase(),
            words: vector(workspaceId, [company]),
          })
          .returning()
      : []
    if (firm)
      await db.insert(companyDomains).values({ workspaceId, companyId: firm.id, domain: address.split('@')[1] ?? '' })
    const [row] = await db
      .insert(people)
      .values({ workspaceId, name, sortName, companyId: firm?.id, words })
      .returning()
    await db.insert(personAddresses).values({ workspaceId, address, personId: row?.id ?? '' })
  })
}

beforeAll(async () => {
  world = await startWorld()
  const ours = await newWorkspace('Contoso')
  alex = await newMember(ours, { name: 'Alex' })
  megan = await newMember(ours, { name: 'Megan' })
  lee = await newMember(await newWorkspace('Fabrikam'), { name: 'Lee' })
  await person(ours, 'Anna Tomson', 'anna@norrvik.test', 'Norrvik Health')
  await person(ours, 'Tomás Rivera', 'rivera@calder.test')
  await person(lee.workspaceId, 'Tom Elsewhere', 'tom@elsewhere.test', 'Tomato Ltd')
})
afterAll(() => world.close())

const names = (scope: UserScope, typed: string) =>
  inScope(scope, async (db) => (await findPeople(db, scope, typed)).map(({ name }) => name))

describe('the palette', () => {
  it('finds people by the beginnings of their words, those whose name begins so first, of this workspace only', async () => {
    expect(await names(alex, 'tom')).toEqual(['Tomás Rivera', 'Anna Tomson'])
    expect(await names(alex, 'TOMAS riv')).toEqual(['Tomás Rivera'])
    expect(await names(alex, 'norrvik')).toEqual(['Anna Tomson'])
    expect(await names(lee, 'tom')).toEqual(['Tom Elsewhere'])
    expect(await names(alex, '%')).toEqual([])
  })
  it('tells where to write to and where they work', async () => {
    expect(await inScope(alex, (db) => findPeople(db, alex, 'anna'))).toMatchObject([
      { name: 'Anna Tomson', address: 'anna@norrvik.test', company: 'Norrvik Health' },
    ])
  })
  it('finds companies of this workspace only', async () => {
    expect(await inScope(alex, (db) => findCompanies(db, alex, 'norr'))).toMatchObject([{ domain: 'norrvik.test' }])
    expect(await inScope(alex, (db) => findCompanies(db, alex, 'tom'))).toEqual([])
  })
  it('finds tasks by all the words of their title, signs taken as they are; open and own ones first', async () => {
    const make = (scope: UserScope, title: string, dueOn: string | null = null) =>
      inScope(scope, (db) =>
        createTask(db, scope, { title, dueOn, notes: '', ownerId: null, personId: null, companyId: null }),
      )
    await make(megan, 'Offer for Norrvik')
    await make(alex, 'Norrvik: send the offer')
    const done = await make(alex, 'Offer 100% of Norrvik')
    await inSystem((db) => db.update(tasks).set({ doneAt: new Date() }).where(eq(tasks.id, done)))
    const found = (scope: UserScope, typed: string) =>
      inScope(scope, async (db) => (await findTasks(db, scope, typed)).map(({ title }) => title))
    expect(await found(alex, 'norrvik offer')).toEqual([
      'Norrvik: send the offer',
      'Offer for Norrvik',
      'Offer 100% of Norrvik',
    ])
    expect(await found(alex, '100%')).toEqual(['Offer 100% of Norrvik'])
    expect(await found(lee, 'norrvik')).toEqual([])
    // What waits for a reply tells of a mail: to its owner only, and once it is due.
    const waits = await make(megan, 'No reply from Tomás: Framework')
    const until = (at: number) =>
      inSystem((db) =>
        db
          .update(tasks)
          .set({ waitsForReplyUntil: new Date(at) })
          .where(eq(tasks.id, waits)),
      )
    await until(Date.now() + 60_000)
    expect(await found(megan, 'framework')).toEqual([])
    await until(Date.now() - 1000)
    expect(await found(megan, 'framework')).toEqual(['No reply from Tomás: Framework'])
    expect(await found(alex, 'framework')).toEqual([])
  })
})

describe('entries', () => {
  it('are found by their title in one’s own schedule, what comes next first, a series by its next date', async () => {
    const desk = deskOf(alex)
    const day = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10)
    const on = (date: string) => ({ start: `${date}T10:00`, end: `${date}T11:00`, timeZone: 'UTC' })
    await desk.make({ title: 'Framework 100% later', ...on(day(20)) })
    await desk.make({ title: 'Framework past', ...on(day(-3)) })
    const soon = await desk.make({ title: 'Framework 100% soon', ...on(day(2)) })
    const daily = {
      pattern: { type: 'daily' as const, interval: 1 },
      range: { type: 'noEnd' as const, startDate: day(-30) },
    }
    const series = await desk.make({ title: 'Framework daily', ...on(day(-30)), recurrence: daily })
    const find = (scope: UserScope, typed: string) => inScope(scope, (db) => findEntries(db, scope, typed))
    expect((await find(alex, 'frame')).map(({ title }) => title)).toEqual([
      'Framework 100% soon',
      'Framework 100% later',
      'Framework daily',
      'Framework past',
    ])
    expect(await find(alex, '100% SOON')).toEqual([
      { id: soon, title: 'Framework 100% soon', kind: 'call', date: day(2), on: null },
    ])
    const [hit] = await find(alex, 'daily')
    expect(hit).toMatchObject({ id: series, on: hit?.date })
    expect([day(0), day(1)]).toContain(hit?.date)
    expect(await find(megan, 'framework')).toEqual([])
    expect(await find(lee, 'framework')).toEqual([])
  })
})
