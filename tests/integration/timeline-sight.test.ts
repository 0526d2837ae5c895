import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { TimelineEntry, TimelinePage } from '@/components/timeline/view'
import { connections } from '@/drizzle/schema/connection'
import { blockedAddresses, companies, companyDomains, mailAccess, personAddresses } from '@/drizzle/schema/people'
import { memberships, workspaces } from '@/drizzle/schema/workspaces'
import { createActivity } from '@/lib/features/timeline/activities/mutations'
import type { Subject } from '@/lib/features/timeline/activities/queries'
import { readTimeline } from '@/lib/features/timeline/loaders'
import { askAccess } from '@/lib/features/timeline/mutations'
import { countTimeline, listLastContacts } from '@/lib/features/timeline/queries'
import { decodePlace, type Place } from '@/lib/features/timeline/rules'
import { inScope } from '@/lib/platform/db/handle'
import type { UserScope } from '@/lib/platform/scope'
import { type MailboxRows, newMailbox, putMail, putPerson } from '../support/mailboxes'
import { emptyTandem, newMember, newWorkspace, startWorld, type World } from '../support/tandem-world'

const INGRID = 'ingrid@norrvik.example'
let world: World
let sarah: UserScope
let jonas: UserScope
let hers: MailboxRows
let his: MailboxRows
let ingrid: Subject & { personId: string }

beforeAll(async () => {
  world = await startWorld()
})
afterAll(() => world.close())
beforeEach(async () => {
  await emptyTandem()
  const workspace = await newWorkspace('Larkfield')
  sarah = await newMember(workspace, { name: 'Sarah Jones', role: 'admin' })
  jonas = await newMember(workspace, { name: 'Jonas Lindqvist' })
  hers = await newMailbox(sarah, 'sarah@larkfield.example')
  his = await newMailbox(jonas, 'jonas@larkfield.example')
  ingrid = { personId: await putPerson(sarah, 'Ingrid Berg', [INGRID]) }
})

const read = (scope: UserScope, subject: Subject = ingrid) =>
  inScope(scope, (db) => readTimeline(db, scope, subject, { filter: 'all', after: null }))
const mailsOf = async (scope: UserScope, subject?: Subject) =>
  (await read(scope, subject)).entries.filter(
    (entry): entry is Extract<TimelineEntry, { kind: 'mail' }> => entry.kind === 'mail',
  )
const share = (scope: UserScope, mailVisibility: 'metadata' | 'subject' | 'everything') =>
  inScope(scope, (db) => db.update(memberships).set({ mailVisibility }).where(eq(memberships.userId, scope.userId)))
const secret = { subject: 'Takeover of Fabrikam', preview: 'The price is 40 million' }
/** Everything that a person can get of a timeline, as one text. */
const everythingFor = async (scope: UserScope) =>
  JSON.stringify([await read(scope), await inScope(scope, (db) => countTimeline(db, scope, ingrid))])

