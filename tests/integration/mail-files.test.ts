import { afterAll, beforeAll, expect, it } from 'vitest'
import { mailMessages } from '@/drizzle/schema/mail'
import { getConnection } from '@/lib/features/connection/queries'
import { openAttachment, openSource, readBody } from '@/lib/features/mail/body/read'
import { ENOUGH, shownAs } from '@/lib/features/mail/files/rules'
import { getMessage } from '@/lib/features/mail/queries'
import { openMailbox } from '@/lib/features/mail/sync/import'
import { runMailJob } from '@/lib/features/mail/sync/upkeep'
import { setTrust } from '@/lib/features/mail/trust/mutations'
import { trustsPictures } from '@/lib/features/mail/trust/queries'
import { inScope } from '@/lib/platform/db/handle'
import { fileAnswer, peek } from '@/lib/platform/file-answer'
import type { UserScope } from '@/lib/platform/scope'
import { linkMicrosoft } from '../support/link-account'
import { newMember, newWorkspace, startWorld, type World } from '../support/tandem-world'

const UPN = 'alex@contoso.test'
let world: World
let alex: UserScope
let connectionId: string

/** A mail with one attachment, as raw MIME. */
const mime = (subject: string, type: string, content: Buffer) =>
  [
    ...['From: Eve <eve@mail.example>', `To: ${UPN}`, `Subject: ${subject}`, 'MIME-Version: 1.0'],
    ...['Content-Type: multipart/mixed; boundary=b', '', '--b', 'Content-Type: text/plain', '', 'See the file.', '--b'],
    ...[`Content-Type: ${type}; name="file.bin"`, 'Content-Disposition: attachment; filename="file.bin"'],
    ...['Content-Transfer-Encoding: base64', '', content.toString('base64'), '--b--', ''],
  ].join('\r\n')

async function arrive(body: string): Promise<string> {
  const answer = await fetch(`${world.microsoft.url}/_control/users/${UPN}/messages`, {
    method: 'POST',
    headers: { 'content-type': 'message/rfc822' },
    body,
  })
  const { ids } = (await answer.json()) as { ids: string[] }
  return ids[0] ?? ''
}

/** A message that is held here, with its connection. */
async function held(graphId: string) {
  return inScope(alex, async (db) => {
    const connection = await getConnection(db, alex)
    const rows = await db.select({ id: mailMessages.id, graphId: mailMessages.graphId }).from(mailMessages)
    const message = await getMessage(db, connectionId, rows.find((row) => row.graphId === graphId)?.id ?? '')
    if (!connection || !message) throw new Error('not held')
    return { connection, message }
  })
}

const wholeOf = async (bytes: ReadableStream<Uint8Array>) => Buffer.from(await new Response(bytes).arrayBuffer())

const LARGE = Buffer.alloc(20_000_000, 7)
const raw = mime('lies', 'image/png', Buffer.from('<html><script>window.pwned = 1</script></html>'))
let lying: string
let large: string

beforeAll(async () => {
  world = await startWorld()
  lying = await arrive(raw)
  large = await arrive(mime('large', 'application/octet-stream', LARGE))
  alex = await newMember(await newWorkspace('Contoso'), { name: 'Alex Wilber' })
  connectionId = await linkMicrosoft(alex, UPN)
  await runMailJob(connectionId, 'bulk', openMailbox)
})
afterAll(() => world.close())

it('a file that lies about its type is shown as the text that it is, and runs nothing', async () => {
  const { connection, message } = await held(lying)
  const [file] = (await readBody(connection, message)).attachments
  expect(file?.preview).toBe('image')
  const { bytes } = await openAttachment(connection, message, file?.id ?? '')
  const { start, whole } = await peek(bytes, ENOUGH)
  const shown = shownAs(start)
  expect(shown?.type).toBe('text/plain; charset=utf-8')
  // Cut within a letter of two halves: no reason to fail.
  expect(fileAnswer({ name: 'x\ud83d', bytes: new Blob().stream() }).status).toBe(200)
  const answer = fileAnswer({ name: 'a"\r\nb.png', bytes: whole, showAs: shown?.type })
  expect(answer.headers.get('content-security-policy')).toContain('sandbox')
  expect(answer.headers.get('content-disposition')).toBe("inline; filename*=UTF-8''a%22%0D%0Ab.png")
  expect(await answer.text()).toContain('window.pwned')
})

it('a large file comes whole, piece by piece, and leaves the way free for a person who reads', async () => {
  const { connection, message } = await held(large)
  const [file] = (await readBody(connection, message)).attachments
  const { bytes } = await openAttachment(connection, message, file?.id ?? '')
  const reader = bytes.getReader()
  const first = await reader.read()
  expect(first.value?.byteLength).toBeLessThan(LARGE.length)
  // Another mail opens while the download stands half done.
  const other = await held(lying)
  await openAttachment(
    other.connection,
    other.message,
    (await readBody(other.connection, other.message)).attachments[0]?.id ?? '',
  )
  let size = first.value?.byteLength ?? 0
  for (let next = await reader.read(); !next.done; next = await reader.read()) size += next.value.byteLength
  expect(size).toBe(LARGE.length)
})

it('a download that is left half way gives its place back', async () => {
  const { connection, message } = await held(large)
  const [file] = (await readBody(connection, message)).attachments
  for (let turn = 0; turn < 4; turn++) {
    const { bytes } = await openAttachment(connection, message, file?.id ?? '')
    await bytes.cancel()
  }
})

it('the original is the message as it came', async () => {
  const { connection, message } = await held(lying)
  expect((await wholeOf(await openSource(connection, message))).toString()).toBe(raw)
})

it('an invitation says when it is', async () => {
  const [invitation] = await inScope(alex, async (db) =>
    (await db.select().from(mailMessages)).filter(({ isInvitation }) => isInvitation),
  )
  if (!invitation) throw new Error('no invitation in the seed')
  const { connection, message } = await held(invitation.graphId)
  const body = await readBody(connection, message)
  expect(body.invitation?.startsAt).toMatch(/^20\d\d-.*Z$/)
})

it('a sender is trusted by address or by domain, and no longer when the person takes it back', async () => {
  const connection = { id: connectionId, workspaceId: alex.workspaceId }
  const trusted = (address: string) => inScope(alex, (db) => trustsPictures(db, connectionId, address))
  await inScope(alex, (db) => setTrust(db, connection, '@brannock.example', true))
  expect(await trusted('Tomas@Brannock.example')).toBe(true)
  expect(await trusted('tomas@evil-brannock.example')).toBe(false)
  await inScope(alex, (db) => setTrust(db, connection, '@brannock.example', false))
  expect(await trusted('tomas@brannock.example')).toBe(false)
})
