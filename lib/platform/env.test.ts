import { afterAll, beforeEach, describe, expect, it, vi } from 'vitest'

const KEY = Buffer.alloc(32, 7).toString('base64')
const GOOD: Record<string, string> = {
  APP_URL: 'http://localhost:3999',
  AUTH_SECRET: 'a secret of at least thirty-two characters',
  ENCRYPTION_KEYS: `k1:${KEY}`,
  ENTRA_CLIENT_ID: 'id',
  ENTRA_CLIENT_SECRET: 'secret',
  INNGEST_DEV: 'http://localhost:8288',
}
const before = { ...process.env }
afterAll(() => {
  process.env = before
})
beforeEach(() => {
  vi.resetModules()
})

/** The environment is read once a process: each case is a process of its own. */
async function read(over: Record<string, string | undefined>) {
  process.env = { ...GOOD, ...over } as typeof process.env
  return (await import('./env')).env()
}
const CLOUD = {
  APP_URL: 'https://crm.example.com',
  INNGEST_DEV: undefined,
  INNGEST_EVENT_KEY: 'e',
  INNGEST_SIGNING_KEY: 's',
}

describe('the environment', () => {
  it('on a developer’s machine needs no more than the example gives', async () => {
    const env = await read({})
    expect(env.GRAPH_BASE_URL).toBe('https://graph.microsoft.com')
    expect(env.ENCRYPTION_KEYS).toEqual([{ id: 'k1', key: Buffer.alloc(32, 7) }])
  })

  it('in production needs keys for Inngest and https', async () => {
    expect((await read(CLOUD)).APP_URL).toBe('https://crm.example.com')
  })

  it('takes empty optional variables for missing', async () => {
    expect((await read({ DATABASE_URL: '', SMTP_URL: '', GRAPH_BASE_URL: '' })).DATABASE_URL).toBeUndefined()
  })

  it.each<[string, Record<string, string | undefined>]>([
    ['APP_URL', { APP_URL: undefined }],
    ['APP_URL', { APP_URL: 'crm.example.com' }],
    ['APP_URL', { APP_URL: 'https://crm.example.com/path' }],
    ['APP_URL', { APP_URL: 'http://crm.example.com' }],
    ['AUTH_SECRET', { AUTH_SECRET: 'short' }],
    ['ENCRYPTION_KEYS', { ENCRYPTION_KEYS: undefined }],
    ['ENCRYPTION_KEYS', { ENCRYPTION_KEYS: 'k1:short' }],
    ['ENCRYPTION_KEYS', { ENCRYPTION_KEYS: `k1:${KEY},k1:${KEY}` }],
    ['ENCRYPTION_KEYS', { ENCRYPTION_KEYS: KEY }],
    ['ENTRA_CLIENT_ID', { ENTRA_CLIENT_ID: '' }],
    ['GRAPH_BASE_URL', { GRAPH_BASE_URL: 'http://graph.example.com' }],
    ['ENTRA_BASE_URL', { ENTRA_BASE_URL: 'ftp://login.example.com' }],
    ['DATABASE_URL', { DATABASE_URL: 'mysql://x' }],
    ['SMTP_URL', { SMTP_URL: 'http://mail' }],
    ['SMTP_URL', { ...CLOUD, SMTP_URL: 'smtp://mail.example.com' }],
    ['INNGEST_DEV', { ...CLOUD, INNGEST_DEV: 'http://localhost:8288' }],
    ['INNGEST_SIGNING_KEY', { ...CLOUD, INNGEST_SIGNING_KEY: undefined }],
    ['INNGEST_EVENT_KEY', { ...CLOUD, INNGEST_EVENT_KEY: undefined }],
    ['TANDEM_CLOCK_URL', { ...CLOUD, TANDEM_CLOCK_URL: 'http://localhost:1/clock' }],
    ['TANDEM_CLOCK_URL', { TANDEM_CLOCK_URL: 'http://clock.example.com/' }],
    ['LOG_LEVEL', { LOG_LEVEL: 'loud' }],
  ])('refuses to start and names %s (%#)', async (name, over) => {
    await expect(read(over)).rejects.toThrow(new RegExp(`^Tandem cannot start:[\\s\\S]*  ${name}: `))
  })

  it('names all that is wrong at once', async () => {
    await expect(read({ APP_URL: undefined, AUTH_SECRET: undefined })).rejects.toThrow(/APP_URL: [\s\S]*AUTH_SECRET: /)
  })
})
