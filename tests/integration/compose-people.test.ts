import { eq, sql } from 'drizzle-orm'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { companies, correspondents, people, personAddresses } from '@/drizzle/schema/people'
import { outbox } from '@/drizzle/schema/sync'
import { tasks } from '@/drizzle/schema/tasks'
import { users } from '@/drizzle/schema/users'
import { listOwnDomains } from '@/lib/features/absence/queries'
import { readAbsences } from '@/lib/features/absence/sync'
import { turnFeatureOff } from '@/lib/features/connection/mutations'
import { getConnection } from '@/lib/features/connection/queries'
import { weighReplies } from '@/lib/features/mail/replies/sync'
import { acceptHints } from '@/lib/features/mail/sync/accept'
import { importMail, openMailbox, sweepMail } from '@/lib/features/mail/sync/import'
import { runMailJob } from '@/lib/features/mail/sync/upkeep'
import { teamsLink } from '@/lib/features/meetings/sync'
import { startDisconnect } from '@/lib/features/purge/mutations'
import { countConnection, toLines } from '@/lib/features/purge/queries'
import { listSuggestions } from '@/lib/features/suggestions/loaders'
import { readSuggestions } from '@/lib/features/suggestions/sync'
import { REPLIES } from '@/lib/features/tasks/reminders/mutations'
import { now } from '@/lib/platform/clock'
import { inScope, inSystem } from '@/lib/platform/db/handle'
import { ownerWord, wordsOf } from '@/lib/platform/words'
import { newMember, startWorld, type World } from '../support/tandem-world'
import { UPN, Writer } from '../support/writing-world'

const ALL = ['mail', 'suggestions', 'absence', 'meetings']
let world: World
let alex: Writer

beforeAll(async () => {
  world = await startWorld()
})
afterAll(() => world.close())
beforeEach(async () => {
  alex = await Writer.begin(world, ALL)
})
afterEach(() => Reflect.deleteProperty(globalThis, 'tandemClock'))

const suggest = (typed: string) => inScope(alex.scope, (db) => listSuggestions(db, alex.scope, typed))
const addresses = async (typed: string) => (await suggest(typed)).map(({ address }) => address)
const ranked = () =>
  inScope(alex.scope, (db) => db.select().from(correspondents).where(eq(correspondents.connectionId, alex.owner.id)))

async function crmPerson(name: string, address: string, company: string): Promise<string> {
  return inScope(alex.scope, async (db) => {
    const { workspaceId } = alex.scope
    const words = wordsOf([name, address, company])
    const vector = sql`array_to_tsvector(${sql.param([...words, ownerWord(workspaceId)])}::text[])`
    const [firm] = await db.insert(companies).values({ workspaceId, name: company }).returning()
    const [row] = await db
      .insert(people)
      .values({ workspaceId, name, companyId: firm?.id ?? null, words: vector as unknown as string })
      .returning()
    await db.insert(personAddresses).values({ workspaceId, address, personId: row?.id ?? '' })
    return row?.id ?? ''
  })
}

