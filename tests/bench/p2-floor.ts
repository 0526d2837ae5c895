// The least that a live mail can cost, in one bare process: hook, durable insert, one delta call, upsert, NOTIFY, SSE.

import { createServer, get } from 'node:http'
import { Client, Pool } from '@neondatabase/serverless'
import { configureNeon } from '@/lib/platform/db/neon'
import { signIn } from '../emulator/testing/person'
import { pause } from './harness'
import { control } from './rig'

const UPN = 'adele@contoso.test'

export async function run({ emulatorUrl, count }: { emulatorUrl: string; count: number }): Promise<number[]> {
  const url = process.env.DATABASE_URL ?? ''
  configureNeon({ wsProxy: process.env.DATABASE_WS_PROXY })
  const pool = new Pool({ connectionString: url, max: 2 })
  await pool.query('create table if not exists floor_events (id bigserial primary key, body jsonb)')
  await pool.query('create table if not exists floor_mail (graph_id text primary key, subject text)')
  const listener = new Client(url)
  await listener.connect()
  await listener.query('listen floor_live')

  const tokens = await signIn(emulatorUrl, UPN, 'Mail.ReadWrite offline_access openid')
  const graph = async (path: string, init: RequestInit = {}) => {
    const answer = await fetch(path.startsWith('http') ? path : `${emulatorUrl}/v1.0${path}`, {
      ...init,
      headers: {
        authorization: `Bearer ${tokens.access_token}`,
        'content-type': 'application/json',
        prefer: 'IdType="ImmutableId"',
      },
    })
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`)
    return answer.json() as Promise<Record<string, unknown>>
  }
  interface Round {
    value: { id: string; subject?: string }[]
    '@odata.nextLink'?: string
    '@odata.deltaLink'?: string
  }
  let link = '/me/mailFolders/inbox/messages/delta?$select=subject'
  const round = async () => {
    for (;;) {
      const page = (await graph(link)) as unknown as Round
      for (const { id, subject } of page.value)
        await pool.query(
          'insert into floor_mail values ($1, $2) on conflict (graph_id) do update set subject = excluded.subject',
          [id, (subject ?? '').replaceAll('\u0000', '').toWellFormed()],
        )
      link = page['@odata.nextLink'] ?? page['@odata.deltaLink'] ?? link
      if (page['@odata.deltaLink']) return page.value.length
    }
  }
  const server = createServer((request, response) => {
    const target = new URL(request.url ?? '/', 'http://localhost')
    if (target.pathname === '/live') {
      response.writeHead(200, { 'content-type': 'text/event-stream' })
      response.flushHeaders()
      listener.on('notification', () => response.write('data: {}\n\n'))
      return
    }
    const token = target.searchParams.get('validationToken')
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      if (token !== null) return response.writeHead(200, { 'content-type': 'text/plain' }).end(token)
      void pool
        .query('insert into floor_events (body) values ($1)', [Buffer.concat(chunks).toString()])
        .then(async () => {
          response.writeHead(202).end()
          if ((await round()) > 0) await pool.query("select pg_notify('floor_live', 'x')")
        })
    })
  })
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
  const address = server.address()
  const own = `http://localhost:${typeof address === 'object' && address ? address.port : 0}`
  await round()
  const { id } = await graph('/subscriptions', {
    method: 'POST',
    body: JSON.stringify({
      changeType: 'created',
      notificationUrl: `${own}/hook`,
      resource: '/me/mailFolders/inbox/messages',
      expirationDateTime: new Date(Date.now() + 3_600_000).toISOString(),
      clientState: 'floor',
    }),
  })
  let heard = () => {}
  const stream = get(`${own}/live`, { agent: false }, (response) => response.on('data', () => heard()))
  await pause(200)
  const times: number[] = []
  for (let turn = 0; turn < count; turn++) {
    const arrived = new Promise<void>((resolve) => {
      heard = resolve
    })
    const began = performance.now()
    await control(emulatorUrl, 'POST', `/users/${UPN}/messages`, { subject: `Floor ${turn}` })
    await arrived
    times.push(performance.now() - began)
    await pause(50)
  }
  await graph(`/subscriptions/${String(id)}`, { method: 'DELETE' }).catch(() => {})
  stream.destroy()
  server.closeAllConnections()
  server.close()
  await listener.end()
  await pool.end()
  return times
}
