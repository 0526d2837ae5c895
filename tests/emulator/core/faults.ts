// Faults that tests order through POST /_control/faults.

/** They change the answer of a Graph or token request. */
const HTTP_KINDS = [
  'throttle',
  'status',
  'reset',
  'truncate',
  'html',
  'delay',
  'commit-then-504',
  'commit-then-reset',
] as const
/** Workloads and subscriptions ask for them where they act. */
const WORKLOAD_KINDS = ['drop-notification', 'duplicate-notification', 'reorder', 'delta-lag', 'delta-reset'] as const
/** They act when they are ordered. */
const INSTANT_KINDS = ['revoke-token', 'remove-subscription'] as const
const KINDS = [...HTTP_KINDS, ...WORKLOAD_KINDS, ...INSTANT_KINDS, 'rtt'] as const

export type HttpKind = (typeof HTTP_KINDS)[number]
export type InstantKind = (typeof INSTANT_KINDS)[number]
export type FaultKind = (typeof KINDS)[number]

export interface FaultMatch {
  method?: string
  path?: string
  upn?: string
}

export interface Fault {
  id: string
  match: FaultMatch
  kind: FaultKind
  /** How many more times it acts; -1: until deleted. */
  times: number
  /** How many matches it still lets pass. */
  after: number
  status?: number
  /** Seconds. */
  retryAfter?: number
  delayMs?: number
  bytes?: number
}

/** A request as faults see it: `paths` are all spellings under which a glob may name it. */
export interface FaultTarget {
  method?: string
  upn?: string
  paths?: readonly string[]
  /** Only these kinds can act here. */
  kinds?: readonly FaultKind[]
  /** Only faults that name a path can act here. */
  pathRequired?: boolean
  /** Faults of these kinds act only if their path holds the word. */
  namedOnly?: { kinds: readonly FaultKind[]; word: string }
}

const isOneOf = <T extends string>(list: readonly T[], value: unknown): value is T =>
  (list as readonly unknown[]).includes(value)

export const isInstant = (kind: FaultKind): kind is InstantKind => isOneOf(INSTANT_KINDS, kind)

/** `*` stands for any run of characters, slashes too; letters match in any case. */
function globPattern(glob: string): RegExp {
  const source = glob.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replace(/\*+/g, '.*')
  return new RegExp(`^${source}$`, 'i')
}

export class Faults {
  private list: (Fault & { pattern: RegExp | null })[] = []
  private nextId = 1

  add(fault: Omit<Fault, 'id'>): string {
    const id = `fault-${this.nextId++}`
    this.list.push({ ...fault, id, pattern: fault.match.path ? globPattern(fault.match.path) : null })
    return id
  }

  clear(): void {
    this.list = []
  }

  remove(id: string): void {
    this.list = this.list.filter((fault) => fault.id !== id)
  }

  all(): Fault[] {
    return this.list.map(({ pattern: _, ...fault }) => fault)
  }

  /** The first HTTP fault that matches, used up by one. `rtt` stands beside it, see `roundTrip`. */
  takeHttp(target: FaultTarget): (Fault & { kind: HttpKind }) | null {
    const kinds = target.kinds ?? HTTP_KINDS
    const fault = this.take((f) => isOneOf(HTTP_KINDS, f.kind) && isOneOf(kinds, f.kind), target)
    return fault && isOneOf(HTTP_KINDS, fault.kind) ? { ...fault, kind: fault.kind } : null
  }

  /** Milliseconds of artificial round-trip time; a state, not used up unless ordered with `times`. */
  roundTrip(target: FaultTarget): number {
    return this.take((f) => f.kind === 'rtt', target)?.delayMs ?? 0
  }

  takeWorkload(kind: string, target: FaultTarget): Fault | null {
    return this.take((f) => f.kind === kind && isOneOf(WORKLOAD_KINDS, f.kind), target)
  }

  private take(applies: (fault: Fault) => boolean, target: FaultTarget): Fault | null {
    if (this.list.length === 0) return null
    for (const fault of this.list) {
      if (!applies(fault) || !matches(fault, target)) continue
      if (fault.after > 0) {
        fault.after -= 1
        return null
      }
      if (fault.times > 0) fault.times -= 1
      if (fault.times === 0) this.list = this.list.filter((f) => f !== fault)
      return fault
    }
    return null
  }
}

function matches(fault: Fault & { pattern: RegExp | null }, target: FaultTarget): boolean {
  const { method, upn } = fault.match
  const { namedOnly } = target
  if (target.pathRequired && !fault.pattern) return false
  if (namedOnly?.kinds.includes(fault.kind) && !fault.match.path?.includes(namedOnly.word)) return false
  if (method && method.toUpperCase() !== target.method?.toUpperCase()) return false
  if (upn && upn.toLowerCase() !== target.upn?.toLowerCase()) return false
  return !fault.pattern || (target.paths ?? []).some((path) => fault.pattern?.test(path))
}

/** Checks the body of POST /_control/faults. @returns the fault, or the sentence that says what is wrong with it. */
export function readFault(body: unknown): Omit<Fault, 'id'> | string {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return 'a JSON object is expected'
  const input = body as Record<string, unknown>
  const known = ['match', 'kind', 'times', 'after', 'status', 'retryAfter', 'delayMs', 'bytes']
  const strange = Object.keys(input).find((key) => !known.includes(key))
  if (strange) return `unknown property "${strange}"`
  const kind = input.kind
  if (!isOneOf(KINDS, kind)) return `kind must be one of ${KINDS.join(', ')}`
  const match = input.match ?? {}
  if (typeof match !== 'object' || match === null) return 'match must be an object'
  for (const [key, value] of Object.entries(match)) {
    if (!['method', 'path', 'upn'].includes(key)) return `unknown property match.${key}`
    if (typeof value !== 'string' || value === '') return `match.${key} must be a string`
  }
  const upn = (match as FaultMatch).upn
  if (isInstant(kind) && !upn) return `${kind} acts at once and needs match.upn`
  // The round-trip time is a state of the network: it stays unless a number is given.
  const times = input.times ?? (kind === 'rtt' ? -1 : 1)
  if (!Number.isInteger(times) || (Number(times) < 1 && times !== -1))
    return 'times must be 1 or more, or -1 (until deleted)'
  for (const key of ['after', 'retryAfter', 'delayMs', 'bytes'] as const) {
    const value = input[key]
    if (value !== undefined && (!Number.isInteger(value) || Number(value) < 0))
      return `${key} must be a whole number, 0 or more`
  }
  const status = input.status
  if (status !== undefined && (!Number.isInteger(status) || Number(status) < 400 || Number(status) > 599)) {
    return 'status must be between 400 and 599'
  }
  if (kind === 'status' && status === undefined) return 'kind status needs a status'
  if ((kind === 'delay' || kind === 'rtt') && input.delayMs === undefined) return `kind ${kind} needs delayMs`
  const number = (key: string) => (typeof input[key] === 'number' ? input[key] : undefined)
  return {
    match,
    kind,
    times: Number(times),
    after: number('after') ?? 0,
    status: number('status'),
    retryAfter: number('retryAfter'),
    delayMs: number('delayMs'),
    bytes: number('bytes'),
  }
}