describe('what a colleague sees of a mailbox', () => {
  beforeEach(async () => {
    await putMail(his, { from: INGRID, to: [his.address], ...secret })
  })

  it('is time, direction and people, unless its owner says otherwise', async () => {
    const [mail] = await mailsOf(sarah)
    expect(mail).toMatchObject({
      direction: 'in',
      owner: { name: 'Jonas Lindqvist', isMe: false },
      people: [{ address: INGRID, personId: ingrid.personId }],
      ...{ subject: null, preview: null, href: null, readable: false, access: 'may-ask' },
    })
    expect(await everythingFor(sarah)).not.toMatch(/Takeover|Fabrikam|price|million/)
  })

  it('is the subject too, if the owner shares it, and never the words', async () => {
    await share(jonas, 'subject')
    expect(await mailsOf(sarah)).toMatchObject([{ subject: secret.subject, preview: null, readable: false }])
    expect(await everythingFor(sarah)).not.toMatch(/price|million/)
  })

  it('is everything, if the owner shares it, and nothing more again afterwards', async () => {
    await share(jonas, 'everything')
    expect(await mailsOf(sarah)).toMatchObject([{ ...secret, readable: true, href: null, access: 'none' }])
    await share(jonas, 'metadata')
    expect(await everythingFor(sarah)).not.toMatch(/Takeover|price/)
  })

  it('does not concern the owner, who sees all of it and opens it in the inbox', async () => {
    const [mail] = await mailsOf(jonas)
    expect(mail).toMatchObject({ ...secret, owner: { isMe: true }, access: 'none' })
    expect(mail?.href).toContain(mail?.id)
  })

  it('is one conversation more after the owner let them in, and only for who asked', async () => {
    const mia = await newMember(sarah.workspaceId, { name: 'Mia' })
    await putMail(his, { from: INGRID, to: [his.address], subject: 'Another talk' })
    const [first, second] = (await mailsOf(sarah)).toReversed()
    await inScope(sarah, (db) => askAccess(db, sarah, first?.id ?? ''))
    await inScope(sarah, (db) => askAccess(db, sarah, first?.id ?? ''))
    expect(await inScope(jonas, (db) => db.select().from(mailAccess))).toHaveLength(1)
    expect((await mailsOf(sarah)).map(({ access }) => access)).toEqual(['may-ask', 'asked'])
    await inScope(jonas, (db) => db.update(mailAccess).set({ state: 'granted' }))
    expect(await mailsOf(sarah)).toMatchObject([
      { id: second?.id, subject: null, access: 'may-ask' },
      { id: first?.id, ...secret, readable: true, access: 'granted' },
    ])
    expect(JSON.stringify(await read(mia))).not.toMatch(/Takeover|Another/)
    await inScope(jonas, (db) => db.update(mailAccess).set({ state: 'declined' }))
    expect((await mailsOf(sarah)).map(({ subject, access }) => [subject, access])).toEqual([
      [null, 'may-ask'],
      [null, 'declined'],
    ])
    await expect(inScope(sarah, (db) => askAccess(db, sarah, first?.id ?? ''))).rejects.toThrow('declined')
  })

  it.each([['being disconnected', { state: 'disconnecting' as const }]])(
    'is nothing while the mailbox is %s; notes stay',
    async (_name, change) => {
      await inScope(jonas, (db) =>
        createActivity(db, jonas, { kind: 'note', text: 'Met her', at: null, companyId: null, ...ingrid }),
      )
      await inScope(jonas, (db) => db.update(connections).set(change).where(eq(connections.id, his.connectionId)))
      for (const scope of [sarah, jonas]) {
        expect(await mailsOf(scope)).toEqual([])
        expect((await read(scope)).entries.map(({ kind }) => kind)).toEqual(['note', 'created'])
      }
    },
  )

  it.each([
    ['switched the integration off (R14)', { integrationEnabled: false }],
    ['disabled the member', { disabledAt: new Date() }],
  ])('is nothing once an administrator %s', async (_name, change) => {
    await inScope(sarah, (db) => db.update(memberships).set(change).where(eq(memberships.userId, jonas.userId)))
    expect(await mailsOf(sarah)).toEqual([])
  })
})

