import { createEnv } from '@t3-oss/env-nextjs'
import { z } from 'zod'
import { ENTRA_DEFAULT, readUploadHosts } from './env/microsoft'

const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]'])

/** True for addresses that cannot leave this machine: the only place where plain http is allowed. */
const isLoopback = (url: string): boolean => LOOPBACK.has(new URL(url).hostname)

const origin = z
  // The checks below take it for one.
  .url({ error: 'must be a URL such as https://crm.example.com', abort: true })
  .refine((value) => new URL(value).pathname === '/' && !new URL(value).search, 'must be an origin without a path')
  .refine((value) => value.startsWith('https://') || isLoopback(value), 'must be https (http only on loopback)')
  .transform((value) => new URL(value).origin)

const keyRing = z
  .string()
  .min(1, 'is missing; make a key with: echo "k1:$(openssl rand -base64 32)"')
  .transform((value, context) => {
    const ring = value.split(',').map((entry) => {
      const at = entry.indexOf(':')
      return { id: entry.slice(0, at).trim(), key: Buffer.from(entry.slice(at + 1), 'base64') }
    })
    const good = ring.every(({ id, key }) => /^[a-z0-9]{1,8}$/i.test(id) && key.length === 32)
    if (good && new Set(ring.map(({ id }) => id)).size === ring.length) return ring
    context.addIssue({
      code: 'custom',
      message: 'must be id:base64 pairs of 32-byte keys, newest first, such as k2:…=,k1:…=',
    })
    return z.NEVER
  })

/** `host:port`, unencrypted, so that it must not leave this machine. */
const localProxy = z
  .string()
  .refine(
    (value) => URL.canParse(`ws://${value}`) && isLoopback(`ws://${value}`),
    'must be host:port on this machine: the way to it is not encrypted',
  )

const uploadHosts = z
  .string()
  .optional()
  .transform((value, context) => {
    const hosts = readUploadHosts(value)
    if (hosts) return hosts
    context.addIssue({ code: 'custom', message: 'must be host names with commas between, such as outlook.office.com' })
    return z.NEVER
  })

const optional = <T extends z.ZodType>(schema: T) =>
  z.preprocess((value) => (value === '' ? undefined : value), schema.optional())

/**
 * Every variable of the product. Validated once, at start (instrumentation.ts); a build needs none of them.
 * .env.example explains each.
 */
const read = () =>
  createEnv({
    server: {
      APP_URL: origin,
      AUTH_SECRET: z
        .string({ error: 'is missing' })
        .min(32, 'must have at least 32 characters: openssl rand -base64 33'),
      ENCRYPTION_KEYS: keyRing,
      DATABASE_URL: optional(z.string().startsWith('postgres', 'must be a postgres:// address')),
      DATABASE_URL_UNPOOLED: optional(z.string().startsWith('postgres', 'must be a postgres:// address')),
      DATABASE_WS_PROXY: optional(localProxy),
      ENTRA_CLIENT_ID: z.string({ error: 'is missing' }).min(1, 'is missing'),
      ENTRA_CLIENT_SECRET: z.string({ error: 'is missing' }).min(1, 'is missing'),
      ENTRA_BASE_URL: z.preprocess((v) => v || undefined, origin.default(ENTRA_DEFAULT)),
      GRAPH_BASE_URL: z.preprocess((v) => v || undefined, origin.default('https://graph.microsoft.com')),
      UPLOAD_HOSTS: uploadHosts,
      TRUSTED_PROXIES: z.preprocess(
        (v) => v || undefined,
        z.coerce.number().int().min(0).max(9, 'must be the number of proxies in front, such as 1').default(0),
      ),
      SMTP_URL: optional(z.string().regex(/^smtps?:\/\//, 'must begin with smtp:// or smtps://')),
      MAIL_FROM: z.preprocess((v) => v || undefined, z.string().default('Tandem <no-reply@localhost>')),
      INNGEST_DEV: optional(z.string()),
      INNGEST_EVENT_KEY: optional(z.string()),
      INNGEST_SIGNING_KEY: optional(z.string()),
      TANDEM_CLOCK_URL: optional(z.url()),
      TANDEM_DATA_DIR: z.preprocess((v) => v || undefined, z.string().default('.data')),
      LOG_LEVEL: z.preprocess(
        (v) => v || undefined,
        z.enum(['trace', 'debug', 'info', 'warn', 'error', 'silent']).default('info'),
      ),
    },
    experimental__runtimeEnv: {},
    createFinalSchema: (shape) =>
      z.object(shape).check((context) => {
        const env = context.value
        const say = (path: string, message: string) =>
          context.issues.push({ code: 'custom', path: [path], message, input: env })
        const local = isLoopback(env.APP_URL)
        if (env.TANDEM_CLOCK_URL && !(local && isLoopback(env.TANDEM_CLOCK_URL)))
          say('TANDEM_CLOCK_URL', 'is for trials on this machine only: remove it, or use a loopback APP_URL')
        if (env.INNGEST_DEV && !local)
          say(
            'INNGEST_DEV',
            'is for trials on this machine only: set INNGEST_EVENT_KEY and INNGEST_SIGNING_KEY instead',
          )
        if (!env.INNGEST_DEV && !env.INNGEST_SIGNING_KEY)
          say('INNGEST_SIGNING_KEY', 'is missing (or set INNGEST_DEV to the address of a local Inngest server)')
        if (!env.INNGEST_DEV && !env.INNGEST_EVENT_KEY) say('INNGEST_EVENT_KEY', 'is missing')
        if (env.SMTP_URL?.startsWith('smtp://') && !local && !env.SMTP_URL.includes('requireTLS=true'))
          say('SMTP_URL', 'must be smtps://, or carry ?requireTLS=true, so that mail is sent over TLS')
      }),
    onValidationError: (issues) => {
      throw new EnvironmentError(
        issues.map(
          (issue) => `${issue.path?.map((p) => (typeof p === 'object' ? p.key : p)).join('.')}: ${issue.message}`,
        ),
      )
    },
  })

/** A variable is missing or malformed; each line names one and the mend. */
export class EnvironmentError extends Error {
  constructor(readonly lines: string[]) {
    super(
      `Tandem cannot start:\n${lines.map((line) => `  ${line}`).join('\n')}\nEvery variable is explained in .env.example.`,
    )
    this.name = 'EnvironmentError'
  }
}

export type Env = ReturnType<typeof read>
let cached: Env | undefined

/** The validated environment. Throws EnvironmentError naming every bad variable. */
export function env(): Env {
  cached ??= read()
  return cached
}
