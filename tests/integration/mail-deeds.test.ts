import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Deed } from '@/components/mail/view'
import { MailDesk } from '../support/mail-desk'
import { emptyTandem, startWorld, type World } from '../support/tandem-world'

let world: World
let desk: MailDesk

beforeAll(async () => {
  world = await startWorld()
})
afterAll(() => world.close())
beforeEach(async () => {
  await world.control('POST', '/reset', {})
  await emptyTandem()
  desk = await MailDesk.open(world)
})

const goForward = (seconds: number) =>
  Object.assign(globalThis, { tandemClock: { offset: seconds * 1000, timer: null } })
beforeEach(() => Reflect.deleteProperty(globalThis, 'tandemClock'))

/** The newest message of the inbox that is in the state wanted. */
async function pick(fits: (row: Awaited<ReturnType<MailDesk['inbox']>>[number]) => boolean = () => true) {
  const row = (await desk.inbox()).find(fits)
  if (!row) throw new Error('no such message')
  return row
}

describe('each deed is in Outlook after one push, and both sides are equal', () => {
  it.each<[Deed['kind'], string | null, (row: { isRead: boolean; flagStatus: string }) => boolean]>([
    ['read', null, (row) => !row.isRead],
    ['unread', null, (row) => row.isRead],
    ['flag', null, (row) => row.flagStatus === 'notFlagged'],
    ['archive', 'archive', () => true],
    ['delete', 'deleteditems', () => true],
    ['junk', 'junkemail', () => true],
  ])('%s', async (kind, target, fits) => {
    const row = await pick(fits)
    const before = await desk.folders()
    const { changed } = await desk.do([row.id], { kind } as Deed)
    expect(changed).toEqual([row.id])
    const shown = await desk.row(row.graphId)
    if (target) {
      const [to, from] = [await desk.folder(target), await desk.folder('inbox')]
      expect(shown).toMatchObject({ folderId: to.id, movedFrom: from.id })
      // The counters are right at once.
      const was = (id: string) => before.find((each) => each.id === id)
      const unread = row.isRead ? 0 : 1
      expect(from).toMatchObject({
        total: (was(from.id)?.total ?? 0) - 1,
        unread: (was(from.id)?.unread ?? 0) - unread,
      })
      expect(to).toMatchObject({ total: (was(to.id)?.total ?? 0) + 1, unread: (was(to.id)?.unread ?? 0) + unread })
    }
    await desk.push()
    expect(await desk.differences()).toEqual([])
    const truth = await desk.inOutlook(row.graphId)
    if (target) expect(truth?.folderId).toBe((await desk.folder(target)).graphId)
    if (kind === 'flag') expect(truth?.flag).toBe('flagged')
    if (kind === 'read' || kind === 'unread') expect(truth?.isRead).toBe(kind === 'read')
    expect((await desk.row(row.graphId))?.id).toBe(row.id)
  })

  it('unflag', async () => {
    const row = await pick()
    await desk.outlook('PATCH', `/messages/${row.graphId}`, { flag: { flagStatus: 'flagged' } })
    await desk.sweep()
    expect((await desk.do([row.id], { kind: 'unflag' })).changed).toEqual([row.id])
    await desk.push()
    expect((await desk.inOutlook(row.graphId))?.flag).toBe('notFlagged')
    expect(await desk.differences()).toEqual([])
  })

  it('unflag leaves the mark of what is done', async () => {
    const row = await pick()
    await desk.outlook('PATCH', `/messages/${row.graphId}`, { flag: { flagStatus: 'complete' } })
    await desk.sweep()
    expect((await desk.do([row.id], { kind: 'unflag' })).changed).toEqual([])
  })

  it('move to a folder of one’s own', async () => {
    const row = await pick()
    const target = (await desk.folders()).find((each) => each.wellKnown === null)
    if (!target) throw new Error('no folder')
    await desk.do([row.id], { kind: 'move', folderId: target.id })
    await desk.push()
    expect((await desk.inOutlook(row.graphId))?.folderId).toBe(target.graphId)
    expect(await desk.differences()).toEqual([])
  })

  it('its own echo is no change, and the ledger tells it once', async () => {
    const row = await pick()
    await desk.do([row.id], { kind: 'archive' })
    await desk.push()
    const lines = await desk.ledger()
    expect(lines.filter((line) => line === 'mail moved done')).toHaveLength(1)
    const truth = await desk.inOutlook(row.graphId)
    await desk.hear(row.graphId, 'created', `W/"${truth?.changeKey}"`)
    expect(await desk.ledger()).toEqual(lines)
  })
})

