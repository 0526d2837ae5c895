// One mailbox taken in over and over, beside a bare loop over the same pages. In a process of its own.

import { sql } from 'drizzle-orm'
import { connectionScope } from '@/lib/auth/scope'
import { accessToken } from '@/lib/auth/vault'
import { importMail, openMailbox } from '@/lib/features/mail/sync/import'
import { runMailJob } from '@/lib/features/mail/sync/upkeep'
import { connect, disconnect } from '@/lib/platform/db/connect'
import { alternate, type Rounds, timed } from './harness'
import { enterTandem, forgetMail, linkedPerson } from './in-process'

export interface ImportJob {
  emulatorUrl: string
  upn: string
  rounds: number
  /** No floor: a single import, for the peak of its memory. */
  once?: boolean
}

export interface ImportResult extends Rounds {
  /** Rows that the last import left. */
  rows: number
  /** Peak resident memory of this process, in MB. */
  peak: number
}

const PAGE = 500
const FIELDS =
  'parentFolderId,subject,bodyPreview,from,sender,toRecipients,ccRecipients,receivedDateTime,sentDateTime,isRead,isDraft,' +
  'hasAttachments,importance,flag,conversationId,internetMessageId,webLink'

interface Page {
  value: {
    id: string
    changeKey?: string
    subject?: string
    bodyPreview?: string
    receivedDateTime?: string
    isRead?: boolean
  }[]
  '@odata.nextLink'?: string
}

/** The floor: every folder's delta pages, one at a time, each inserted by one statement into a bare table. */
async function bareLoop(emulatorUrl: string, token: string): Promise<void> {
  const { db } = await connect()
  await db.execute('drop table if exists floor_messages')
  await db.execute(
    'create table floor_messages (graph_id text primary key, folder_id text, received_at timestamptz, is_read boolean, subject text, preview text, rest jsonb)',
  )
  const get = async (url: string): Promise<Page> => {
    const answer = await fetch(url, {
      headers: { authorization: `Bearer ${token}`, prefer: `IdType="ImmutableId", odata.maxpagesize=${PAGE}` },
    })
    if (!answer.ok) throw new Error(`${url}: ${answer.status} ${(await answer.text()).slice(0, 200)}`)
    return (await answer.json()) as Page
  }
  const folders: string[] = []
  for (let next: string | undefined = `${emulatorUrl}/v1.0/me/mailFolders/delta?$select=id`; next; ) {
    const page: Page = await get(next)
    folders.push(...page.value.map(({ id }) => id))
    next = page['@odata.nextLink']
  }
  for (const folder of folders) {
    let next: string | undefined =
      `${emulatorUrl}/v1.0/me/mailFolders/${encodeURIComponent(folder)}/messages/delta?$select=${FIELDS}&$orderby=receivedDateTime desc`
    while (next) {
      const page: Page = await get(next)
      const rows = page.value.map((each) => ({
        graph_id: each.id,
        folder_id: folder,
        received_at: each.receivedDateTime,
        is_read: each.isRead,
        subject: each.subject,
        preview: each.bodyPreview,
        rest: each,
      }))
      // Postgres takes neither NUL nor half a surrogate pair; JSON.stringify writes only those two as escapes.
      const text = JSON.stringify(rows).replace(/\\u(0000|d[89a-f][0-9a-f]{2})/gi, '')
      await db.execute(sql`insert into floor_messages select * from jsonb_to_recordset(${text}::jsonb)
        as t(graph_id text, folder_id text, received_at timestamptz, is_read boolean, subject text, preview text, rest jsonb) on conflict do nothing`)
      next = page['@odata.nextLink']
    }
  }
}

async function takeIn(connectionId: string): Promise<void> {
  await runMailJob(connectionId, 'bulk', openMailbox)
  for (;;) {
    const result = await runMailJob(connectionId, 'bulk', (context) => importMail(context, Date.now() + 45_000))
    if (!result.ran) throw new Error(`the import did not run: ${result.because}`)
    if (result.value) return
  }
}

export async function run({ emulatorUrl, upn, rounds, once }: ImportJob): Promise<ImportResult> {
  await enterTandem(emulatorUrl)
  const { connectionId } = await linkedPerson(upn)
  const scope = await connectionScope(connectionId)
  if (!scope) throw new Error('no scope')
  const token = await accessToken(scope)
  const subject = async () => {
    await forgetMail()
    return timed(() => takeIn(connectionId))
  }
  let measured: Rounds
  if (once) measured = { floor: 0, subject: await subject(), moved: false }
  else {
    // Both once unmeasured: code is compiled, files are grown.
    await bareLoop(emulatorUrl, token)
    await subject()
    measured = await alternate(rounds, () => timed(() => bareLoop(emulatorUrl, token)), subject)
  }
  const { db } = await connect()
  const { rows } = await db.execute<{ n: number }>('select count(*)::int as n from mail_messages')
  await disconnect()
  return { ...measured, rows: rows[0]?.n ?? 0, peak: process.resourceUsage().maxRSS / 1024 }
}