describe('suggestions', () => {
  it('come in Microsoft’s order, with people of the CRM, each once and never oneself', async () => {
    await readSuggestions(alex.owner.id)
    const [first] = (await ranked()).sort((a, b) => a.rank - b.rank)
    if (!first) throw new Error('no ranking')
    const id = await crmPerson('Qwäzla Çelqik-Ångwist', first.address, 'Northwind')
    const other = await crmPerson('Qwazina Nobody', 'qwazina@nowhere.test', 'Wind AG')
    expect(await addresses('')).toContain(first.address)
    expect((await addresses('')).length).toBeLessThanOrEqual(8)
    for (const typed of ['qwazla', 'QWÄZ', 'celqik', 'angw', 'qwa ang'])
      expect((await suggest(typed))[0], typed).toMatchObject({
        address: first.address,
        personId: id,
        company: 'Northwind',
      })
    expect(await addresses('qwaz')).toEqual([first.address, 'qwazina@nowhere.test'])
    expect((await suggest('qwazina'))[0]?.personId).toBe(other)
    expect(await addresses(first.address.slice(0, 6))).toContain(first.address)
    expect(await addresses('alex')).not.toContain(UPN)
    expect(await addresses('no such person at all')).toEqual([])
  })

  it('learn from what is sent, also without Microsoft’s ranking', async () => {
    await inScope(alex.scope, (db) => turnFeatureOff(db, alex.scope, 'suggestions'))
    await readSuggestions(alex.owner.id)
    const to = [{ name: 'Quentin Rare', address: 'Quentin@rare.test' }]
    expect(await addresses('quen')).toEqual([])
    await alex.queue(await alex.draft({ to }), { to })
    alex.pass(11)
    await alex.pushUntilCalm()
    expect(await suggest('quen')).toMatchObject([
      { name: 'Quentin Rare', address: 'quentin@rare.test', personId: null },
    ])
  })

  it('know colleagues whom one never wrote to, also without Microsoft’s ranking', async () => {
    await inScope(alex.scope, (db) => turnFeatureOff(db, alex.scope, 'suggestions'))
    const { userId } = await newMember(alex.scope.workspaceId, { name: 'Xaverine Neu' })
    await inSystem((db) => db.update(users).set({ email: 'Xaverine@contoso.test' }).where(eq(users.id, userId)))
    expect(await suggest('xav')).toMatchObject([{ name: 'Xaverine Neu', address: 'xaverine@contoso.test' }])
    expect(await addresses('')).not.toContain(UPN)
  })

  it('do not use a ranking whose feature was turned off', async () => {
    await readSuggestions(alex.owner.id)
    const only = (await ranked()).filter(({ written }) => written === 0)
    await inScope(alex.scope, (db) => turnFeatureOff(db, alex.scope, 'suggestions'))
    for (const { address } of only.slice(0, 5)) expect(await addresses(address)).toEqual([])
  })
})

describe('who is away', () => {
  it('is told of people of one’s own organisation, in plain text, and kept for a while', async () => {
    const message = '<html><body><p>Back <b>soon</b>.<script>x</script></p></body></html>'
    await world.control('PATCH', '/users/megan@contoso.test/settings', {
      automaticRepliesSetting: {
        status: 'alwaysEnabled',
        externalAudience: 'all',
        internalReplyMessage: message,
        externalReplyMessage: message,
      },
    })
    const connection = await inScope(alex.scope, (db) => getConnection(db, alex.scope))
    if (!connection) throw new Error('no connection')
    const domains = await inScope(alex.scope, (db) => listOwnDomains(db, connection))
    const ask = () =>
      readAbsences(connection, domains, ['Megan@contoso.test', 'adele@contoso.test', 'lee@fabrikam.test', UPN])
    const before = await calls()
    expect(await ask()).toEqual([{ address: 'megan@contoso.test', until: null, text: 'Back soon.' }])
    expect(await ask()).toHaveLength(1)
    expect((await calls()) - before).toBe(1)
  })

  const calls = async () => {
    const answer = (await world.control('GET', '/calls?since=0')) as { calls: Record<string, Record<string, number>> }
    return Object.entries(answer.calls[UPN] ?? {}).reduce(
      (sum, [route, n]) => sum + (/getMailTips/i.test(route) ? n : 0),
      0,
    )
  }
})