describe('deleting for good', () => {
  const deleted = async () => {
    const row = await pick()
    await desk.do([row.id], { kind: 'delete' })
    await desk.push()
    return row
  }

  it('hides at once, waits ten seconds, and is gone on both sides', async () => {
    const row = await deleted()
    await desk.do([row.id], { kind: 'erase' })
    const bin = await desk.folder('deleteditems')
    expect(bin.total).toBe((await desk.rows()).filter((each) => each.folderId === bin.id && !each.pendingGone).length)
    await desk.push()
    expect(await desk.inOutlook(row.graphId)).toBeDefined()
    goForward(11)
    await desk.push()
    expect(await desk.inOutlook(row.graphId)).toBeUndefined()
    expect(await desk.row(row.graphId)).toBeUndefined()
    expect(await desk.differences()).toEqual([])
  })

  it('can be taken back before that, and not afterwards', async () => {
    const row = await deleted()
    const { undo } = await desk.do([row.id], { kind: 'erase' })
    await desk.undo(undo)
    expect(await desk.waiting()).toEqual([])
    goForward(11)
    await desk.push()
    expect(await desk.differences()).toEqual([])
    const again = await desk.do([row.id], { kind: 'erase' })
    goForward(30)
    await desk.push()
    await expect(desk.undo(again.undo)).rejects.toMatchObject({ userMessage: 'This can no longer be taken back.' })
    expect(await desk.inOutlook(row.graphId)).toBeUndefined()
  })

  it('is refused outside Deleted Items, and nothing is done in part', async () => {
    const row = await deleted()
    const other = await pick()
    await expect(desk.do([row.id, other.id], { kind: 'erase' })).rejects.toMatchObject({
      userMessage: 'Only what lies in Deleted Items can be deleted for good.',
    })
    expect(await desk.waiting()).toEqual([])
  })

  it('survives a lost answer', async () => {
    const row = await deleted()
    await desk.do([row.id], { kind: 'erase' })
    goForward(11)
    await world.control('POST', '/faults', { kind: 'commit-then-504', match: { path: '*/permanentDelete' } })
    await expect(desk.push()).rejects.toMatchObject({ code: 'unavailable' })
    await desk.push()
    expect(await desk.row(row.graphId)).toBeUndefined()
    expect(await desk.differences()).toEqual([])
    expect(await desk.ledger()).toContain('mail erased done')
  })
})

describe('undo', () => {
  it.each<Deed['kind']>(['archive', 'flag', 'unread', 'read'])(
    'of %s before the push leaves nothing to do',
    async (kind) => {
      const row = await pick((each) => each.isRead === (kind !== 'read') && each.flagStatus === 'notFlagged')
      const { undo } = await desk.do([row.id], { kind } as Deed)
      await desk.undo(undo)
      expect(await desk.waiting()).toEqual([])
      expect(await desk.row(row.graphId)).toEqual(row)
      expect(await desk.differences()).toEqual([])
    },
  )

  it.each<Deed['kind']>(['archive', 'delete', 'flag', 'unread', 'read'])(
    'of %s after the push reaches Outlook',
    async (kind) => {
      const row = await pick((each) => each.isRead === (kind !== 'read') && each.flagStatus === 'notFlagged')
      const { undo } = await desk.do([row.id], { kind } as Deed)
      await desk.push()
      await desk.undo(undo)
      await desk.push()
      expect(await desk.row(row.graphId)).toMatchObject({
        ...{ folderId: row.folderId, isRead: row.isRead, flagStatus: row.flagStatus },
        ...{ movedFrom: null, pendingRead: null, pendingFlag: null },
      })
      expect(await desk.differences()).toEqual([])
    },
  )

  it('while the deed is on its way counts, whatever Outlook did with the deed', async () => {
    const row = await pick()
    const { undo } = await desk.do([row.id], { kind: 'archive' })
    await world.control('POST', '/faults', { kind: 'commit-then-504', match: { path: '*/move' } })
    await expect(desk.push()).rejects.toMatchObject({ code: 'unavailable' })
    expect((await desk.inOutlook(row.graphId))?.folderId).toBe((await desk.folder('archive')).graphId)
    await desk.undo(undo)
    expect((await desk.row(row.graphId))?.folderId).toBe(row.folderId)
    await desk.push()
    expect((await desk.inOutlook(row.graphId))?.folderId).toBe((await desk.folder('inbox')).graphId)
    expect(await desk.differences()).toEqual([])
  })

  it('to a folder that is gone is refused in words', async () => {
    const row = await pick()
    const folder = await desk.newFolder('Brief')
    await desk.do([row.id], { kind: 'move', folderId: folder.id })
    await desk.push()
    const { undo } = await desk.do([row.id], { kind: 'archive' })
    await desk.push()
    await desk.dropFolder(folder.graphId)
    await desk.sweep()
    await expect(desk.undo(undo)).rejects.toMatchObject({
      userMessage: 'The folder that it came from no longer exists.',
    })
  })
})

