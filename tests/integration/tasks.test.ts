import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { connections } from '@/drizzle/schema/connection'
import { mailFolders, mailLinks, mailMessages } from '@/drizzle/schema/mail'
import { people, personAddresses } from '@/drizzle/schema/people'
import { tasks } from '@/drizzle/schema/tasks'
import { memberships } from '@/drizzle/schema/workspaces'
import { createTask, createTaskOfMail, deleteTask, setDone, updateTask } from '@/lib/features/tasks/mutations'
import { countDue, listDone, listOpen, toViews } from '@/lib/features/tasks/queries'
import { inScope, inSystem } from '@/lib/platform/db/handle'
import type { UserScope } from '@/lib/platform/scope'
import { emptyTandem, newMember, newWorkspace, startWorld, type World } from '../support/tandem-world'

let world: World
let workspace: string
let adele: UserScope
let alex: UserScope
let lee: UserScope

beforeAll(async () => {
  world = await startWorld()
})
afterAll(() => world.close())
beforeEach(async () => {
  await emptyTandem()
  workspace = await newWorkspace('Contoso')
  adele = await newMember(workspace, { name: 'Adele', role: 'admin' })
  alex = await newMember(workspace, { name: 'Alex' })
  lee = await newMember(await newWorkspace('Fabrikam'), { name: 'Lee', role: 'admin' })
})

const blank = { notes: '', dueOn: null, ownerId: null, personId: null, companyId: null }
const make = (scope: UserScope, title: string, more: Partial<Parameters<typeof createTask>[2]> = {}) =>
  inScope(scope, (db) => createTask(db, scope, { ...blank, title, ...more }))
const titles = (scope: UserScope, whose: 'mine' | 'team' = 'mine') =>
  inScope(scope, async (db) => (await listOpen(db, scope, whose)).map(({ task }) => task.title))
const waiting = async (scope: UserScope, until: Date) => {
  const id = await make(scope, 'No reply from Tomás: Framework')
  await inSystem((db) => db.update(tasks).set({ waitsForReplyUntil: until }).where(eq(tasks.id, id)))
  return id
}
const counted = (scope: UserScope, today: string) => inScope(scope, (db) => countDue(db, scope, today))

/** A mailbox with one mail, as the sync leaves it. */
async function mailOf(scope: UserScope, mail: { from: string; subject?: string; to?: string[]; gone?: boolean }) {
  return inSystem(async (db) => {
    const own = `${scope.userId}@contoso.test`
    const [known] = await db.select().from(connections).where(eq(connections.userId, scope.userId))
    const [connection] = known
      ? [known]
      : await db
          .insert(connections)
          .values({
            workspaceId: scope.workspaceId,
            userId: scope.userId,
            tenantId: 't',
            objectId: scope.userId,
            address: own,
            displayName: 'x',
            accountKind: 'work',
          })
          .returning()
    if (!connection) throw new Error('no connection')
    const place = { workspaceId: scope.workspaceId, connectionId: connection.id }
    const [folder] = await db
      .insert(mailFolders)
      .values({ ...place, graphId: crypto.randomUUID(), displayName: 'Inbox' })
      .returning()
    const [message] = await db
      .insert(mailMessages)
      .values({
        ...place,
        folderId: folder?.id ?? '',
        graphId: crypto.randomUUID(),
        changeKey: 'k',
        conversationId: 'c1',
        subject: mail.subject ?? 'Frame order',
        preview: '',
        fromName: '',
        fromAddress: mail.from === 'me' ? own : mail.from,
        toRecipients: (mail.to ?? []).map((address) => ({ name: '', address })),
        ccRecipients: [],
        receivedAt: new Date(),
        readAt: new Date(),
        isRead: true,
        isDraft: false,
        hasAttachments: false,
        importance: 'normal',
        flagStatus: 'notFlagged',
        isInvitation: false,
        pendingGone: mail.gone ?? false,
      })
      .returning()
    return { id: message?.id ?? '', connectionId: connection.id }
  })
}

async function personOf(scope: UserScope, name: string, address: string): Promise<string> {
  return inSystem(async (db) => {
    const [row] = await db.insert(people).values({ workspaceId: scope.workspaceId, name }).returning()
    await db.insert(personAddresses).values({ workspaceId: scope.workspaceId, address, personId: row?.id ?? '' })
    return row?.id ?? ''
  })
}

