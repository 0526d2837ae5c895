import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { startWorld, type World } from '../support/tandem-world'
import { Writer } from '../support/writing-world'

let world: World
let alex: Writer

beforeAll(async () => {
  world = await startWorld()
})
afterAll(() => world.close())
beforeEach(async () => {
  alex = await Writer.begin(world)
})
afterEach(() => Reflect.deleteProperty(globalThis, 'tandemClock'))

const SEND = '*/send'

describe('a mail leaves exactly once', () => {
  it('stands in Drafts while it can be taken back, and leaves at its time', async () => {
    const draft = await alex.queue(await alex.draft())
    await alex.push()
    expect(await alex.named('A plan')).toMatchObject([{ isDraft: true }])
    expect(await alex.sent()).toEqual([])
    alex.pass(11)
    await alex.push()
    expect(await alex.sent()).toMatchObject([{ subject: 'A plan', to: ['megan@contoso.test'] }])
    expect(await alex.row(draft)).toMatchObject({ state: 'sent', body: '' })
    expect(await alex.jobs(draft)).toEqual([])
  })

  for (const kind of ['commit-then-504', 'commit-then-reset'])
    it(`also when the answer to the call is lost (${kind})`, async () => {
      const draft = await alex.queue(await alex.draft())
      await alex.push()
      await alex.fault(kind, 'POST', SEND)
      alex.pass(11)
      await alex.pushUntilCalm()
      expect(await alex.sent()).toHaveLength(1)
      expect(await alex.row(draft)).toMatchObject({ state: 'sent' })
    })

  it('is shown as unsure when nobody knows, and never called again by itself', async () => {
    const draft = await alex.queue(await alex.draft())
    await alex.push()
    await alex.fault('status', 'POST', SEND, { status: 503 })
    alex.pass(11)
    await alex.pushUntilCalm(40)
    expect(await alex.row(draft)).toMatchObject({ state: 'unsure', reason: 'unsure' })
    alex.pass(3600)
    await alex.push()
    expect(await alex.sent()).toEqual([])
    expect(await alex.jobs(draft)).toEqual([])
  })
})