describe('while a move waits', () => {
  it('a page of the old folder does not move it back, and no round removes it', async () => {
    const row = await pick()
    const archive = await desk.folder('archive')
    await desk.do([row.id], { kind: 'archive' })
    await desk.outlook('PATCH', `/messages/${row.graphId}`, { subject: 'Changed meanwhile' })
    await desk.sweep()
    expect(await desk.row(row.graphId)).toMatchObject({
      folderId: archive.id,
      subject: 'Changed meanwhile',
      id: row.id,
    })
    await world.control('POST', '/faults', { match: { path: '/v1.0/*delta*' }, kind: 'delta-reset', times: 20 })
    await desk.sweep().catch(() => {})
    await world.control('DELETE', '/faults')
    await desk.import()
    expect(await desk.row(row.graphId)).toMatchObject({ folderId: archive.id, id: row.id })
    await desk.push()
    expect(await desk.differences()).toEqual([])
  })

  it('and the person moves it in Outlook to elsewhere, the move here is done after it', async () => {
    const row = await pick()
    await desk.do([row.id], { kind: 'archive' })
    await desk.outlook('PATCH', `/messages/${row.graphId}`, { folder: 'junkemail' })
    await desk.sweep()
    expect((await desk.row(row.graphId))?.folderId).toBe((await desk.folder('archive')).id)
    await desk.push()
    expect((await desk.inOutlook(row.graphId))?.folderId).toBe((await desk.folder('archive')).graphId)
    expect(await desk.differences()).toEqual([])
  })

  it('and Outlook deletes it for good, it goes here, and the ledger says that the move failed', async () => {
    const row = await pick()
    await desk.do([row.id], { kind: 'archive' })
    await desk.outlook('DELETE', `/messages/${row.graphId}?hard=true`)
    await desk.sweep()
    await desk.push()
    expect(await desk.row(row.graphId)).toBeUndefined()
    expect(await desk.ledger()).toContain('mail moved failed')
    expect(await desk.differences()).toEqual([])
  })

  it('other marks of the same message reach Outlook, too', async () => {
    const row = await pick((each) => !each.isRead)
    await desk.do([row.id], { kind: 'archive' })
    await desk.do([row.id], { kind: 'flag' })
    await desk.do([row.id], { kind: 'read' })
    await desk.push()
    expect(await desk.inOutlook(row.graphId)).toMatchObject({ isRead: true, flag: 'flagged' })
    expect(await desk.differences()).toEqual([])
  })

  it('moving on and on leaves one wish', async () => {
    const row = await pick()
    for (const kind of ['archive', 'junk', 'delete'] as const) await desk.do([row.id], { kind })
    expect(await desk.waiting()).toHaveLength(1)
    await desk.push()
    expect((await desk.inOutlook(row.graphId))?.folderId).toBe((await desk.folder('deleteditems')).graphId)
    expect(await desk.differences()).toEqual([])
  })
})

