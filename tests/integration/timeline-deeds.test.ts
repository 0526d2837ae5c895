import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { connections } from '@/drizzle/schema/connection'
import { mailLinks, mailMessages } from '@/drizzle/schema/mail'
import { people, personAddresses } from '@/drizzle/schema/people'
import { activities } from '@/drizzle/schema/tasks'
import { findSharedSource, readSharedBody } from '@/lib/features/mail/body/queries'
import { openMailbox } from '@/lib/features/mail/sync/import'
import { runMailJob } from '@/lib/features/mail/sync/upkeep'
import { startDisconnect } from '@/lib/features/purge/mutations'
import { closeConnection, endSignals, purgeRows } from '@/lib/features/purge/sync/leave'
import { createActivity, deleteActivity, logMail } from '@/lib/features/timeline/activities/mutations'
import { readTimeline } from '@/lib/features/timeline/loaders'
import { inScope } from '@/lib/platform/db/handle'
import type { UserScope } from '@/lib/platform/scope'
import { heldBy } from '../support/held-by'
import { linkMicrosoft } from '../support/link-account'
import { type MailboxRows, newMailbox, putMail, putPerson } from '../support/mailboxes'
import { emptyTandem, newMember, newWorkspace, startWorld, type World } from '../support/tandem-world'

const INGRID = 'ingrid@norrvik.example'
let world: World
let sarah: UserScope
let jonas: UserScope
let lee: UserScope
let hers: MailboxRows
let ingrid: string

beforeAll(async () => {
  world = await startWorld()
})
afterAll(() => world.close())
beforeEach(async () => {
  await world.control('DELETE', '/faults')
  await emptyTandem()
  const workspace = await newWorkspace('Larkfield')
  sarah = await newMember(workspace, { name: 'Sarah' })
  jonas = await newMember(workspace, { name: 'Jonas' })
  lee = await newMember(await newWorkspace('Fabrikam'), { name: 'Lee' })
  hers = await newMailbox(sarah, 'sarah@larkfield.example')
  ingrid = await putPerson(sarah, 'Ingrid Berg', [INGRID])
})

const entriesFor = async (scope: UserScope) =>
  (await inScope(scope, (db) => readTimeline(db, scope, { personId: ingrid }, { filter: 'all', after: null }))).entries
const note = (scope: UserScope, text: string) =>
  inScope(scope, (db) => createActivity(db, scope, { kind: 'note', text, at: null, personId: ingrid, companyId: null }))
const log = (scope: UserScope, messageId: string, text = '') =>
  inScope(scope, (db) => logMail(db, scope, { messageId, text, personId: null }))

describe('a note', () => {
  it('is everybody’s to read and its writer’s to delete', async () => {
    const id = await note(sarah, 'Likes the blue one')
    expect(await entriesFor(jonas)).toMatchObject([
      { kind: 'note', text: 'Likes the blue one', mine: false, by: { name: 'Sarah', isMe: false } },
      { kind: 'created' },
    ])
    await expect(inScope(jonas, (db) => deleteActivity(db, jonas, id))).rejects.toThrow('colleague')
    await inScope(lee, (db) => deleteActivity(db, lee, id))
    expect(await entriesFor(sarah)).toHaveLength(2)
    await inScope(sarah, (db) => deleteActivity(db, sarah, id))
    expect(await entriesFor(sarah)).toHaveLength(1)
  })

  it('is not written about somebody of another workspace, nor without a word', async () => {
    await expect(note(lee, 'Mine now')).rejects.toThrow('nobody')
    await expect(note(sarah, '')).rejects.toThrow('empty')
  })

  it('stands in its writer’s export, with the people they entered', async () => {
    await note(sarah, 'Likes the blue one')
    await note(jonas, 'His own')
    const held = (await heldBy(sarah)) as unknown as Record<string, Record<string, unknown>[]>
    expect(held.activities?.map(({ text }) => text)).toEqual(['Likes the blue one'])
    expect(held.people).toMatchObject([{ name: 'Ingrid Berg', addresses: [INGRID] }])
    expect(JSON.stringify(await heldBy(lee))).not.toMatch(/Ingrid|blue/)
  })
})