describe('mail that is on no timeline', () => {
  it.each([
    ['a draft', { isDraft: true }],
    ['in Drafts', { folder: 'drafts' }],
    ['junk', { folder: 'junkemail' }],
    ['deleted', { folder: 'deleteditems' }],
    ['in a folder inside Deleted Items', { folder: 'thrown' }],
    ['deleted for good here', { pendingGone: true }],
  ])('%s', async (_name, change) => {
    await putMail(hers, { from: INGRID, to: [hers.address], ...change })
    expect(await mailsOf(sarah)).toEqual([])
    expect(await inScope(sarah, (db) => countTimeline(db, sarah, ingrid))).toMatchObject({ mails: 0 })
  })

  it('among colleagues, also of domains that the workspace names', async () => {
    const lee = { personId: await putPerson(sarah, 'Lee', ['lee@larkfield-labs.example']) }
    await putMail(hers, { from: 'lee@larkfield-labs.example', to: [hers.address], subject: 'Lunch' })
    await putMail(hers, { from: 'lee@larkfield-labs.example', to: [hers.address], cc: [INGRID], subject: 'Offer' })
    expect((await mailsOf(sarah, lee)).map(({ subject }) => subject)).toEqual(['Offer', 'Lunch'])
    await inScope(sarah, (db) => db.update(workspaces).set({ internalDomains: ['larkfield-labs.example'] }))
    expect(await mailsOf(sarah, lee)).toEqual([])
    expect((await mailsOf(sarah)).map(({ subject }) => subject)).toEqual(['Offer'])
    expect(await inScope(sarah, (db) => countTimeline(db, sarah, lee))).toMatchObject({ mails: 0 })
  })

  it('of a colleague whom somebody entered as a contact: it would tell with whom they correspond', async () => {
    await putMail(his, { from: 'doctor@clinic.example', to: [his.address] })
    await putMail(his, { from: INGRID, to: [his.address] })
    const companyId = await inScope(sarah, async (db) => {
      const workspaceId = sarah.workspaceId
      const [row] = await db.insert(companies).values({ workspaceId, name: 'We' }).returning({ id: companies.id })
      await db.insert(companyDomains).values({ workspaceId, domain: 'larkfield.example', companyId: row?.id ?? '' })
      return row?.id ?? ''
    })
    const personId = await putPerson(sarah, 'Jonas', [his.address], companyId)
    for (const subject of [{ personId }, { companyId }]) {
      expect(await mailsOf(sarah, subject)).toEqual([])
      expect(await inScope(sarah, (db) => countTimeline(db, sarah, subject))).toMatchObject({ mails: 0 })
    }
    const reach = { id: personId, addresses: [his.address], domains: ['larkfield.example'] }
    expect((await inScope(sarah, (db) => listLastContacts(db, sarah, [reach]))).size).toBe(0)
    expect(await mailsOf(sarah)).toHaveLength(1)
  })
})

describe('the block list', () => {
  const patterns = [INGRID, '@norrvik.example']
  const block = (pattern: string, userId: string | null) =>
    inScope(sarah, (db) => db.insert(blockedAddresses).values({ workspaceId: sarah.workspaceId, userId, pattern }))
  const lift = () => inScope(sarah, (db) => db.delete(blockedAddresses))

  it.each(patterns)(
    '%s hides the past for everybody at once, and shows it again when it is lifted',
    async (pattern) => {
      await putMail(hers, { from: INGRID, to: [hers.address], at: new Date('2026-01-05') })
      await putMail(his, { from: his.address, to: ['boss@norrvik.example', INGRID] })
      await block(pattern, null)
      for (const scope of [sarah, jonas]) {
        expect(await mailsOf(scope)).toEqual([])
        expect(await inScope(scope, (db) => countTimeline(db, scope, ingrid))).toMatchObject({ mails: 0 })
        expect(await inScope(scope, (db) => lastOf(scope, db))).toBeUndefined()
      }
      await lift()
      expect(await mailsOf(sarah)).toHaveLength(2)
    },
  )

  it('reads an address with two signs by its last one, for domains blocked, domains of ours and companies', async () => {
    const spoofed = '"boss@larkfield.example"@evil.example'
    const companyId = await inScope(sarah, async (db) => {
      const workspaceId = sarah.workspaceId
      await db.update(workspaces).set({ internalDomains: ['larkfield.example'] })
      const [row] = await db.insert(companies).values({ workspaceId, name: 'Evil' }).returning({ id: companies.id })
      await db.insert(companyDomains).values({ workspaceId, domain: 'evil.example', companyId: row?.id ?? '' })
      return row?.id ?? ''
    })
    await putMail(hers, { from: spoofed, to: [hers.address], subject: 'In quotes' })
    await putMail(hers, { from: 'boss@larkfield.example@evil.example', to: [hers.address], subject: 'Wrong' })
    const theirs = { companyId }
    expect((await mailsOf(sarah, theirs)).map(({ subject }) => subject)).toEqual(['Wrong', 'In quotes'])
    expect(await inScope(sarah, (db) => countTimeline(db, sarah, theirs))).toMatchObject({ mails: 2 })
    await block('@larkfield.example"', null)
    await block('@larkfield.example@evil.example', null)
    expect(await mailsOf(sarah, theirs)).toHaveLength(2)
    await block('@evil.example', null)
    expect(await mailsOf(sarah, theirs)).toEqual([])
    expect(await inScope(sarah, (db) => countTimeline(db, sarah, theirs))).toMatchObject({ mails: 0 })
  })

  it('of one person hides their mailbox only', async () => {
    await putMail(hers, { from: INGRID, to: [hers.address], subject: 'Hers' })
    await putMail(his, { from: INGRID, to: [his.address], subject: 'His' })
    await block(INGRID, jonas.userId)
    for (const scope of [sarah, jonas])
      expect((await mailsOf(scope)).map(({ owner }) => owner.id)).toEqual([sarah.userId])
  })

  it('hides a mail in which anybody blocked takes part', async () => {
    await putMail(hers, { from: INGRID, to: [hers.address, 'lawyer@legal.bank.example'] })
    await block('@bank.example', null)
    expect(await mailsOf(sarah)).toEqual([])
  })

  const lastOf = async (scope: UserScope, db: Parameters<typeof listLastContacts>[0]) =>
    (await listLastContacts(db, scope, [{ id: ingrid.personId, addresses: [INGRID], domains: [] }])).get(
      ingrid.personId,
    )
})

