import { randomUUID } from 'node:crypto'
import { createServer } from 'node:http'
import { Inngest } from 'inngest'
import { serve } from 'inngest/node'
import { mailChanged } from '@/inngest/events'
import { readNotifications } from '@/lib/features/connection/notifications'
import { signClientState } from '@/lib/platform/client-state'
import { freePorts } from '../support/ports'
import { startStack } from '../support/stack'
import { startFloorApp } from './floor-app'
import { alternate, type BenchOptions, pause, type Score, scoreRatio, scoreValue, until } from './harness'
import { ask, flood, keptAlive } from './load'

const CONNECTIONS = 32
const MAILBOXES = 200

interface Mailbox {
  subscriptionId: string
  clientState: string
}

let serial = 0
/** A batch as Graph sends it: `size` changes, spread over at most ten of the mailboxes. */
function batchOf(mailboxes: Mailbox[], size: number): { text: string; ids: string[] } {
  const ids: string[] = []
  const start = serial
  const value = Array.from({ length: size }, (_, at) => {
    const box = mailboxes[(start + (at % 10)) % mailboxes.length] as Mailbox
    const id = `AAkALgAAAAAAHYQDEapmEc2byACqAC-EWg0A${(++serial).toString(36).padStart(16, '0')}`
    ids.push(id)
    return {
      ...{ subscriptionId: box.subscriptionId, clientState: box.clientState, changeType: 'created' },
      tenantId: '00000000-0000-4000-8000-000000000000',
      subscriptionExpirationDateTime: '2030-01-01T00:00:00Z',
      resource: `Users/${box.subscriptionId}/Messages/${id}`,
      resourceData: {
        '@odata.type': '#Microsoft.Graph.Message',
        '@odata.id': `Users/${box.subscriptionId}/Messages/${id}`,
        '@odata.etag': `W/"CQAAABYAAAC${serial.toString(36).padStart(12, '0')}"`,
        id,
      },
    }
  })
  return { text: JSON.stringify({ value }), ids }
}

/** Registers one function at the engine that notes the changes it is handed: what was lost on the way is seen here. */
async function startCounter(engineUrl: string): Promise<{ seen: Set<string>; stop(): void }> {
  const seen = new Set<string>()
  const client = new Inngest({ id: 'bench' })
  client.setEnvVars({ INNGEST_DEV: engineUrl })
  const count = client.createFunction({ id: 'count', triggers: [mailChanged] }, async ({ event }) => {
    for (const { id } of event.data.hints) seen.add(id)
  })
  const { app: port } = await freePorts()
  const server = createServer(serve({ client, functions: [count] }))
  await new Promise<void>((ready) => server.listen(port, '127.0.0.1', ready))
  const answer = await fetch(`http://127.0.0.1:${port}/api/inngest`, { method: 'PUT' })
  if (!answer.ok) throw new Error(`the counter could not register: ${await answer.text()}`)
  return {
    seen,
    stop: () => {
      server.close()
      server.closeAllConnections()
    },
  }
}

/** P1: the webhook beside an edge route that makes the same hop to the engine and nothing else. */
export async function run({ quick }: BenchOptions): Promise<Score[]> {
  const rounds = quick ? 1 : 5
  const ms = quick ? 1_000 : 3_000
  const scores: Score[] = []
  // Nothing is registered at the engine: it takes events in and starts nothing, for floor and subject alike.
  const stack = await startStack({ seed: false, env: { ENGINE_APPS: '', LOG_LEVEL: 'warn' } })
  const floor = await startFloorApp(stack.env).catch(async (error) => {
    await stack.stop()
    throw error
  })
  try {
    const ring = stack.env.ENCRYPTION_KEYS ?? ''
    process.env.ENCRYPTION_KEYS = ring
    const mailboxes = await Promise.all(
      Array.from({ length: MAILBOXES }, async () => ({
        subscriptionId: randomUUID(),
        clientState: await signClientState({ connectionId: randomUUID(), resource: 'mail' }, ring),
      })),
    )
    const door = `${stack.appUrl}/api/webhooks/graph`
    for (const size of [1, 10, 100]) {
      const texts = Array.from({ length: 200 }, () => batchOf(mailboxes, size).text)
      const ready = await Promise.all(
        texts.map(async (text) =>
          JSON.stringify((await readNotifications(text, Date.now()))?.map((each) => ({ ...each, ts: Date.now() }))),
        ),
      )
      let turn = 0
      const next = (all: string[]) => () => all[turn++ % all.length] ?? ''
      const rate = async (url: string, bodies: string[]) => {
        const result = await flood(url, { connections: CONNECTIONS, ms, body: next(bodies) })
        if (result.refused > 0) throw new Error(`${url} refused ${result.refused} requests`)
        return result.rate
      }
      await rate(`${floor.url}/hop`, ready)
      await rate(door, texts)
      const result = await alternate(
        rounds,
        () => rate(`${floor.url}/hop`, ready),
        () => rate(door, texts),
      )
      scores.push(
        scoreRatio('P1', `ack, batches of ${size}`, 'requests/s', result, { must: 0.7, aim: 0.9, more: true }),
      )
      if (size === 100)
        scores.push(
          scoreValue('P1', 'notifications at batch 100', '/s', result.subject * size, {
            must: 20_000,
            more: true,
            floor: result.floor * size,
          }),
        )
    }

    const counter = await startCounter(stack.engineUrl)
    const agent = keptAlive(CONNECTIONS)
    const batches = Array.from({ length: quick ? 20 : 100 }, () => batchOf(mailboxes, 100))
    const waiting = [...batches]
    const times: number[] = []
    const worker = async () => {
      for (let batch = waiting.shift(); batch; batch = waiting.shift()) {
        for (;;) {
          const answer = await ask(door, {
            agent,
            method: 'POST',
            headers: { 'content-type': 'application/json' },
            body: batch.text,
          })
          times.push(answer.whole)
          if (answer.status === 202) break
          // As Graph does: anything else is sent again.
          await pause(500)
        }
      }
    }
    await Promise.all(Array.from({ length: CONNECTIONS }, worker))
    agent.destroy()
    const all = batches.flatMap(({ ids }) => ids)
    const lost = () => all.filter((id) => !counter.seen.has(id)).length
    await until('every change at the engine', async () => (lost() === 0 ? true : null), 60_000, 200).catch(() => null)
    counter.stop()
    scores.push(
      scoreValue('P1', `burst of ${all.length} from ${MAILBOXES} mailboxes, slowest answer`, 'ms', Math.max(...times), {
        must: 2_900,
      }),
      scoreValue('P1', `burst of ${all.length}, lost`, 'changes', lost(), { must: 0 }),
    )
    return scores
  } finally {
    await floor.stop()
    await stack.stop()
  }
}
