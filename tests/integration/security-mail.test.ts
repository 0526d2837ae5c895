import { randomUUID } from 'node:crypto'
import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { draftAttachments, drafts } from '@/drizzle/schema/compose'
import { mailMessages } from '@/drizzle/schema/mail'
import { tasks } from '@/drizzle/schema/tasks'
import { memberships } from '@/drizzle/schema/workspaces'
import {
  createDraft,
  discardDraftRow,
  moveSend,
  type Owner,
  queueSend,
  saveDraftContent,
  takeBack,
} from '@/lib/features/compose/mutations'
import { getDraft, getFile, getSource } from '@/lib/features/compose/queries'
import { putSignature, putSnippet, removeSnippet } from '@/lib/features/compose/texts/mutations'
import { listSnippets } from '@/lib/features/compose/texts/queries'
import { createFile } from '@/lib/features/compose/uploads/mutations'
import { applyDeed, takeBack as undo } from '@/lib/features/mail/deeds/mutations'
import { readMessagePage } from '@/lib/features/mail/loaders'
import { readSearch } from '@/lib/features/mail/search/loaders'
import { readThread } from '@/lib/features/mail/thread/loaders'
import { findTasks } from '@/lib/features/palette/queries'
import { startDisconnect } from '@/lib/features/purge/mutations'
import { purgeRows } from '@/lib/features/purge/sync/leave'
import { createTaskOfMail, setDone, updateTask } from '@/lib/features/tasks/mutations'
import { listOpen, toViews } from '@/lib/features/tasks/queries'
import { createReminder, settleReminders } from '@/lib/features/tasks/reminders/mutations'
import { listSeemingReplies } from '@/lib/features/tasks/reminders/queries'
import { logMail } from '@/lib/features/timeline/activities/mutations'
import { inScope } from '@/lib/platform/db/handle'
import type { ConnectionScope, UserScope } from '@/lib/platform/scope'
import { type MailboxRows, newMailbox, putMail, putPerson } from '../support/mailboxes'
import { emptyTandem, newMember, newWorkspace, startWorld, type World } from '../support/tandem-world'

let world: World
let alex: UserScope
let his: MailboxRows
let mail: string
/** A colleague with a mailbox, and somebody of another workspace. */
let others: { scope: UserScope; mailbox: MailboxRows }[]

const ownerOf = ({ connectionId, scope }: MailboxRows): Owner => ({
  id: connectionId,
  workspaceId: scope.workspaceId,
  userId: scope.userId,
})
const content = {
  ...{ to: [{ name: '', address: 'x@y.example' }], cc: [], bcc: [], subject: 'Secret', html: '<p>Secret</p>' },
  ...{ importance: 'normal' as const, remindDays: null },
}

beforeAll(async () => {
  world = await startWorld()
})
afterAll(() => world.close())
beforeEach(async () => {
  await emptyTandem()
  const workspace = await newWorkspace('Contoso')
  alex = await newMember(workspace, { name: 'Alex' })
  const megan = await newMember(workspace, { name: 'Megan', role: 'admin' })
  const lee = await newMember(await newWorkspace('Fabrikam'), { name: 'Lee', role: 'admin' })
  his = await newMailbox(alex, 'alex@contoso.example')
  others = [
    { scope: megan, mailbox: await newMailbox(megan, 'megan@contoso.example') },
    { scope: lee, mailbox: await newMailbox(lee, 'lee@fabrikam.example') },
  ]
  mail = await putMail(his, { from: 'ingrid@norrvik.example', to: [his.address], subject: 'Secret' })
})

const notFound = { code: 'not_found' }

describe('a draft', () => {
  it('is nobody else’s to read, write, send, take back, discard or hang files on', async () => {
    const { draft, file } = await inScope(alex, async (db) => {
      const draft = await createDraft(db, ownerOf(his), { kind: 'new', content })
      const file = await createFile(db, ownerOf(his), draft.id, {
        ...{ name: 'a.png', size: 3, contentType: 'image/png', inline: true },
      })
      return { draft, file }
    })
    const asked = { id: draft.id, version: draft.version, content, at: null, archive: false }
    for (const { scope, mailbox } of others) {
      const owner = ownerOf(mailbox)
      await inScope(scope, async (db) => {
        expect(await getDraft(db, owner.id, draft.id)).toBeNull()
        expect(await getFile(db, owner.id, file.id)).toBeNull()
        expect(await getSource(db, owner.id, { id: mail })).toBeNull()
        await expect(saveDraftContent(db, owner, asked)).rejects.toMatchObject(notFound)
        await expect(queueSend(db, owner, asked)).rejects.toMatchObject(notFound)
        await expect(createFile(db, owner, draft.id, file as never)).rejects.toMatchObject(notFound)
        expect(await takeBack(db, owner, draft.id)).toBeNull()
        expect(await moveSend(db, owner, draft.id, new Date())).toBe(false)
        await discardDraftRow(db, owner, draft.id)
      })
    }
    expect(await inScope(alex, (db) => db.select().from(drafts))).toMatchObject([{ state: 'editing', version: 1 }])
    expect(await inScope(alex, (db) => db.select().from(draftAttachments))).toHaveLength(1)
  })

  it('keeps what was typed sealed', async () => {
    await inScope(alex, (db) => createDraft(db, ownerOf(his), { kind: 'new', content }))
    const [row] = await inScope(alex, (db) => db.select({ body: drafts.body }).from(drafts))
    expect(row?.body).not.toContain('Secret')
  })
})

