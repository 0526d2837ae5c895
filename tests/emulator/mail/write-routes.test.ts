import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ALEX, type MailWorld, MEGAN, mailWorld, outcome, to } from '../testing/mail-world'

let world: MailWorld
let outer: string
let inner: string
beforeAll(async () => {
  world = await mailWorld()
  await world.begin()
  const made = await world.post('/me/mailFolders', { displayName: 'Outer' })
  outer = encodeURIComponent(String(made.body.id))
  const below = await world.post(`/me/mailFolders/${outer}/childFolders`, { displayName: 'Inner' })
  inner = encodeURIComponent(String(below.body.id))
})
afterAll(() => world.close())

describe.each([
  ['on its own', () => ''],
  ['through its folder', () => `/mailFolders/${outer}`],
  ['through a folder’s folder', () => `/mailFolders/${outer}/childFolders/${inner}`],
])('a message addressed %s', (name, folderOf) => {
  test('is drafted, answered in every way, sent and deleted for good', async () => {
    const base = `/me${folderOf()}/messages`
    const create = async () => {
      const { status, body } = await world.post(base, { subject: name, toRecipients: to(MEGAN) })
      expect([status, body.isDraft]).toEqual([201, true])
      return `${base}/${encodeURIComponent(String(body.id))}`
    }
    const original = await create()
    const drafts = (await world.truth(ALEX, 'drafts')).length
    for (const action of ['createReply', 'createReplyAll', 'createForward']) {
      expect([action, ...outcome(await world.post(`${original}/${action}`))]).toEqual([action, 201, undefined])
    }
    expect(await world.truth(ALEX, 'drafts')).toHaveLength(drafts + 3)
    const before = (await world.sent()).length
    for (const [action, body] of [
      ['reply', { message: { toRecipients: to(MEGAN) } }],
      ['replyAll', { comment: 'All' }],
      ['forward', { toRecipients: to(MEGAN) }],
    ] as const) {
      expect([action, ...outcome(await world.post(`${original}/${action}`, body))]).toEqual([action, 202, undefined])
    }
    expect((await world.post(`${await create()}/send`)).status).toBe(202)
    expect(await world.sent()).toHaveLength(before + 4)
    expect((await world.post(`${original}/permanentDelete`)).status).toBe(204)
    expect(outcome(await world.get(original))).toEqual([404, 'ErrorItemNotFound'])
    const elsewhere = encodeURIComponent((await world.draft()).id)
    if (folderOf()) expect((await world.post(`${base}/${elsewhere}/createReply`)).status).toBe(404)
  })
})

test('a folder’s folder moves by its long address too', async () => {
  const moved = await world.post(`/me/mailFolders/${outer}/childFolders/${inner}/move`, { destinationId: 'archive' })
  expect(moved.status).toBe(201)
  expect((await world.get(`/me/mailFolders/${outer}/childFolders`)).body.value).toEqual([])
})
