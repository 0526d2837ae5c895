import { eq, sql } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { companies, companyDomains, people, personAddresses } from '@/drizzle/schema/people'
import { activities, tasks } from '@/drizzle/schema/tasks'
import { createCompany, deleteCompanies, updateCompany } from '@/lib/features/people/companies/mutations'
import { getCompany, listCompanies } from '@/lib/features/people/companies/queries'
import { createPerson, deletePeople, FormRefused, updatePerson } from '@/lib/features/people/mutations'
import { getPerson, listPeople } from '@/lib/features/people/queries'
import type { PersonFields } from '@/lib/features/people/schema'
import { createActivity } from '@/lib/features/timeline/activities/mutations'
import { inScope } from '@/lib/platform/db/handle'
import type { UserScope } from '@/lib/platform/scope'
import { newMailbox, putMail } from '../support/mailboxes'
import { emptyTandem, newMember, newWorkspace, startWorld, type World } from '../support/tandem-world'

let world: World
let sarah: UserScope
let lee: UserScope

beforeAll(async () => {
  world = await startWorld()
})
afterAll(() => world.close())
beforeEach(async () => {
  await emptyTandem()
  sarah = await newMember(await newWorkspace('Larkfield'), { name: 'Sarah Jones' })
  lee = await newMember(await newWorkspace('Fabrikam'), { name: 'Lee' })
})

const fields = (input: Partial<PersonFields>): PersonFields => ({
  ...{ name: '', title: '', phone: '', notes: '', addresses: [], companyId: null, companyName: '', ownerId: null },
  ...input,
})
const person = (input: Partial<PersonFields>, scope = sarah) =>
  inScope(scope, (db) => createPerson(db, scope, fields(input)))
const change = (id: string, input: Partial<PersonFields>, scope = sarah) =>
  inScope(scope, (db) => updatePerson(db, scope, id, fields(input)))
const find = async (q: string, scope = sarah) =>
  (await inScope(scope, (db) => listPeople(db, scope, { q, filter: 'all', after: null, limit: 50 }))).map(
    ({ name }) => name,
  )
const read = (id: string) => inScope(sarah, (db) => getPerson(db, id))
const company = (input: { name: string; domains?: string[] }, scope = sarah) =>
  inScope(scope, (db) =>
    createCompany(db, scope, { website: '', phone: '', notes: '', ownerId: null, domains: [], ...input }),
  )

describe('an address', () => {
  it('belongs to one person, who is named when it is taken, whatever its case', async () => {
    const ingrid = await person({ name: 'Ingrid Berg', addresses: ['Ingrid@Norrvik.example', 'i.berg@home.example'] })
    const refused = person({ name: 'Olaf', addresses: ['I.BERG@home.example'] })
    await expect(refused).rejects.toMatchObject({
      fields: { addresses: 'Already belongs to Ingrid Berg' },
      taken: [{ what: 'i.berg@home.example', id: ingrid, name: 'Ingrid Berg' }],
    })
    expect(await find('')).toEqual(['Ingrid Berg'])
  })

  it('can be given up and taken by another, and the order says which is written to', async () => {
    const ingrid = await person({ name: 'Ingrid', addresses: ['a@n.example', 'b@n.example'] })
    await change(ingrid, { name: 'Ingrid', addresses: ['b@n.example', 'c@n.example'] })
    expect((await read(ingrid))?.addresses).toEqual(['b@n.example', 'c@n.example'])
    const olaf = await person({ name: 'Olaf', addresses: ['a@n.example'] })
    expect((await read(olaf))?.addresses).toEqual(['a@n.example'])
    await change(ingrid, { name: 'Ingrid', addresses: [] })
    expect((await read(ingrid))?.addresses).toEqual([])
  })

  it('goes to one of two who save it at the same moment, and the other is told', async () => {
    const both = await Promise.allSettled([
      person({ name: 'A', addresses: ['x@n.example'] }),
      person({ name: 'B', addresses: ['x@n.example'] }),
    ])
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    expect(await find('')).toHaveLength(1)
  })

  it('may be in two workspaces', async () => {
    await person({ name: 'Ingrid', addresses: ['a@n.example'] })
    await person({ name: 'Ingrid at theirs', addresses: ['a@n.example'] }, lee)
    expect(await find('')).toEqual(['Ingrid'])
  })

  it('that is none, or no name and no address, is refused where it stands', async () => {
    await expect(person({ name: 'X', addresses: ['nonsense'] })).rejects.toBeInstanceOf(FormRefused)
    await expect(person({})).rejects.toMatchObject({ fields: { name: expect.any(String) } })
    await person({ addresses: ['only@n.example'] })
    expect(await find('')).toEqual(['only@n.example'])
  })
})

