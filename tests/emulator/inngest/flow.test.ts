import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { Flow, type FlowJob } from './flow'
import { startApp, type TestApp } from './test-support/app'
import { testEngine, until } from './test-support/engine'

const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms))

describe('with the SDK', () => {
  let engine: Awaited<ReturnType<typeof testEngine>>
  let app: TestApp | undefined

  beforeEach(async () => {
    engine = await testEngine()
  })

  afterEach(async () => {
    await app?.stop()
    await engine.end()
  })

  test('keys of environment scope hold across functions; other keys are not held up', async () => {
    const inside = new Map<string, number>()
    const most = new Map<string, number>()
    const order: string[] = []
    const done: string[] = []
    const work = async (key: string, ms: number) => {
      order.push(key)
      inside.set(key, (inside.get(key) ?? 0) + 1)
      most.set(key, Math.max(most.get(key) ?? 0, inside.get(key) ?? 0))
      await pause(ms)
      inside.set(key, (inside.get(key) ?? 0) - 1)
      done.push(key)
    }
    const concurrency = { limit: 1, key: '"live " + event.data.k', scope: 'env' as const }
    app = await startApp(engine.url, (c) =>
      ['one', 'two'].map((id) =>
        c.createFunction({ id, concurrency, triggers: [{ event: id }] }, async ({ event, step }) => {
          await step.run('work', () => work(event.data.k as string, event.data.ms as number))
        }),
      ),
    )
    const event = (name: string, k: string, ms: number) => ({ name, data: { k, ms } })
    await app.client.send([
      ...Array.from({ length: 4 }, (_, i) => event(i % 2 ? 'one' : 'two', 'slow', 150)),
      event('one', 'quick', 1),
    ])
    await until(
      'all are done',
      () => done.length,
      (count) => count === 5,
    )
    expect(most.get('slow')).toBe(1)
    expect(done[0]).toBe('quick')
  })

  test('a sleeping run holds no slot', async () => {
    const begun: number[] = []
    app = await startApp(engine.url, (c) => [
      c.createFunction({ id: 'naps', concurrency: 1, triggers: [{ event: 'nap' }] }, async ({ event, step }) => {
        await step.run('begin', () => begun.push(event.data.n as number))
        await step.sleep('nap', '1h')
      }),
    ])
    await app.client.send([1, 2, 3].map((n) => ({ name: 'nap', data: { n } })))
    await until(
      'all have begun',
      () => begun.length,
      (count) => count === 3,
    )
    expect(begun).toEqual([1, 2, 3])
  })
})

describe('lanes and slots', () => {
  interface Plan {
    lane: number
    slots: { key: string; limit: number }[]
    ticks: number
  }

  test('no slot is ever overfull, every job runs, and each lane keeps its order', async () => {
    const slot = fc.record({ key: fc.constantFrom('a', 'b', 'c'), limit: fc.constantFrom(1, 2) })
    const lanes = fc.array(fc.uniqueArray(slot, { selector: (one) => one.key, maxLength: 3 }), {
      minLength: 1,
      maxLength: 5,
    })
    const scenario = lanes.chain((slotsOf) =>
      fc.array(
        fc.record({ lane: fc.nat(slotsOf.length - 1), ticks: fc.nat(3) }).map(
          (one): Plan => ({
            ...one,
            slots: (slotsOf[one.lane] ?? []).map(({ key }) => ({ key, limit: key === 'a' ? 1 : 2 })),
          }),
        ),
        { maxLength: 40 },
      ),
    )
    await fc.assert(
      fc.asyncProperty(scenario, async (plans) => {
        const flow = new Flow(() => undefined)
        const inside = new Map<string, number>()
        const started = new Map<number, number[]>()
        let ended = 0
        for (const [index, plan] of plans.entries()) {
          const job: FlowJob = {
            lane: String(plan.lane),
            slots: plan.slots,
            begun: false,
            async start() {
              started.set(plan.lane, [...(started.get(plan.lane) ?? []), index])
              for (const { key, limit } of plan.slots) {
                inside.set(key, (inside.get(key) ?? 0) + 1)
                expect(inside.get(key)).toBeLessThanOrEqual(limit)
              }
              for (let tick = 0; tick < plan.ticks; tick++) await new Promise((resolve) => setImmediate(resolve))
              for (const { key } of plan.slots) inside.set(key, (inside.get(key) ?? 0) - 1)
              ended++
            },
          }
          flow.enqueue(job)
          if (index % 3 === 0) await new Promise((resolve) => setImmediate(resolve))
        }
        for (let turn = 0; turn < 1000 && ended < plans.length; turn++)
          await new Promise((resolve) => setImmediate(resolve))
        expect(ended).toBe(plans.length)
        expect([flow.queued, flow.running]).toEqual([0, 0])
        for (const order of started.values()) expect(order).toEqual([...order].sort((a, b) => a - b))
      }),
      { numRuns: 200 },
    )
  })

  test('lanes that share a slot take turns', async () => {
    const flow = new Flow(() => undefined)
    const order: string[] = []
    for (const lane of ['x', 'y', 'z']) {
      for (let n = 0; n < 3; n++) {
        flow.enqueue({
          lane,
          slots: [{ key: 'shared', limit: 1 }],
          begun: false,
          async start() {
            order.push(lane)
          },
        })
      }
    }
    for (let turn = 0; turn < 100; turn++) await new Promise((resolve) => setImmediate(resolve))
    expect(order.slice(0, 3).sort()).toEqual(['x', 'y', 'z'])
    expect(order.slice(3, 6).sort()).toEqual(['x', 'y', 'z'])
  })

  test('runs under way go before runs that have not begun', async () => {
    const flow = new Flow(() => undefined)
    const order: string[] = []
    const add = (name: string, begun: boolean) =>
      flow.enqueue({
        lane: 'one',
        slots: [{ key: 's', limit: 1 }],
        begun,
        async start() {
          order.push(name)
        },
      })
    add('new 1', false)
    add('new 2', false)
    add('under way', true)
    for (let turn = 0; turn < 20; turn++) await new Promise((resolve) => setImmediate(resolve))
    expect(order).toEqual(['under way', 'new 1', 'new 2'])
  })

  test('a closed slot starts nothing until it is opened', async () => {
    const flow = new Flow(() => undefined)
    let started = 0
    flow.close('app')
    for (const lane of ['x', 'y']) {
      flow.enqueue({
        lane,
        slots: [{ key: 'app', limit: 9 }],
        begun: false,
        async start() {
          started++
        },
      })
    }
    await pause(20)
    expect(started).toBe(0)
    flow.open('app')
    await pause(20)
    expect(started).toBe(2)
  })
})