describe('a colleague’s text', () => {
  it('is theirs to change, and when shared nothing in it runs or loads', async () => {
    const html =
      '<p onclick="x()">Hi<img src="https://t.example/x"><script>x()</script><a href="javascript:x()">y</a></p>'
    const shared = await inScope(alex, (db) => putSnippet(db, alex, { name: 'Hello', html, shared: true }))
    const own = await inScope(alex, (db) =>
      putSignature(db, alex, { name: 'Me', html, forNew: true, forReplies: true }),
    )
    for (const { scope } of others) {
      await inScope(scope, async (db) => {
        const input = { id: shared.id, name: 'Mine', html: 'x', shared: true }
        await expect(putSnippet(db, scope, input)).rejects.toMatchObject(notFound)
        const signature = { id: own.id, name: 'Mine', html: 'x', forNew: true, forReplies: true }
        await expect(putSignature(db, scope, signature)).rejects.toMatchObject(notFound)
        await removeSnippet(db, scope, shared.id)
      })
    }
    const [megan, lee] = await Promise.all(others.map(({ scope }) => inScope(scope, (db) => listSnippets(db, scope))))
    expect(megan).toMatchObject([{ html: '<p>Hi<a>y</a></p>', mine: false }])
    expect(lee).toEqual([])
  })
})

describe('a mail', () => {
  it('is nobody else’s to list, search, open as a thread, move, undo, log or make a task of', async () => {
    await putPerson(alex, 'Ingrid', ['ingrid@norrvik.example'])
    for (const { scope, mailbox } of others) {
      await inScope(scope, async (db) => {
        const query = new URLSearchParams({ folder: his.folders.inbox ?? '' })
        await expect(readMessagePage(db, scope, query)).rejects.toMatchObject(notFound)
        await expect(readThread(db, scope, mail)).rejects.toMatchObject(notFound)
        const search = new URLSearchParams({ q: 'is:unread OR secret', folder: his.folders.inbox ?? '' })
        await expect(readSearch(db, scope, search, 'UTC')).rejects.toMatchObject(notFound)
        expect((await readSearch(db, scope, new URLSearchParams({ q: 'secret' }), 'UTC')).rows).toEqual([])
        const deed = { ids: [mail], conversations: true, deed: { kind: 'archive' as const } }
        await expect(applyDeed(db, ownerOf(mailbox), deed)).rejects.toMatchObject(notFound)
        await expect(logMail(db, scope, { messageId: mail, text: '', personId: null })).rejects.toMatchObject(notFound)
        await expect(createTaskOfMail(db, scope, { messageId: mail })).rejects.toMatchObject(notFound)
      })
      // Tokens of undo come through a browser: made up ones move nothing of others, and nothing to others.
      const own = await putMail(mailbox, { from: 'a@b.example', to: [mailbox.address] })
      for (const [kind, before] of [
        ['read', [{ id: mail, value: 'false' }]],
        ['move', [{ id: mail, value: mailbox.folders.archive ?? '' }]],
        ['move', [{ id: own, value: his.folders.archive ?? '' }]],
        ['move', [{ id: own, value: randomUUID() }]],
      ] as const)
        await expect(
          inScope(scope, (db) => undo(db, ownerOf(mailbox), kind, before)),
          kind,
        ).rejects.toMatchObject({ code: 'invalid_input' })
    }
    const [row] = await inScope(alex, (db) => db.select().from(mailMessages).where(eq(mailMessages.id, mail)))
    expect(row).toMatchObject({ folderId: his.folders.inbox, movedFrom: null, pendingRead: null })
  })
})

