// What the SDK posts to /fn/register: all flow control is only declared there, so whatever this engine would not enforce
// is refused, by name, instead of being accepted and ignored.

import { Cron } from 'croner'
import { z } from 'zod'
import { parseDuration } from './durations'
import { compile } from './expressions'
import { isLoopback } from './loopback'
import type { App, EngineFunction } from './model'

const DEFAULT_RETRIES = 4
const MAX_RETRIES = 20
const MAX_BATCH = 100

const NOT_SUPPORTED = ['debounce', 'throttle', 'rateLimit', 'singleton', 'priority', 'timeouts'] as const
const KNOWN = new Set([
  ...['id', 'name', 'triggers', 'steps', 'concurrency', 'cancel', 'batchEvents', 'idempotency'],
  ...NOT_SUPPORTED,
])

const concurrency = z.object({
  limit: z.number().int().min(0),
  key: z.string().min(1).optional(),
  scope: z.enum(['fn', 'env', 'account']).default('fn'),
})

const declared = z.looseObject({
  id: z.string().min(1),
  name: z.string().optional(),
  triggers: z.array(z.looseObject({ event: z.string().optional(), expression: z.string().optional() })).default([]),
  steps: z.record(
    z.string(),
    z.object({
      runtime: z.object({ type: z.string(), url: z.string() }),
      retries: z.object({ attempts: z.number().int().min(0).max(MAX_RETRIES).optional() }).optional(),
    }),
  ),
  concurrency: z.union([z.number().int(), concurrency, z.array(concurrency)]).optional(),
  cancel: z
    .array(z.object({ event: z.string(), if: z.string().optional(), timeout: z.string().optional() }))
    .optional(),
  batchEvents: z
    .object({
      maxSize: z.number().int().min(1).max(MAX_BATCH),
      timeout: z.string(),
      key: z.string().optional(),
      if: z.string().optional(),
    })
    .optional(),
  idempotency: z.string().optional(),
})

const body = z.looseObject({ url: z.string(), appName: z.string().min(1), functions: z.array(declared) })

type Declared = z.infer<typeof declared>

/** A registration that the engine will not carry out, with the reason for the developer. */
export class Refused extends Error {}

/** Reads a registration. Throws Refused naming the function and the setting. */
export function readRegistration(input: unknown): App {
  const parsed = body.safeParse(input)
  if (!parsed.success) throw new Refused(`The registration cannot be read: ${z.prettifyError(parsed.error)}`)
  const { appName, url, functions } = parsed.data
  checkAddress(url, appName)
  return { name: appName, url, functions: functions.map(readFunction) }
}

/** Throws Refused unless the address is http on this machine. */
function checkAddress(address: string, who: string): void {
  const url = URL.canParse(address) ? new URL(address) : null
  if (url?.protocol !== 'http:' || !isLoopback(url.hostname)) {
    throw new Refused(`"${who}" is served at ${address}. This engine calls only http addresses on this machine.`)
  }
}

function readFunction(fn: Declared): EngineFunction {
  const refuse = (reason: string): never => {
    throw new Refused(`Function "${fn.id}": ${reason}`)
  }
  const check = (text: string | undefined, where: string) => {
    if (text === undefined) return
    try {
      compile(text)
    } catch (error) {
      refuse(`${where} is no valid expression: ${error instanceof Error ? error.message : error}`)
    }
  }
  const checkSpan = (text: string | undefined, where: string) => {
    if (text !== undefined && parseDuration(text) === null && Number.isNaN(Date.parse(text)))
      refuse(`${where} "${text}" is no duration`)
  }

  for (const setting of NOT_SUPPORTED) {
    if (fn[setting] !== undefined && fn[setting] !== null)
      refuse(`"${setting}" is not supported by the local engine. Remove it, or use the official dev server.`)
  }
  for (const [setting, value] of Object.entries(fn)) {
    if (!KNOWN.has(setting) && value !== undefined && value !== null)
      refuse(`the setting "${setting}" is unknown to the local engine.`)
  }
  const step =
    fn.steps.step ?? refuse('it has no step named "step"; only functions of the JavaScript SDK are supported.')
  if (step.runtime.type !== 'http') refuse('connect is not supported by the local engine; serve it over HTTP.')
  checkAddress(step.runtime.url, fn.id)

  const triggers = fn.triggers.map((trigger) => {
    if (trigger.jitter !== undefined) refuse('"jitter" of a cron trigger is not supported by the local engine.')
    if (trigger.event === 'inngest/deferred.schedule') refuse('defer() is not supported by the local engine.')
    check(trigger.expression, 'the "if" of a trigger')
    const cron = typeof trigger.cron === 'string' ? trigger.cron : undefined
    if (cron !== undefined) checkCron(cron, refuse)
    return { event: trigger.event, expression: trigger.expression, cron }
  })
  const rules = normaliseConcurrency(fn.concurrency)
  for (const rule of rules) check(rule.key, 'the concurrency "key"')
  for (const rule of fn.cancel ?? []) {
    check(rule.if, 'the "if" of cancelOn')
    checkSpan(rule.timeout, 'the timeout of cancelOn')
  }
  check(fn.idempotency, '"idempotency"')
  check(fn.batchEvents?.key, 'the "key" of batchEvents')
  check(fn.batchEvents?.if, 'the "if" of batchEvents')
  checkSpan(fn.batchEvents?.timeout, 'the timeout of batchEvents')
  // Inngest's documentation: batching cannot be combined with these.
  if (fn.batchEvents && fn.idempotency) refuse('"batchEvents" cannot be combined with "idempotency".')
  if (fn.batchEvents && fn.cancel?.length) refuse('"batchEvents" cannot be combined with "cancelOn".')

  return {
    id: fn.id,
    name: fn.name ?? fn.id,
    url: step.runtime.url,
    maxAttempts: (step.retries?.attempts ?? DEFAULT_RETRIES) + 1,
    triggers,
    concurrency: rules,
    cancel: fn.cancel ?? [],
    batch: fn.batchEvents,
    idempotency: fn.idempotency,
  }
}

function normaliseConcurrency(given: Declared['concurrency']): EngineFunction['concurrency'] {
  if (given === undefined) return []
  const list = typeof given === 'number' ? [{ limit: given, scope: 'fn' as const }] : [given].flat()
  // A limit of 0 means no limit.
  return list.filter((rule) => rule.limit > 0)
}

/** Splits Inngest's `TZ=Area/City ` from a cron line. */
export function splitCron(line: string): { pattern: string; timezone: string } {
  const match = /^(?:CRON_)?TZ=(\S+)\s+(.*)$/.exec(line.trim())
  return { timezone: match?.[1] ?? 'UTC', pattern: match?.[2] ?? line.trim() }
}

function checkCron(line: string, refuse: (reason: string) => never): void {
  const { pattern, timezone } = splitCron(line)
  try {
    if (new Cron(pattern, { timezone, paused: true }).nextRun() === null) refuse(`cron "${line}" never comes due`)
  } catch (error) {
    if (error instanceof Refused) throw error
    refuse(`cron "${line}": ${error instanceof Error ? error.message : error}`)
  }
}
