// Tandem inside the bench's own process, beside an emulator in another: what a job costs, without engine and pages.

import { createServer } from 'node:http'
import { inngest } from '@/inngest/client'
import { rawDatabase } from '@/lib/platform/db/handle'
import { log } from '@/lib/platform/log'
import type { UserScope } from '@/lib/platform/scope'
import { CLIENT_ID, CLIENT_SECRET } from '../emulator/defaults'
import { linkMicrosoft } from '../support/link-account'
import { APP_URL, newMember, newWorkspace } from '../support/tandem-world'

/** Sets the environment up; DATABASE_URL and its kin are the caller's. Events go nowhere. */
export async function enterTandem(emulatorUrl: string): Promise<void> {
  const sink = createServer((request, response) => {
    request.resume()
    request.on('end', () => response.end('{"ids":[],"status":200}'))
  })
  await new Promise<void>((ready) => sink.listen(0, '127.0.0.1', ready))
  sink.unref()
  const address = sink.address()
  const engine = `http://localhost:${typeof address === 'object' && address ? address.port : 0}`
  Object.assign(process.env, {
    APP_URL,
    AUTH_SECRET: 'a secret of at least thirty-two characters',
    ENCRYPTION_KEYS: `k1:${Buffer.alloc(32, 7).toString('base64')}`,
    ENTRA_CLIENT_ID: CLIENT_ID,
    ENTRA_CLIENT_SECRET: CLIENT_SECRET,
    ENTRA_BASE_URL: emulatorUrl,
    GRAPH_BASE_URL: emulatorUrl,
    INNGEST_DEV: engine,
  })
  inngest.setEnvVars({ INNGEST_DEV: engine })
  log.level = process.env.LOG_LEVEL ?? 'silent'
}

/** Somebody of a new workspace whose mailbox is linked, all mail wanted. */
export async function linkedPerson(upn: string): Promise<{ scope: UserScope; connectionId: string }> {
  const scope = await newMember(await newWorkspace(upn), { name: upn })
  const connectionId = await linkMicrosoft(scope, upn)
  const db = await rawDatabase()
  await db.execute(`update connections set import_days = null where id = '${connectionId}'`)
  return { scope, connectionId }
}

/** As if nothing of any mailbox had come in yet. */
export async function forgetMail(): Promise<void> {
  const db = await rawDatabase()
  await db.execute('truncate mail_messages, mail_folders, cursors, ledger')
}