describe('one mail in several mailboxes', () => {
  it('is not hidden, merged or taken for another’s by whoever writes its Message-ID on a mail of their own', async () => {
    const name = '<one@norrvik>'
    const copy = { from: INGRID, to: [hers.address], cc: [his.address], internetMessageId: name, subject: 'Genuine' }
    await putMail(hers, { ...copy, at: new Date(Date.now() - 60_000) })
    await putMail(his, { ...copy, at: new Date(Date.now() - 59_000) })
    const evil = { from: 'eve@evil.example', cc: [INGRID], internetMessageId: name, subject: 'Spoofed' }
    await putMail(hers, { ...evil, to: [hers.address] })
    await putMail(his, { ...evil, to: [his.address] })
    expect((await mailsOf(sarah)).map(({ subject }) => subject)).toEqual([null, 'Spoofed', 'Genuine'])
    await share(jonas, 'everything')
    expect((await mailsOf(sarah)).map(({ subject }) => subject)).toEqual(['Spoofed', 'Spoofed', 'Genuine'])
    expect(await inScope(sarah, (db) => countTimeline(db, sarah, ingrid))).toMatchObject({ mails: 3 })
    // Under the sender's name, too: what comes later takes no place.
    await putMail(hers, { ...copy, subject: 'Forged' })
    expect((await mailsOf(sarah)).map(({ subject }) => subject)).toEqual(['Spoofed', 'Spoofed', 'Genuine'])
  })

  it('is one entry, the reader’s own copy first, then the one that shows most', async () => {
    const mia = await newMember(sarah.workspaceId, { name: 'Mia' })
    const copy = { from: INGRID, to: [hers.address, his.address], internetMessageId: '<one@norrvik>', ...secret }
    await putMail(hers, copy)
    await putMail(his, { ...copy, at: new Date(Date.now() - 3000) })
    expect(await mailsOf(sarah)).toMatchObject([{ owner: { isMe: true } }])
    expect(await mailsOf(jonas)).toMatchObject([{ owner: { isMe: true } }])
    expect(await mailsOf(mia)).toMatchObject([{ subject: null }])
    await share(jonas, 'everything')
    expect(await mailsOf(mia)).toMatchObject([{ ...secret, owner: { id: jonas.userId } }])
    expect(await inScope(mia, (db) => countTimeline(db, mia, ingrid))).toMatchObject({ mails: 1 })
  })

  it('stays one across pages, and no mail is lost between them', async () => {
    const start = Date.now()
    for (let at = 0; at < 70; at++) {
      const copy = { from: INGRID, to: [hers.address, his.address], internetMessageId: `<${at}@n>`, subject: `${at}` }
      await putMail(hers, { ...copy, at: new Date(start - at * 1000) })
      await putMail(his, { ...copy, at: new Date(start - at * 1000 - 500) })
    }
    const seen: string[] = []
    let cursor: string | null = null
    do {
      const after: Place | null = cursor ? decodePlace(cursor) : null
      const page: TimelinePage = await inScope(sarah, (db) =>
        readTimeline(db, sarah, ingrid, { filter: 'mails', after }),
      )
      seen.push(...page.entries.map((entry) => (entry.kind === 'mail' ? (entry.subject ?? '') : '')))
      cursor = page.nextCursor
    } while (cursor)
    expect(seen).toEqual(Array.from({ length: 70 }, (_, at) => String(at)))
  })
})

