import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from '@playwright/test'
import { ROOT } from '../support/settings'
import { newPerson } from './person'

const built = (name: string): unknown => JSON.parse(readFileSync(join(ROOT, '.next', name), 'utf8'))

/** Every address of the build, with something in place of its variables. */
function addresses(): { path: string; api: boolean }[] {
  const entries = built('app-path-routes-manifest.json') as Record<string, string>
  return Object.entries(entries)
    .filter(([entry]) => /\/(page|route)$/.test(entry) && !entry.startsWith('/_'))
    .map(([entry, path]) => ({
      path: path.replace(/\[\.{3}[^\]]+\]/g, 'session').replace(/\[[^\]]+\]/g, '00000000-0000-4000-8000-000000000000'),
      api: entry.endsWith('/route'),
    }))
}

/** What anybody may ask for, and why. */
const PUBLIC: Record<string, string> = {
  '/signin': 'the door',
  '/signin/link': 'the way in by mail',
  '/consent': 'for administrators of any organisation',
  '/approve/00000000-0000-4000-8000-000000000000': 'whoever holds the link',
  '/invite/00000000-0000-4000-8000-000000000000': 'whoever holds the link',
  '/icon.svg': 'a picture',
  '/api/auth/session': 'says that nobody is signed in',
  '/api/health': 'says that the app is up',
  '/api/inngest': 'signed by Inngest',
  '/api/webhooks/graph': 'checked by its own key',
  '/api/connect/admin-consent': 'checked by its state',
}
const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE']

test('a stranger gets to the sign-in or a 401 on every route of the build, and never an error', async ({ request }) => {
  const all = addresses()
  expect(all.length).toBeGreaterThan(20)
  for (const { path, api } of all) {
    for (const method of api ? METHODS : ['GET', 'POST']) {
      const answer = await request.fetch(path, { method, maxRedirects: 0, maxRetries: 3 })
      const said = `${method} ${path}: ${answer.status()}`
      expect(answer.status(), said).toBeLessThan(500)
      if (PUBLIC[path]) continue
      const location = answer.headers().location ?? ''
      const refused =
        [401, 404, 405].includes(answer.status()) ||
        /^\/signin|\/settings\/integrations\/done/.test(new URL(location, 'http://x').pathname)
      expect(refused, `${said} ${location}`).toBe(true)
      expect(await answer.text(), said).not.toContain('adele@contoso.test')
    }
  }
})

test('nobody makes the server keep copies of pictures', async ({ request }) => {
  for (const url of ['/icon.svg', '/api/mail/messages/x/attachments/y', 'https://t.example/x.png'])
    expect((await request.get(`/_next/image?url=${encodeURIComponent(url)}&w=640&q=75`)).status(), url).toBe(404)
})

test('a member never gets to an administrator’s page or deed', async ({ browser }) => {
  const admin = await newPerson(browser, 'adele@contoso.test', '/settings/members')
  // The deeds' own addresses, as an administrator's browser would call them.
  const deeds: { headers: Record<string, string>; body: string | null }[] = []
  admin.page.on('request', (request) => {
    if (request.method() === 'POST' && request.headers()['next-action'])
      deeds.push({ headers: request.headers(), body: request.postData() })
  })
  const personal = admin.page.getByRole('switch', { name: 'Personal Microsoft accounts' })
  const was = await personal.isChecked()
  await personal.click()
  await expect(personal).toBeChecked({ checked: !was })
  await expect.poll(() => deeds.length).toBe(1)
  await admin.page.waitForLoadState('networkidle').catch(() => undefined)
  const { context, page } = await newPerson(browser, 'alex@contoso.test', '/inbox')
  for (const { path, api } of addresses().filter((each) => /\/admin\/|\/members/.test(each.path))) {
    const answer = await page.request.get(path, { maxRedirects: 0, maxRetries: 3 })
    const text = await answer.text()
    expect(answer.status() >= 400 || !text.includes('megan@contoso.test'), `${path}: ${answer.status()}`).toBe(true)
    if (api) expect([401, 403, 404]).toContain(answer.status())
  }
  for (const { headers, body } of deeds) {
    const own = { 'next-action': headers['next-action'] ?? '', 'content-type': headers['content-type'] ?? '' }
    const refused = await page.request.post('/settings/members', {
      headers: own,
      data: (body ?? '').replace(String(!was), String(was)),
      maxRedirects: 0,
    })
    expect(refused.status(), await refused.text()).toBeLessThanOrEqual(500)
    const stranger = await (await browser.newContext()).request.post('/settings/members', {
      headers: own,
      data: (body ?? '').replace(String(!was), String(was)),
      maxRedirects: 0,
    })
    expect(stranger.status()).not.toBe(200)
  }
  await admin.page.reload()
  await expect(personal).toBeChecked({ checked: !was })
  await personal.click()
  await expect(personal).toBeChecked({ checked: was })
  await context.close()
  await admin.context.close()
})

interface Deed {
  exportedName: string
  filename: string
  workers: Record<string, unknown>
}

/** Deeds that anybody may call: the door, and what a link's own secret decides. */
const PUBLIC_DEEDS = new Set([
  'signInWithMicrosoft',
  'signInWithEmail',
  'signOut',
  'acceptInvitation',
  'approveByToken',
  'approveForTenant',
])

test('a stranger can call no deed of the build, on none of the pages that serve it', async ({ request }) => {
  const { node } = built('server/server-reference-manifest.json') as { node: Record<string, Deed> }
  const deeds = Object.entries(node).filter(([, { filename }]) => filename.startsWith('lib/'))
  expect(deeds.length).toBeGreaterThan(15)
  const paths = built('app-path-routes-manifest.json') as Record<string, string>
  const ran: string[] = []
  for (const [id, { exportedName, workers }] of deeds) {
    if (PUBLIC_DEEDS.has(exportedName)) continue
    for (const worker of [...Object.keys(workers), 'app/(public)/signin/page']) {
      const path = (paths[worker.replace(/^app/, '')] ?? '/').replace(/\[[^\]]+\]/g, 'x')
      const answer = await request.post(path, {
        headers: { 'next-action': id, 'content-type': 'text/plain;charset=UTF-8' },
        data: '[]',
        maxRedirects: 0,
        maxRetries: 3,
      })
      const said = `${exportedName} on ${path}: ${answer.status()}`
      const toSignIn = new URL(answer.headers().location ?? '/', 'http://x').pathname === '/signin'
      // Next hands a deed of another page on to that page, and answers {} when it was sent away there. One that runs
      // here asks for itself: its answer, or what it threw, is a refusal.
      const refused = /^\{\}$|Sign in to go on\.|:E\{"digest"/.test(await answer.text())
      if (!toSignIn && answer.status() !== 404 && !refused) ran.push(said)
    }
  }
  expect(ran).toEqual([])
})