describe('a company', () => {
  it('is found by the domain of a new person’s address, never by a public mail domain', async () => {
    const norrvik = await company({ name: 'Norrvik', domains: ['norrvik.example'] })
    const ingrid = await person({ name: 'Ingrid', addresses: ['ingrid@gmail.com', 'ingrid@norrvik.example'] })
    expect((await read(ingrid))?.company).toEqual({ id: norrvik, name: 'Norrvik' })
    await expect(company({ name: 'Google', domains: ['gmail.com'] })).rejects.toMatchObject({
      fields: { domains: 'Anybody may have an address at gmail.com' },
    })
    // Taken away by hand, it stays away.
    await change(ingrid, { name: 'Ingrid', addresses: ['ingrid@norrvik.example'] })
    expect((await read(ingrid))?.company).toBeNull()
  })

  it('that is only named is made once, with the address’s domain, but not with a public or an internal one', async () => {
    await newMailbox(sarah, 'sarah@larkfield.example')
    const made = async (name: string, address: string) => {
      const id = await person({ name: address, addresses: [address], companyName: name })
      const companyId = (await read(id))?.company?.id ?? ''
      return { companyId, domains: (await inScope(sarah, (db) => getCompany(db, companyId)))?.domains }
    }
    const first = await made('Norrvik', 'a@norrvik.example')
    expect(first.domains).toEqual(['norrvik.example'])
    expect((await made('NORRVIK', 'b@norrvik.example')).companyId).toBe(first.companyId)
    expect((await made('Freelance', 'c@gmail.com')).domains).toEqual([])
    expect((await made('Ourselves', 'd@larkfield.example')).domains).toEqual([])
    expect((await made('Norrvik Two', 'e@norrvik.example')).domains).toEqual([])
  })

  it('has domains that no other has', async () => {
    const norrvik = await company({ name: 'Norrvik', domains: ['norrvik.example'] })
    await expect(company({ name: 'B', domains: ['Norrvik.example'] })).rejects.toMatchObject({
      taken: [{ what: 'norrvik.example', id: norrvik, name: 'Norrvik' }],
    })
    await company({ name: 'Theirs', domains: ['norrvik.example'] }, lee)
  })

  it('of another workspace cannot be chosen, nor an owner', async () => {
    const theirs = await company({ name: 'Theirs' }, lee)
    await expect(person({ name: 'X', companyId: theirs })).rejects.toBeInstanceOf(FormRefused)
    await expect(person({ name: 'X', ownerId: lee.userId })).rejects.toBeInstanceOf(FormRefused)
  })

  it('that is renamed is found under its new name, and so are its people', async () => {
    const id = await company({ name: 'Norrvik', domains: ['norrvik.example'] })
    await person({ name: 'Ingrid Berg', companyId: id })
    expect(await find('ingrid norrv')).toEqual(['Ingrid Berg'])
    const input = { name: 'Sydvik', website: '', phone: '', notes: '', ownerId: null, domains: [] }
    await inScope(sarah, (db) => updateCompany(db, sarah, id, input))
    expect(await find('sydvik')).toEqual(['Ingrid Berg'])
    expect(await find('norrvik')).toEqual([])
    const sought = (q: string) => inScope(sarah, (db) => listCompanies(db, sarah, { q, after: null, limit: 9 }))
    expect((await sought('syd')).map(({ name, people: n }) => [name, n])).toEqual([['Sydvik', 1]])
    expect(await sought('norrvik')).toEqual([])
  })

  it('leaves its people, tasks and notes when it is deleted', async () => {
    const id = await company({ name: 'Norrvik', domains: ['norrvik.example'] })
    const ingrid = await person({ name: 'Ingrid', companyId: id })
    await inScope(sarah, (db) => deleteCompanies(db, sarah, [id]))
    expect((await read(ingrid))?.company).toBeNull()
    expect(await find('norrvik')).toEqual([])
    expect(await inScope(sarah, (db) => db.select().from(companyDomains))).toEqual([])
  })
})