describe('reminders', () => {
  it('go with a reply of those written to, and with nobody else’s mail in the conversation', async () => {
    const scope = { ...ownerOf(his), connectionId: his.connectionId, epoch: 1 } as unknown as ConnectionScope
    const sent = { conversationId: 'c', names: ['Ingrid Berg'], subject: 'Offer', days: 1, graphId: 'g1' }
    const addresses = ['Ingrid@Norrvik.example', 'tom@gmail.com']
    const from = (sender: string) => putMail(his, { from: sender, to: [his.address], conversationId: 'c' })
    const answers = () => inScope(alex, (db) => listSeemingReplies(db, scope, 9))
    await putPerson(alex, 'Ingrid Berg', ['ingrid@norrvik.example', 'ingrid@home.example'])
    for (const reply of [
      'INGRID@norrvik.example',
      'assistant@norrvik.example',
      'ingrid@home.example',
      'tom@gmail.com',
    ]) {
      await inScope(alex, (db) =>
        createReminder(db, scope, { ...sent, addresses, sentAt: new Date(Date.now() - 60_000) }),
      )
      for (const stranger of [
        'eve@evil.example',
        'eve@gmail.com',
        '"x@norrvik.example"@evil.example',
        'postmaster@norrvik.example',
        'MicrosoftExchange329e71ec88ae4615bbc36ab6ce41109e@norrvik.example',
        his.address,
      ])
        await from(stranger)
      expect(await answers(), reply).toEqual([])
      await from(reply)
      const seen = await answers()
      expect(seen, reply).toHaveLength(1)
      await inScope(alex, (db) =>
        settleReminders(
          db,
          scope,
          seen.map((each) => ({ ...each, isReply: true })),
        ),
      )
      expect(await inScope(alex, (db) => db.$count(tasks)), reply).toBe(0)
      await inScope(alex, (db) => db.delete(mailMessages).where(eq(mailMessages.conversationId, 'c')))
    }
  })

  it('go with the mailbox: they name whom was written to, and what about', async () => {
    const sent = {
      conversationId: 'c',
      names: ['Ingrid Berg'],
      addresses: [],
      subject: 'Secret',
      sentAt: new Date(),
      days: 1,
    }
    const scope = { ...ownerOf(his), connectionId: his.connectionId, epoch: 1 } as unknown as ConnectionScope
    await inScope(alex, async (db) => {
      await createReminder(db, scope, { ...sent, graphId: 'g1' })
      await createReminder(db, scope, { ...sent, graphId: 'g2' })
      const [one] = await db.select().from(tasks)
      await db
        .update(tasks)
        .set({ notes: 'Ring her' })
        .where(eq(tasks.id, one?.id ?? ''))
    })
    const disconnectId = await inScope(alex, (db) => startDisconnect(db, alex, his.connectionId))
    while (!(await purgeRows(his.connectionId, disconnectId, Date.now() + 60_000)));
    expect(await inScope(alex, (db) => db.select().from(tasks))).toMatchObject([
      { title: 'No reply to a mail', notes: 'Ring her' },
    ])
  })
})

describe('a task made of a mail', () => {
  const megan = () => others[0]?.scope as UserScope
  const titles = (scope: UserScope) =>
    inScope(scope, async (db) => [
      (await toViews(db, scope, await listOpen(db, scope, 'team'))).map(({ title }) => title),
      (await findTasks(db, scope, 'secret')).length,
    ])

  it('tells colleagues its subject only as far as they may see subjects', async () => {
    const id = await inScope(alex, (db) => createTaskOfMail(db, alex, { messageId: mail }))
    expect(await titles(alex)).toEqual([['Secret'], 1])
    expect(await titles(megan())).toEqual([['Made of a mail'], 0])
    // An administrator who gives it a date sends back what stands for the title.
    const more = { notes: '', dueOn: '2027-01-01', ownerId: alex.userId, personId: null, companyId: null }
    await inScope(megan(), (db) => updateTask(db, megan(), id, { title: 'Made of a mail', ...more }))
    expect(await titles(alex)).toEqual([['Secret'], 1])
    await inScope(alex, (db) =>
      db.update(memberships).set({ mailVisibility: 'subject' }).where(eq(memberships.userId, alex.userId)),
    )
    expect(await titles(megan())).toEqual([['Secret'], 1])
  })

  it('keeps what the person typed, and not the subject, when the mailbox goes', async () => {
    const rest = { notes: '', dueOn: null, ownerId: null, personId: null, companyId: null }
    const kept = await inScope(alex, (db) => createTaskOfMail(db, alex, { messageId: mail }))
    await inScope(alex, (db) => updateTask(db, alex, kept, { title: 'Ring Ingrid', ...rest }))
    await inScope(alex, (db) => setDone(db, alex, kept, true))
    await inScope(alex, (db) => createTaskOfMail(db, alex, { messageId: mail }))
    const disconnectId = await inScope(alex, (db) => startDisconnect(db, alex, his.connectionId))
    while (!(await purgeRows(his.connectionId, disconnectId, Date.now() + 60_000)));
    const left = await inScope(alex, (db) => db.select({ title: tasks.title }).from(tasks))
    expect(left.map(({ title }) => title).sort()).toEqual(['Made of a mail', 'Ring Ingrid'])
  })
})