describe('a logged mail', () => {
  it('stands on the timeline of who is known on it, without a word of the mail, once', async () => {
    const mail = await putMail(hers, { from: hers.address, to: ['x@y.example', INGRID], subject: 'Secret plan' })
    const both = await Promise.all([log(sarah, mail), log(sarah, mail)])
    expect(new Set(both).size).toBe(1)
    const mine = (await entriesFor(sarah)).find(({ kind }) => kind === 'note')
    expect(mine).toMatchObject({ logged: true, text: '', fromMail: expect.stringContaining(mail) })
    const theirs = (await entriesFor(jonas)).find(({ kind }) => kind === 'note')
    expect(theirs).toMatchObject({ logged: true, fromMail: null })
    expect(JSON.stringify(await entriesFor(jonas))).not.toMatch(/Secret|plan/)
  })

  it('is one’s own, and has somebody whom the CRM knows', async () => {
    const mail = await putMail(hers, { from: 'stranger@y.example', to: [hers.address] })
    await expect(log(jonas, mail)).rejects.toThrow('no such message')
    await expect(log(sarah, mail)).rejects.toThrow('nobody known')
  })
})

describe('a disconnect', () => {
  it('takes the mails off every timeline, and leaves what was written', async () => {
    const connectionId = await linkMicrosoft(jonas, 'alex@contoso.test')
    await runMailJob(connectionId, 'bulk', openMailbox)
    const [message] = await inScope(jonas, (db) =>
      db.select().from(mailMessages).where(eq(mailMessages.connectionId, connectionId)).limit(1),
    )
    // Whoever it is from: made Ingrid's, so that it stands on her timeline.
    await inScope(jonas, (db) =>
      db
        .update(mailMessages)
        .set({ participants: [INGRID], fromAddress: INGRID })
        .where(eq(mailMessages.id, message?.id ?? '')),
    )
    await log(jonas, message?.id ?? '', 'Said yes')
    expect((await entriesFor(sarah)).map(({ kind }) => kind).sort()).toEqual(['created', 'mail', 'note'])
    const disconnectId = await inScope(jonas, (db) => startDisconnect(db, jonas, connectionId))
    expect((await entriesFor(sarah)).map(({ kind }) => kind).sort()).toEqual(['created', 'note'])
    await endSignals(connectionId, disconnectId, true)
    while (!(await purgeRows(connectionId, disconnectId, Date.now() + 60_000)));
    await closeConnection(connectionId, disconnectId)
    const [left] = await inScope(jonas, (db) => db.select().from(activities))
    expect(left).toMatchObject({ text: 'Said yes', kind: 'mail', personId: ingrid })
    expect(await inScope(jonas, (db) => db.select().from(mailLinks))).toEqual([])
    expect(await inScope(jonas, (db) => db.select().from(people))).toHaveLength(1)
    expect(await inScope(jonas, (db) => db.select().from(personAddresses))).toHaveLength(1)
  })
})

describe('a colleague’s mail that may be read', () => {
  it('comes through its owner’s connection, made safe, without blind copies', async () => {
    const connectionId = await linkMicrosoft(jonas, 'alex@contoso.test')
    const { ids } = (await world.control('POST', '/users/alex@contoso.test/messages', {
      subject: 'Offer',
      body: {
        contentType: 'html',
        content: '<p>Hello</p><script>alert(1)</script><img src="https://t.example/x.png">',
      },
      bccRecipients: [{ emailAddress: { name: 'Blind', address: 'blind@n.example' } }],
    })) as { ids: string[] }
    await runMailJob(connectionId, 'bulk', openMailbox)
    const [row] = await inScope(jonas, (db) =>
      db
        .select({ id: mailMessages.id })
        .from(mailMessages)
        .where(eq(mailMessages.graphId, ids[0] ?? '')),
    )
    const source = await inScope(sarah, (db) => findSharedSource(db, connectionId, row?.id ?? ''))
    if (!source) throw new Error('not found')
    const body = await readSharedBody(source)
    expect(body).toMatchObject({ subject: 'Offer', remoteImagesBlocked: 1 })
    expect(body.bodyHtml).toContain('Hello')
    expect(JSON.stringify(body)).not.toMatch(/script|blind@/)
    expect(await inScope(lee, (db) => findSharedSource(db, connectionId, row?.id ?? ''))).toBeUndefined()

    await inScope(jonas, (db) =>
      db.update(connections).set({ state: 'paused' }).where(eq(connections.id, connectionId)),
    )
    const paused = await inScope(sarah, (db) => findSharedSource(db, connectionId, row?.id ?? ''))
    if (paused) paused.message.changeKey = 'not cached'
    await expect(paused && readSharedBody(paused)).rejects.toMatchObject({ code: 'unavailable' })
  })
})