describe('the list', () => {
  it('is sorted by name without case and accents, and its pages join without gap or repeat', async () => {
    for (const name of ['Zoë', 'émile', 'Anna', 'Anna', 'ben']) await person({ name })
    const seen: string[] = []
    let after: { sortName: string; id: string } | null = null
    for (;;) {
      const page: Awaited<ReturnType<typeof listPeople>> = await inScope(sarah, (db) =>
        listPeople(db, sarah, { q: '', filter: 'all', after, limit: 2 }),
      )
      if (page.length === 0) break
      seen.push(...page.map(({ name }) => name))
      after = page.at(-1) ?? null
    }
    expect(seen).toEqual(['Anna', 'Anna', 'ben', 'émile', 'Zoë'])
  })

  it.each([
    ['ingr', true],
    ['BERG ing', true],
    ['ingrid@norrvik', true],
    ['+44 7700', true],
    ['head of', true],
    ['norrvik', true],
    ['xingrid', false],
    ['ingrid olaf', false],
    ["'; drop table people; --", false],
    ['...', false],
  ])('finds by %j: %s', async (typed, found) => {
    await person({
      ...{ name: 'Ingrid Berg', title: 'Head of Procurement', phone: '+44 7700 900412' },
      ...{ addresses: ['ingrid@norrvik.example'], companyName: 'Norrvik' },
    })
    await person({ name: 'Ingrid Berg', addresses: ['ingrid@norrvik.example'] }, lee)
    expect(await find(typed)).toEqual(found ? ['Ingrid Berg'] : [])
  })

  it('narrows to one’s own and to those without a company', async () => {
    await person({ name: 'Mine', ownerId: sarah.userId, companyName: 'Norrvik' })
    await person({ name: 'Nobody’s' })
    const narrow = async (filter: 'mine' | 'no-company') =>
      (await inScope(sarah, (db) => listPeople(db, sarah, { q: '', filter, after: null, limit: 9 }))).map((p) => p.name)
    expect(await narrow('mine')).toEqual(['Mine'])
    expect(await narrow('no-company')).toEqual(['Nobody’s'])
  })
})

describe('a person who is deleted', () => {
  it('leaves notes with the company, tasks with who does them, and mail as it is', async () => {
    const companyId = await company({ name: 'Norrvik', domains: ['norrvik.example'] })
    const ingrid = await person({ name: 'Ingrid', addresses: ['ingrid@norrvik.example'] })
    const mailbox = await newMailbox(sarah, 'sarah@larkfield.example')
    await putMail(mailbox, { from: 'ingrid@norrvik.example', to: [mailbox.address] })
    await inScope(sarah, async (db) => {
      const note = { kind: 'note' as const, text: 'Met her', at: null, personId: ingrid, companyId: null }
      await createActivity(db, sarah, note)
      const { workspaceId, userId: ownerId } = sarah
      await db.insert(tasks).values({ workspaceId, ownerId, title: 'Ring', personId: ingrid })
      await deletePeople(db, sarah, [ingrid])
    })
    await inScope(sarah, async (db) => {
      expect(await db.select().from(activities)).toMatchObject([{ text: 'Met her', personId: null, companyId }])
      expect(await db.select().from(tasks)).toMatchObject([{ title: 'Ring', personId: null }])
      expect(await db.select().from(personAddresses)).toEqual([])
      const { rows } = await db.execute<{ n: number }>(sql`select count(*)::int as n from mail_messages`)
      expect(rows[0]?.n).toBe(1)
    })
    await person({ name: 'Another', addresses: ['ingrid@norrvik.example'] })
  })

  it('is not one of another workspace, whose rows nobody else changes', async () => {
    const theirs = await person({ name: 'Theirs' }, lee)
    const theirCompany = await company({ name: 'Theirs' }, lee)
    await inScope(sarah, (db) => deletePeople(db, sarah, [theirs]))
    await inScope(sarah, (db) => deleteCompanies(db, sarah, [theirCompany]))
    await expect(change(theirs, { name: 'Ours' })).rejects.toThrow('nobody')
    await inScope(lee, async (db) => {
      expect(await db.select({ name: people.name }).from(people).where(eq(people.id, theirs))).toEqual([
        { name: 'Theirs' },
      ])
      expect(await db.select().from(companies)).toHaveLength(1)
    })
  })
})