describe('a Teams link', () => {
  it('is the same for the same key, and another for another', async () => {
    const link = await teamsLink(alex.owner.id, 'key-number-one', 'Talk')
    expect(link).toMatch(/^https:\/\//)
    expect(await teamsLink(alex.owner.id, 'key-number-one', 'Talk')).toBe(link)
    expect(await teamsLink(alex.owner.id, 'key-number-two', 'Talk')).not.toBe(link)
  })

  it('is refused in words when the feature is off', async () => {
    await inScope(alex.scope, (db) => turnFeatureOff(db, alex.scope, 'meetings'))
    await expect(teamsLink(alex.owner.id, 'key-number-one', 'Talk')).rejects.toMatchObject({ code: 'consent_required' })
  })
})

it('a receipt does not speak of replies that were to be looked at: they are nobody’s change', async () => {
  const { workspaceId } = alex.scope
  const noted = { workspaceId, connectionId: alex.owner.id, kind: REPLIES, subjectId: alex.owner.id, payload: {} }
  await inScope(alex.scope, (db) => db.insert(outbox).values(noted))
  await inScope(alex.scope, (db) => startDisconnect(db, alex.scope, alex.owner.id))
  // What is left is counted as it goes.
  expect(await inScope(alex.scope, (db) => db.$count(outbox))).toBe(0)
})

describe('a reminder', () => {
  const waiting = () => inScope(alex.scope, (db) => db.select().from(tasks).where(eq(tasks.ownerId, alex.scope.userId)))
  const sweep = () => runMailJob(alex.owner.id, 'bulk', (context) => sweepMail(context, 'sweep'))

  const hear = async (id: string) => {
    const etag = `W/"${(await alex.truth()).find((each) => each.id === id)?.changeKey}"`
    await runMailJob(alex.owner.id, 'live', (context) => acceptHints(context, [{ id, etag, changeType: 'created' }]))
  }
  const weigh = () => runMailJob(alex.owner.id, 'bulk', weighReplies)
  const SINGLE = /^GET .*\/messages\/\{[^/]+\}$/
  const told = () => world.events.filter(({ name }) => name === 'outbox/pending').length
  const reads = async () => {
    const { calls } = (await world.control('GET', '/calls?since=0')) as {
      calls: Record<string, Record<string, number>>
    }
    return Object.entries(calls[UPN] ?? {}).reduce((sum, [route, n]) => sum + (SINGLE.test(route) ? n : 0), 0)
  }

  it('is made when the mail leaves; automatic replies leave it, a person’s removes it', async () => {
    await runMailJob(alex.owner.id, 'bulk', openMailbox)
    await runMailJob(alex.owner.id, 'bulk', (context) => importMail(context, Date.now() + 30_000))
    const draft = await alex.queue(await alex.draft(), { remindDays: 3 })
    alex.pass(11)
    await alex.pushUntilCalm()
    const [task] = await waiting()
    expect(task).toMatchObject({ title: 'No reply from Megan Bowen: A plan', doneAt: null })
    const { conversationId } = await alex.row(draft)
    expect(conversationId).not.toBeNull()
    await sweep()
    expect(await waiting()).toHaveLength(1)
    // The copy in Sent Items comes a little later; the reply joins its conversation.
    const copy = async () => (await alex.named('A plan'))[0]?.conversationId
    await expect.poll(copy, { timeout: 10_000 }).toBe(conversationId)
    // Later by both clocks: the steps before have moved them, each by its own.
    const { now: theirs } = (await world.control('GET', '/clock')) as { now: string }
    const present = Math.max(Date.parse(theirs), now().getTime())
    const deliver = async (more: object, address = 'megan@contoso.test') => {
      const { ids } = (await world.control('POST', `/users/${UPN}/messages`, {
        subject: 'RE: A plan',
        from: { emailAddress: { name: 'Megan Bowen', address } },
        conversationId,
        receivedDateTime: new Date(present + 60_000).toISOString(),
        ...more,
      })) as { ids: [string] }
      return ids[0]
    }
    const before = await reads()
    const quiet = told()
    await hear(await deliver({}, 'somebody@else.example'))
    await weigh()
    expect(await reads()).toBe(before)
    expect(told()).toBe(quiet)

    await hear(await deliver({ internetMessageHeaders: [{ name: 'Auto-Submitted', value: 'auto-replied' }] }))
    expect(told()).toBe(quiet + 1)
    await weigh()
    const CLASS = { id: 'String 0x001A', value: 'IPM.Note.Rules.OofTemplate.Microsoft' }
    await deliver({ singleValueExtendedProperties: [CLASS] })
    await sweep()
    await weigh()
    expect(await waiting()).toHaveLength(1)
    // Each was looked at once.
    expect(await reads()).toBe(before + 2)

    // While Outlook does not answer it waits.
    await hear(await deliver({ internetMessageHeaders: [{ name: 'X-Auto-Response-Suppress', value: 'All' }] }))
    await alex.fault('status', 'GET', '/v1.0/me/messages/*', { status: 503 })
    await expect(weigh()).rejects.toMatchObject({ code: 'unavailable' })
    // It is nobody's change: Disconnect does not speak of it.
    expect(await inScope(alex.scope, (db) => db.$count(outbox))).toBe(1)
    const goes = toLines(await inScope(alex.scope, (db) => countConnection(db, alex.owner.id)))
    expect(goes.map(({ kind }) => kind)).toContain('keys')
    expect(goes.map(({ kind }) => kind)).not.toContain('pending')
    expect(await waiting()).toHaveLength(1)
    await weigh()
    expect(await waiting()).toEqual([])
    expect(await inScope(alex.scope, (db) => db.$count(outbox))).toBe(0)
  })
})