describe('what Outlook refuses for good shows Outlook’s state again', () => {
  it('a folder that was deleted there', async () => {
    const row = await pick()
    const folder = await desk.newFolder('Doomed')
    await desk.do([row.id], { kind: 'move', folderId: folder.id })
    await desk.dropFolder(folder.graphId)
    await desk.push()
    expect(await desk.row(row.graphId)).toMatchObject({ id: row.id, folderId: row.folderId, movedFrom: null })
    expect(await desk.ledger()).toContain('mail moved failed')
    await desk.sweep()
    expect(await desk.differences()).toEqual([])
  })

  it('a folder that Tandem heard to be deleted before the push', async () => {
    const row = await pick()
    const folder = await desk.newFolder('Doomed')
    await desk.do([row.id], { kind: 'move', folderId: folder.id })
    await desk.dropFolder(folder.graphId)
    await desk.sweep()
    await desk.push()
    expect(await desk.differences()).toEqual([])
  })

  it('a message that is gone', async () => {
    const row = await pick((each) => !each.isRead)
    await desk.do([row.id], { kind: 'read' })
    await desk.outlook('DELETE', `/messages/${row.graphId}?hard=true`)
    await desk.push()
    expect(await desk.row(row.graphId)).toBeUndefined()
    expect(await desk.differences()).toEqual([])
  })

  it('what it refuses without a reason is tried, holds up nothing, and is given up', async () => {
    const [one, two] = (await desk.inbox()).filter((each) => each.flagStatus === 'notFlagged')
    if (!one || !two) throw new Error('too few')
    await world.control('POST', '/faults', {
      ...{ kind: 'status', status: 400, times: -1 },
      match: { method: 'PATCH', path: `/v1.0/me/messages/${one.graphId}` },
    })
    await desk.do([one.id, two.id], { kind: 'flag' })
    await expect(desk.push()).rejects.toMatchObject({ code: 'internal' })
    expect((await desk.inOutlook(two.graphId))?.flag).toBe('flagged')
    for (let turn = 0; turn < 8; turn++) await desk.push().catch(() => {})
    expect(await desk.waiting()).toEqual([])
    expect(await desk.ledger()).toContain('mail flagged failed')
    expect(await desk.differences()).toEqual([])
  })
})

describe('repeating after a lost answer is harmless', () => {
  it.each(['commit-then-504', 'commit-then-reset'])('%s on a move', async (kind) => {
    const rows = (await desk.inbox()).slice(0, 6)
    await desk.do(
      rows.map(({ id }) => id),
      { kind: 'archive' },
    )
    await world.control('POST', '/faults', {
      kind,
      times: 2,
      match: { path: kind.endsWith('reset') ? '*$batch' : '*/move' },
    })
    for (let turn = 0; turn < 3; turn++) await desk.push().catch(() => {})
    await world.control('DELETE', '/faults')
    await desk.push()
    const archive = await desk.folder('archive')
    for (const row of rows) expect((await desk.inOutlook(row.graphId))?.folderId).toBe(archive.graphId)
    expect(await desk.differences()).toEqual([])
  })
})

describe('many at once', () => {
  it('500 go, 501 are refused in words', async () => {
    const ids = Array.from({ length: 501 }, () => crypto.randomUUID())
    await expect(desk.do(ids, { kind: 'read' })).rejects.toMatchObject({
      userMessage: 'Choose at most 500 messages at a time.',
    })
    await expect(desk.do(ids.slice(1), { kind: 'read' })).rejects.toMatchObject({
      userMessage: 'These messages no longer exist.',
    })
  })

  it('a conversation takes its messages of the same folder along, and undo brings all of them back', async () => {
    const inbox = await desk.inbox()
    const row = inbox.find((each) => inbox.filter((other) => other.conversationId === each.conversationId).length > 1)
    if (!row) throw new Error('no conversation')
    const whole = inbox.filter((each) => each.conversationId === row.conversationId).map(({ id }) => id)
    const elsewhere = (await desk.rows()).filter(
      (each) => each.conversationId === row.conversationId && each.folderId !== row.folderId,
    )
    const { changed, undo } = await desk.do([row.id], { kind: 'archive' }, true)
    expect(changed.sort()).toEqual(whole.sort())
    await desk.push()
    for (const each of elsewhere) expect((await desk.row(each.graphId))?.folderId).toBe(each.folderId)
    await desk.undo(undo)
    await desk.push()
    expect(await desk.differences()).toEqual([])
    expect((await desk.inbox()).map(({ id }) => id)).toEqual(inbox.map(({ id }) => id))
  })
})

it('nobody does anything to a colleague’s messages', async () => {
  const row = await pick()
  const megan = await MailDesk.open(world, 'megan@contoso.test')
  await expect(megan.do([row.id], { kind: 'archive' })).rejects.toMatchObject({ code: 'not_found' })
  await megan.undo({ deed: 'read', before: [{ id: row.id, value: String(!row.isRead) }] }).catch(() => {})
  expect(await desk.row(row.graphId)).toEqual(row)
})
