import { desc, eq } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { connections } from '@/drizzle/schema/connection'
import { mailFolders, mailMessages } from '@/drizzle/schema/mail'
import { mailAccess, people, personAddresses } from '@/drizzle/schema/people'
import { auditLog } from '@/drizzle/schema/sync'
import { users } from '@/drizzle/schema/users'
import { memberships } from '@/drizzle/schema/workspaces'
import { exportParts } from '@/lib/features/export/queries'
import {
  answerAsk,
  createBlocked,
  deleteBlocked,
  setInternalDomains,
  setVisibility,
} from '@/lib/features/privacy/mutations'
import {
  getAsks,
  getVisibility,
  listAsks,
  listBlocked,
  listMemberDomains,
  listNamedDomains,
} from '@/lib/features/privacy/queries'
import { createTask } from '@/lib/features/tasks/mutations'
import { inScope, inSystem } from '@/lib/platform/db/handle'
import { onLive } from '@/lib/platform/live'
import type { UserScope } from '@/lib/platform/scope'
import { emptyTandem, newMember, newWorkspace, startWorld, type World } from '../support/tandem-world'

let world: World
let adele: UserScope
let alex: UserScope
let megan: UserScope
let lee: UserScope

beforeAll(async () => {
  world = await startWorld()
})
afterAll(() => world.close())
beforeEach(async () => {
  await emptyTandem()
  const workspace = await newWorkspace('Contoso')
  adele = await newMember(workspace, { name: 'Adele', role: 'admin' })
  alex = await newMember(workspace, { name: 'Alex' })
  megan = await newMember(workspace, { name: 'Megan' })
  lee = await newMember(await newWorkspace('Fabrikam'), { name: 'Lee', role: 'admin' })
})

const blank = { notes: '', dueOn: null, ownerId: null, personId: null, companyId: null }

/** A mailbox with these mails (their other side), as the sync leaves it. */
async function mailbox(scope: UserScope, from: string[], kind: 'work' | 'personal' = 'work', domain = 'contoso.test') {
  return inSystem(async (db) => {
    const [connection] = await db
      .insert(connections)
      .values({
        workspaceId: scope.workspaceId,
        userId: scope.userId,
        tenantId: 't',
        objectId: scope.userId,
        address: `${scope.userId}@${domain}`,
        displayName: 'x',
        accountKind: kind,
      })
      .returning()
    const place = { workspaceId: scope.workspaceId, connectionId: connection?.id ?? '' }
    const [folder] = await db
      .insert(mailFolders)
      .values({ ...place, graphId: 'inbox', displayName: 'Inbox' })
      .returning()
    for (const [at, address] of from.entries())
      await db.insert(mailMessages).values({
        ...place,
        folderId: folder?.id ?? '',
        graphId: `m${at}`,
        changeKey: 'k',
        conversationId: `c${at}`,
        subject: `Frame order ${at}`,
        preview: '',
        fromName: 'Ann',
        fromAddress: address,
        toRecipients: [],
        ccRecipients: [],
        participants: [address, `${scope.userId}@${domain}`],
        receivedAt: new Date(),
        readAt: new Date(),
        isRead: true,
        isDraft: false,
        hasAttachments: false,
        importance: 'normal',
        flagStatus: 'notFlagged',
        isInvitation: false,
      })
    return place.connectionId
  })
}

async function known(scope: UserScope, ...addresses: string[]) {
  await inSystem(async (db) => {
    for (const address of addresses) {
      const [row] = await db.insert(people).values({ workspaceId: scope.workspaceId, name: address }).returning()
      await db.insert(personAddresses).values({ workspaceId: scope.workspaceId, address, personId: row?.id ?? '' })
    }
  })
}

const audited = () =>
  inSystem(async (db) => (await db.select().from(auditLog).orderBy(desc(auditLog.id))).map(({ action }) => action))

describe('what colleagues see', () => {
  it('is metadata until the person says otherwise; each change is written down once', async () => {
    const seen = () => inScope(alex, (db) => getVisibility(db, alex))
    expect(await seen()).toBe('metadata')
    await inScope(alex, (db) => setVisibility(db, alex, 'everything'))
    await inScope(alex, (db) => setVisibility(db, alex, 'everything'))
    expect(await seen()).toBe('everything')
    expect(await inScope(megan, (db) => getVisibility(db, megan))).toBe('metadata')
    expect(await audited()).toEqual(['privacy.visibility'])
  })
  it('is chosen for this workspace only', async () => {
    await inSystem((db) =>
      db.insert(memberships).values({ workspaceId: lee.workspaceId, userId: alex.userId, role: 'member' }),
    )
    await inScope(alex, (db) => setVisibility(db, alex, 'subject'))
    const rows = await inSystem((db) => db.select().from(memberships).where(eq(memberships.userId, alex.userId)))
    expect(rows.map((row) => [row.workspaceId === alex.workspaceId, row.mailVisibility]).sort()).toEqual([
      [false, 'metadata'],
      [true, 'subject'],
    ])
  })
})