describe('a timeline', () => {
  it('follows all addresses of a person, and an address that moves to another', async () => {
    await putMail(hers, { from: 'ingrid@home.example', to: [hers.address], subject: 'Private' })
    expect(await mailsOf(sarah)).toEqual([])
    const olaf = { personId: await putPerson(sarah, 'Olaf', ['ingrid@home.example']) }
    expect(await mailsOf(sarah, olaf)).toHaveLength(1)
    await inScope(sarah, (db) =>
      db
        .update(personAddresses)
        .set({ personId: ingrid.personId, position: 1 })
        .where(eq(personAddresses.address, 'ingrid@home.example')),
    )
    expect(await mailsOf(sarah, olaf)).toEqual([])
    expect(await mailsOf(sarah)).toHaveLength(1)
  })

  it('of a company holds those of its people and of its domains', async () => {
    const companyId = await inScope(sarah, async (db) => {
      const workspaceId = sarah.workspaceId
      const [row] = await db.insert(companies).values({ workspaceId, name: 'Norrvik' }).returning({ id: companies.id })
      await db.insert(companyDomains).values({ workspaceId, domain: 'norrvik.example', companyId: row?.id ?? '' })
      return row?.id ?? ''
    })
    const olaf = await putPerson(sarah, 'Olaf', ['olaf@home.example'], companyId)
    await putMail(hers, { from: 'stranger@norrvik.example', to: [hers.address], subject: 'By domain' })
    await putMail(hers, { from: 'x@notnorrvik.example', to: [hers.address], subject: 'Others' })
    await putMail(hers, { from: hers.address, to: ['olaf@home.example'], subject: 'By person', folder: 'sentitems' })
    await inScope(sarah, (db) =>
      createActivity(db, sarah, { kind: 'call', text: 'Rang Olaf', at: null, personId: olaf, companyId: null }),
    )
    const { entries } = await read(sarah, { companyId })
    expect(entries.map((entry) => (entry.kind === 'mail' ? entry.subject : entry.kind))).toEqual([
      'call',
      'By person',
      'By domain',
      'created',
    ])
  })

  it('shows nothing of another workspace, and is not there for it', async () => {
    await putMail(hers, { from: INGRID, to: [hers.address] })
    const lee = await newMember(await newWorkspace('Fabrikam'), { name: 'Lee' })
    const theirs = await newMailbox(lee, 'lee@fabrikam.example')
    await putMail(theirs, { from: INGRID, to: [theirs.address], ...secret })
    await expect(read(lee)).rejects.toThrow()
    const own = { personId: await putPerson(lee, 'Ingrid', [INGRID]) }
    expect(await mailsOf(lee, own)).toHaveLength(1)
    expect(await mailsOf(sarah)).toHaveLength(1)
    expect(JSON.stringify(await read(sarah))).not.toMatch(/Takeover/)
    await expect(inScope(lee, (db) => askAccess(db, lee, ingrid.personId))).rejects.toThrow('no such mail')
  })
})