describe('a task', () => {
  it('is in the list of its owner by date, and in the team’s', async () => {
    await make(adele, 'later', { dueOn: '2026-12-24' })
    await make(adele, 'some day')
    await make(adele, 'soon', { dueOn: '2026-11-25' })
    await make(adele, 'for Alex', { ownerId: alex.userId, dueOn: '2026-11-26' })
    expect(await titles(adele)).toEqual(['soon', 'later', 'some day'])
    expect(await titles(alex)).toEqual(['for Alex'])
    expect(await titles(alex, 'team')).toEqual(['soon', 'for Alex', 'later', 'some day'])
  })

  it('of a colleague is changed by who made it and by administrators, and by nobody else', async () => {
    const megan = await newMember(workspace, { name: 'Megan' })
    const own = await make(alex, 'Alex’s')
    const given = await make(megan, 'Megan gave it', { ownerId: alex.userId })
    await expect(inScope(megan, (db) => setDone(db, megan, own, true))).rejects.toMatchObject({ code: 'forbidden' })
    await expect(inScope(megan, (db) => deleteTask(db, megan, own))).rejects.toMatchObject({ code: 'forbidden' })
    await expect(
      inScope(megan, (db) => updateTask(db, megan, own, { ...blank, title: 'Mine now', ownerId: megan.userId })),
    ).rejects.toMatchObject({ code: 'forbidden' })
    await inScope(megan, (db) => setDone(db, megan, given, true))
    await inScope(adele, (db) => setDone(db, adele, own, true))
    expect(await titles(alex)).toEqual([])
    expect(await inScope(alex, async (db) => (await listDone(db, alex, 'mine')).length)).toBe(2)
  })

  it('of another workspace is not there: not to see, to finish, to delete, to name', async () => {
    const id = await make(adele, 'ours')
    const person = await personOf(adele, 'Ingrid', 'ingrid@norrvik.test')
    expect(await titles(lee, 'team')).toEqual([])
    await expect(inScope(lee, (db) => setDone(db, lee, id, true))).rejects.toMatchObject({ code: 'not_found' })
    await inScope(lee, (db) => deleteTask(db, lee, id))
    expect(await titles(adele)).toEqual(['ours'])
    await expect(make(lee, 'x', { ownerId: adele.userId })).rejects.toMatchObject({ code: 'invalid_input' })
    await expect(make(lee, 'x', { personId: person })).rejects.toMatchObject({ code: 'invalid_input' })
  })

  it('is not given to somebody who has left, but may stay with them', async () => {
    const id = await make(adele, 'old', { ownerId: alex.userId })
    await inSystem((db) =>
      db.update(memberships).set({ disabledAt: new Date() }).where(eq(memberships.userId, alex.userId)),
    )
    await expect(make(adele, 'new', { ownerId: alex.userId })).rejects.toMatchObject({ code: 'invalid_input' })
    await inScope(adele, (db) => updateTask(db, adele, id, { ...blank, title: 'older', ownerId: alex.userId }))
    expect(await titles(adele, 'team')).toEqual(['older'])
  })
})

describe('what waits for a reply', () => {
  it('is shown and counted once it is due, to its owner only', async () => {
    await waiting(alex, new Date(Date.now() - 1000))
    await waiting(alex, new Date(Date.now() + 3600_000))
    expect((await titles(alex)).length).toBe(1)
    expect(await titles(adele, 'team')).toEqual([])
    expect(await counted(alex, '2026-11-25')).toEqual({ due: 1, reminders: 1 })
    expect(await counted(adele, '2026-11-25')).toEqual({ due: 0, reminders: 0 })
  })
  it('is not an administrator’s to see or to end', async () => {
    const id = await waiting(alex, new Date(Date.now() - 1000))
    await expect(inScope(adele, (db) => setDone(db, adele, id, true))).rejects.toMatchObject({ code: 'not_found' })
    await inScope(alex, (db) => setDone(db, alex, id, true))
    expect(await counted(alex, '2026-11-25')).toMatchObject({ due: 0, reminders: 0 })
  })
  it('becomes an ordinary task when it is given to a colleague', async () => {
    const id = await waiting(alex, new Date(Date.now() - 1000))
    await inScope(alex, (db) => updateTask(db, alex, id, { ...blank, title: 'Ask Tomás', ownerId: adele.userId }))
    expect(await titles(adele)).toEqual(['Ask Tomás'])
  })
})