describe('the block list', () => {
  const block = (scope: UserScope, typed: string, shared = false) =>
    inScope(scope, (db) => createBlocked(db, scope, typed, shared))

  it('says how many mails leave timelines: those of known people, of the own mailbox or of all', async () => {
    await known(alex, 'ann@fabrikam.test', 'bob@mail.fabrikam.test', 'eve@other.test')
    const from = [
      'ann@fabrikam.test',
      'ann@fabrikam.test',
      'bob@mail.fabrikam.test',
      'eve@other.test',
      'x@notfabrikam.test',
    ]
    await mailbox(alex, from)
    await mailbox(megan, ['ann@fabrikam.test'])
    expect((await block(alex, 'Ann@Fabrikam.test')).hides).toBe(2)
    expect((await block(alex, 'fabrikam.test')).hides).toBe(3)
    expect((await block(alex, 'nobody@knows.test')).hides).toBe(0)
    // What its owner hides already is not told by counting it.
    expect((await block(adele, 'fabrikam.test', true)).hides).toBe(1)
    expect((await block(adele, 'other.test', true)).hides).toBe(1)
  })
  it('holds an entry once, and refuses what is neither address nor domain in words', async () => {
    const first = await block(alex, 'ann@fabrikam.test')
    expect((await block(alex, 'Ann <ANN@fabrikam.test>')).id).toBe(first.id)
    await expect(block(alex, 'ann at fabrikam')).rejects.toMatchObject({
      code: 'invalid_input',
      userMessage: expect.stringContaining('fabrikam.com'),
    })
  })
  it('is one’s own; a shared entry is an administrator’s to add and to take off', async () => {
    const own = await block(alex, 'ann@fabrikam.test')
    await expect(block(alex, 'x.test', true)).rejects.toMatchObject({ code: 'forbidden' })
    const shared = await block(adele, 'x.test', true)
    const seen = (scope: UserScope) =>
      inScope(scope, async (db) => (await listBlocked(db, scope)).map(({ pattern }) => pattern))
    expect(await seen(alex)).toEqual(['@x.test', 'ann@fabrikam.test'])
    expect(await seen(megan)).toEqual(['@x.test'])
    expect(await seen(lee)).toEqual([])
    await expect(inScope(alex, (db) => deleteBlocked(db, alex, shared.id))).rejects.toMatchObject({ code: 'forbidden' })
    // An administrator neither sees nor ends what somebody keeps for themselves; another workspace nothing at all.
    await inScope(adele, (db) => deleteBlocked(db, adele, own.id))
    await inScope(lee, (db) => deleteBlocked(db, lee, shared.id))
    expect(await seen(alex)).toEqual(['@x.test', 'ann@fabrikam.test'])
    await inScope(adele, (db) => deleteBlocked(db, adele, shared.id))
    await inScope(alex, (db) => deleteBlocked(db, alex, own.id))
    expect(await seen(alex)).toEqual([])
  })
})

