import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { connect } from 'node:tls'
import { fileURLToPath } from 'node:url'
import { type Browser, chromium, expect, test } from '@playwright/test'
import { findBrowser } from '../support/browser'
import { type Certificate, makeCertificate } from '../support/certificate'
import { type Child, startChild, waitHealthy } from '../support/child'
import { freePorts } from '../support/ports'
import { type Stack, startStack } from '../support/stack'
import { deliver, expectNoSubscription, inOutlook, sender, tag } from './microsoft'
import { ensureUnlinked, expectImported, heldBy, link, openInbox, row, signIn } from './person'

const UPN = 'alex@contoso.test'
const LOGIN = 'login.microsoft.test'
const GRAPH = 'graph.microsoft.test'

/** The control API takes callers on loopback only, under that name: this leads them through TLS. */
function startSideDoor(port: number, { cert }: Certificate): Promise<{ server: Server; url: string }> {
  const server = createServer((socket) => {
    const inner = connect({ host: '127.0.0.1', port, servername: 'localhost', ca: cert })
    socket.pipe(inner).pipe(socket)
    for (const each of [socket, inner]) each.on('error', () => socket.destroy() && inner.destroy())
  })
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      resolve({ server, url: `http://localhost:${typeof address === 'object' && address ? address.port : 0}` })
    })
  })
}

let folder: string
let certificate: Certificate
let microsoft: Child
let microsoftPort: number
let door: Awaited<ReturnType<typeof startSideDoor>>
let stack: Stack
let browser: Browser
const before = { app: process.env.E2E_APP_URL, emulator: process.env.E2E_EMULATOR_URL }

test.beforeAll(async () => {
  test.setTimeout(180_000)
  folder = mkdtempSync(join(tmpdir(), 'tandem-tls-'))
  certificate = makeCertificate([LOGIN, GRAPH, 'localhost'])
  writeFileSync(join(folder, 'certificate.pem'), certificate.cert)
  writeFileSync(join(folder, 'key.pem'), certificate.key)
  const ports = await freePorts()
  microsoftPort = ports.emulator
  microsoft = startChild({
    name: 'emulator',
    args: ['--import', import.meta.resolve('tsx'), fileURLToPath(new URL('../emulator/main.ts', import.meta.url))],
    env: {
      ...(process.env as Record<string, string>),
      EMULATOR_PORT: String(ports.emulator),
      SMTP_PORT: String(ports.smtp),
      EMULATOR_TLS_CERT: join(folder, 'certificate.pem'),
      EMULATOR_TLS_KEY: join(folder, 'key.pem'),
      TANDEM_DATA_DIR: folder,
    },
    logPath: join(folder, 'emulator.log'),
  })
  door = await startSideDoor(microsoftPort, certificate)
  await waitHealthy(microsoft, `${door.url}/_control/state`, 30_000)
  const appUrl = `http://127.0.0.1:${ports.app}`
  stack = await startStack({
    ports,
    only: ['engine', 'app'],
    env: {
      APP_URL: appUrl,
      ENGINE_APPS: `${appUrl}/api/inngest`,
      ENTRA_BASE_URL: `https://${LOGIN}:${microsoftPort}`,
      GRAPH_BASE_URL: `https://${GRAPH}:${microsoftPort}`,
      TANDEM_CLOCK_URL: '',
      NODE_EXTRA_CA_CERTS: join(folder, 'certificate.pem'),
      NODE_OPTIONS: `--import ${new URL('../support/test-names.mjs', import.meta.url).href}`,
    },
  })
  process.env.E2E_APP_URL = appUrl
  process.env.E2E_EMULATOR_URL = door.url
  const { executablePath, env } = await findBrowser()
  browser = await chromium.launch({
    executablePath,
    ...(env && { env }),
    args: [
      '--host-resolver-rules=MAP *.test 127.0.0.1',
      `--ignore-certificate-errors-spki-list=${certificate.spkiHash}`,
    ],
  })
})

test.afterAll(async () => {
  await browser?.close()
  await stack?.stop()
  door?.server.close()
  await microsoft?.stop()
  rmSync(folder, { recursive: true, force: true })
  process.env.E2E_APP_URL = before.app
  process.env.E2E_EMULATOR_URL = before.emulator
})

test('Microsoft over https, under two names and on another port; Tandem at an address instead of a name', async () => {
  test.setTimeout(120_000)
  const context = await browser.newContext({ baseURL: process.env.E2E_APP_URL, locale: 'en-GB' })
  const page = await context.newPage()
  const hosts = new Set<string>()
  page.on('request', (request) => hosts.add(new URL(request.url()).origin))
  await signIn(page, UPN)
  await link(page, UPN)
  await openInbox(page)
  await expectImported(page, UPN)

  const subject = `Over the wire ${tag}`
  const id = await deliver(UPN, { subject, from: sender('Nadia Okafor') })
  await expect(row(page, 'Nadia Okafor', `${subject}, Unread`)).toBeVisible()
  await inOutlook.change(UPN, id, { isRead: true })
  await expect(row(page, 'Nadia Okafor', `${subject}, Unread`)).toHaveCount(0)
  await expect(row(page, 'Nadia Okafor', subject)).toHaveCount(1)
  // The browser met Microsoft at its sign-in only, and only over https.
  expect([...hosts].sort()).toEqual([process.env.E2E_APP_URL, `https://${LOGIN}:${microsoftPort}`].sort())

  await ensureUnlinked(page)
  expect((await heldBy(page)).connection).toBeNull()
  await expectNoSubscription(UPN)
  await context.close()
})