it('what is due is counted by the person’s date', async () => {
  await make(alex, 'a', { dueOn: '2026-11-24' })
  await make(alex, 'b', { dueOn: '2026-11-25' })
  await make(alex, 'c', { dueOn: '2026-11-26' })
  await make(alex, 'd')
  expect((await counted(alex, '2026-11-25')).due).toBe(2)
  expect((await counted(alex, '2026-11-26')).due).toBe(3)
})

describe('a task of a mail', () => {
  const ofMail = (scope: UserScope, messageId: string, more = {}) =>
    inScope(scope, (db) => createTaskOfMail(db, scope, { messageId, ...more }))

  it('has its subject, the person of its sender, and leads back to it', async () => {
    const person = await personOf(alex, 'Ingrid', 'ingrid@norrvik.test')
    const mail = await mailOf(alex, { from: 'Ingrid@Norrvik.test' })
    const id = await ofMail(alex, mail.id, { dueOn: '2026-12-01' })
    const views = await inScope(alex, async (db) => toViews(db, alex, await listOpen(db, alex, 'mine')))
    expect(views).toMatchObject([
      {
        id,
        title: 'Frame order',
        dueOn: '2026-12-01',
        person: { id: person, name: 'Ingrid' },
        mail: { messageId: mail.id, subject: 'Frame order' },
        mayChange: true,
      },
    ])
  })
  it('is one, however often the key is pressed; finished, it may be made anew', async () => {
    const mail = await mailOf(alex, { from: 'ingrid@norrvik.test' })
    const [first, second] = await Promise.all([ofMail(alex, mail.id), ofMail(alex, mail.id)])
    expect(second).toBe(first)
    await inScope(alex, (db) => setDone(db, alex, first, true))
    expect(await ofMail(alex, mail.id)).not.toBe(first)
  })
  it('of one’s own mail is about whom it went to; of an unknown sender about nobody', async () => {
    const person = await personOf(alex, 'Ingrid', 'ingrid@norrvik.test')
    await ofMail(alex, (await mailOf(alex, { from: 'me', to: ['x@y.test', 'ingrid@norrvik.test'] })).id)
    await ofMail(alex, (await mailOf(alex, { from: 'who@y.test', to: ['ingrid@norrvik.test'], subject: '' })).id)
    const rows = await inScope(alex, (db) => listOpen(db, alex, 'mine'))
    expect(rows.map(({ task }) => [task.title, task.personId])).toEqual([
      ['Frame order', person],
      ['Mail from who@y.test', null],
    ])
  })
  it('is made of one’s own mail only, and not of one that is gone', async () => {
    const mail = await mailOf(alex, { from: 'ingrid@norrvik.test' })
    const gone = await mailOf(alex, { from: 'ingrid@norrvik.test', gone: true })
    await expect(ofMail(adele, mail.id)).rejects.toMatchObject({ code: 'not_found' })
    await expect(ofMail(lee, mail.id)).rejects.toMatchObject({ code: 'not_found' })
    await expect(ofMail(alex, gone.id)).rejects.toMatchObject({ code: 'not_found' })
  })
  it('shows the mail to whom it belongs, and outlives it', async () => {
    const mail = await mailOf(alex, { from: 'ingrid@norrvik.test' })
    await ofMail(alex, mail.id)
    const seen = (scope: UserScope) =>
      inScope(scope, async (db) =>
        (await toViews(db, scope, await listOpen(db, scope, 'team'))).map((each) => each.mail),
      )
    expect(await seen(adele)).toEqual([null])
    await inSystem(async (db) => {
      await db.delete(mailLinks).where(eq(mailLinks.connectionId, mail.connectionId))
      await db.delete(mailMessages).where(eq(mailMessages.connectionId, mail.connectionId))
    })
    expect(await seen(alex)).toEqual([null])
  })
})