describe('a request to read', () => {
  const ask = async (connectionId: string, by: UserScope, conversationId = 'c0') => {
    const [row] = await inSystem((db) =>
      db
        .insert(mailAccess)
        .values({ workspaceId: by.workspaceId, connectionId, requesterId: by.userId, conversationId })
        .returning(),
    )
    return row?.id ?? ''
  }
  const asks = (scope: UserScope) => inScope(scope, (db) => listAsks(db, scope))
  const reply = (scope: UserScope, id: string, granted: boolean) =>
    inScope(scope, (db) => answerAsk(db, scope, id, granted))

  it('is shown to whose mail it is, with what it is about, and answered, and taken back', async () => {
    const id = await ask(await mailbox(alex, ['ann@fabrikam.test']), megan)
    expect(await asks(alex)).toMatchObject([
      { id, requester: 'Megan', subject: 'Frame order 0', people: ['Ann'], state: 'asked' },
    ])
    expect(await inScope(alex, (db) => getAsks(db, alex))).toEqual({
      count: 1,
      latest: { id, name: 'Megan', subject: 'Frame order 0' },
    })
    await reply(alex, id, true)
    expect((await asks(alex))[0]?.state).toBe('granted')
    expect((await inScope(alex, (db) => getAsks(db, alex))).count).toBe(0)
    await reply(alex, id, false)
    expect((await asks(alex))[0]?.state).toBe('declined')
    await reply(alex, id, true)
    await reply(alex, id, true)
    expect(await audited()).toEqual(['mail_access.granted', 'mail_access.taken_back', 'mail_access.granted'])
  })
  it('is nobody else’s to see or answer: not who asked, not an administrator, not another workspace', async () => {
    const id = await ask(await mailbox(alex, ['ann@fabrikam.test']), megan)
    for (const scope of [megan, adele, lee]) {
      expect(await asks(scope)).toEqual([])
      await expect(reply(scope, id, true)).rejects.toMatchObject({ code: 'not_found' })
    }
    expect((await asks(alex))[0]?.state).toBe('asked')
  })
  it('is heard of at once by who asked', async () => {
    const id = await ask(await mailbox(alex, ['ann@fabrikam.test']), megan)
    const heard: unknown[] = []
    const stop = await onLive((hint) => heard.push(hint))
    await reply(alex, id, true)
    await expect.poll(() => heard).toContainEqual(expect.objectContaining({ userId: megan.userId }))
    stop()
  })
  it('is gone with the conversation, with who asked, and with the connection', async () => {
    const connectionId = await mailbox(alex, ['ann@fabrikam.test', 'bob@fabrikam.test'])
    const id = await ask(connectionId, megan)
    await ask(connectionId, adele, 'c1')
    await inSystem((db) => db.delete(mailMessages).where(eq(mailMessages.conversationId, 'c1')))
    expect((await asks(alex)).map((each) => each.id)).toEqual([id])
    const leave = (disabledAt: Date | null) =>
      inSystem((db) => db.update(memberships).set({ disabledAt }).where(eq(memberships.userId, megan.userId)))
    await leave(new Date())
    expect(await asks(alex)).toEqual([])
    await leave(null)
    await inSystem((db) => db.update(connections).set({ state: 'disconnecting' }))
    expect(await asks(alex)).toEqual([])
    await expect(reply(alex, id, true)).rejects.toMatchObject({ code: 'not_found' })
  })
})

describe('colleagues’ domains', () => {
  it('are those of work accounts and proved addresses, never public ones', async () => {
    await mailbox(alex, [], 'work', 'contoso.test')
    await mailbox(megan, [], 'personal', 'home.test')
    await inSystem((db) => db.update(users).set({ email: 'adele@sub.test' }).where(eq(users.id, adele.userId)))
    await inSystem((db) => db.update(users).set({ email: 'lee@fabrikam.test' }).where(eq(users.id, lee.userId)))
    expect(await inScope(alex, (db) => listMemberDomains(db))).toEqual(['contoso.test', 'sub.test'])
    await inSystem((db) => db.update(users).set({ email: 'adele@gmail.com' }).where(eq(users.id, adele.userId)))
    expect(await inScope(alex, (db) => listMemberDomains(db))).toEqual(['contoso.test'])
  })
  it('are named by administrators, as domains', async () => {
    const set = (scope: UserScope, typed: string[]) => inScope(scope, (db) => setInternalDomains(db, scope, typed))
    await set(adele, ['Contoso.test', '@larkfield.test', 'contoso.test'])
    expect(await inScope(alex, (db) => listNamedDomains(db, alex))).toEqual(['contoso.test', 'larkfield.test'])
    await expect(set(alex, [])).rejects.toMatchObject({ code: 'forbidden' })
    await expect(set(adele, ['gmail.com'])).rejects.toMatchObject({ userMessage: expect.stringContaining('gmail.com') })
    await expect(set(adele, ['ann@contoso.test'])).rejects.toMatchObject({ code: 'invalid_input' })
    expect(await inScope(lee, (db) => listNamedDomains(db, lee))).toEqual([])
    expect(await audited()).toEqual(['settings.internal_domains'])
  })
})

it('the export holds what the person chose and wrote, and nothing of a colleague’s list', async () => {
  const id = await inScope(alex, (db) => createTask(db, alex, { ...blank, title: 'Send the annex' }))
  await inScope(megan, (db) => createTask(db, megan, { ...blank, title: 'Megan’s own' }))
  await inScope(alex, (db) => setVisibility(db, alex, 'subject'))
  await inScope(alex, (db) => createBlocked(db, alex, 'ann@fabrikam.test', false))
  await inScope(megan, (db) => createBlocked(db, megan, 'bob@fabrikam.test', false))
  let document = ''
  for await (const part of exportParts(alex)) document += part
  const held = JSON.parse(document)
  expect(held.tasks).toMatchObject([{ id, title: 'Send the annex' }])
  expect(held.privacy).toMatchObject({ visibility: 'subject', blocked: [{ pattern: 'ann@fabrikam.test' }] })
  expect(document).not.toMatch(/Megan’s own|bob@fabrikam/)
})
