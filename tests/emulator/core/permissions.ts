// Which scope or role a call needs, from a trimmed copy of Microsoft's permissions data (source and licence in the file).

import { readFileSync } from 'node:fs'
import { PERSONAL_TENANT_ID } from '../defaults'
import type { Caller } from '../seam'

type Kind = 'delegatedWork' | 'delegatedPersonal' | 'application'
interface ScopeLists {
  least: string[]
  other: string[]
}
type Entry = Partial<Record<Kind, ScopeLists>> & { perSubRequest?: boolean; dependsOnResource?: boolean }
type PathEntry = { $methods?: string[] } & Record<string, Entry | string[] | undefined>
interface ScopeInfo {
  adminConsent: boolean
}
type SubscriptionResource = { match: string } & Partial<Record<Kind, string[]>>
interface Data {
  paths: Record<string, PathEntry>
  subscriptionResources: { resources: SubscriptionResource[] }
  scopes: Record<string, Partial<Record<Kind, ScopeInfo>>>
}

const data = JSON.parse(readFileSync(new URL('../data/permissions.json', import.meta.url), 'utf8')) as Data
const scopeNames = new Map(Object.keys(data.scopes).map((name) => [name.toLowerCase(), name]))
const resources = data.subscriptionResources.resources.map((r) => ({ ...r, pattern: new RegExp(r.match, 'i') }))

/** Broader scopes contain narrower ones; the data does not spell that out everywhere. */
function holds(held: ReadonlySet<string>, scope: string): boolean {
  if (held.has(scope)) return true
  const broader = [
    scope.replace(/\.ReadBasic(?=\.|$)/, '.Read'),
    scope.replace(/\.ReadBasic(?=\.|$)/, '.ReadWrite'),
    scope.replace(/\.Read(?=\.|$)/, '.ReadWrite'),
  ]
  return broader.some((name) => held.has(name))
}

export type Verdict = 'allowed' | 'refused' | 'unknown'

/** The scope's name in Microsoft's spelling, or undefined if the data does not know it. */
export function knownScope(name: string): string | undefined {
  return scopeNames.get(name.toLowerCase())
}

/** Undefined: not available for this kind of token. */
export function scopeInfo(name: string, kind: Kind): ScopeInfo | undefined {
  return data.scopes[name]?.[kind]
}

function tokenKind(caller: Caller): Kind {
  if (caller.appOnly) return 'application'
  return caller.tenantId === PERSONAL_TENANT_ID ? 'delegatedPersonal' : 'delegatedWork'
}

function pathEntry(template: string): PathEntry | undefined {
  // Counting a collection needs what listing it needs.
  const path = template.toLowerCase().replace(/\/\$count$/, '')
  for (const spelling of [path, shorter(path)]) {
    const twin = spelling.startsWith('/me/')
      ? `/users/{id}/${spelling.slice(4)}`
      : spelling.replace(/^\/users\/\{id\}\//, '/me/')
    const entry = data.paths[spelling] ?? data.paths[twin]
    if (entry) return entry
  }
  return undefined
}

/** The data names one way to each thing: a folder's folder is a folder, a message in a folder a message, and a function
 * with parameters what it is without. */
const shorter = (path: string): string =>
  path
    .replace(/\/mailfolders\/\{id\}\/childfolders\/\{id\}/, '/mailfolders/{id}')
    .replace(/\/mailfolders\/\{id\}\/messages\/\{id\}\//, '/messages/{id}/')
    .replace(/\/photos\/\{id\}$/, '/photo')
    .replace(/\/calendars\/\{id\}\/events\/\{id\}\//, '/events/{id}/')
    .replace(/\/outlook\/\{id\}$/, '/outlook/supportedtimezones')

function methodEntry(template: string, method: string): Entry | undefined {
  const entry = pathEntry(template)?.[method]
  return Array.isArray(entry) ? undefined : entry
}

/** Methods that Microsoft offers on the path; undefined if the data does not say. */
export function offeredMethods(template: string): string[] | undefined {
  return pathEntry(template)?.$methods
}

/** May the caller do this? `body` is only read for subscriptions, whose scope depends on their resource. */
export function judge(template: string, method: string, caller: Caller, body: () => unknown): Verdict {
  const entry = methodEntry(template, method)
  if (!entry) return 'unknown'
  if (entry.perSubRequest) return 'allowed'
  // Reauthorize is a POST without a body: only creating names a resource.
  const names = method === 'POST' && template.toLowerCase() === '/subscriptions'
  if (entry.dependsOnResource) return names ? judgeSubscription(caller, body()) : 'allowed'
  const lists = entry[tokenKind(caller)]
  if (!lists) return 'refused'
  return [...lists.least, ...lists.other].some((scope) => holds(caller.scopes, scope)) ? 'allowed' : 'refused'
}

function judgeSubscription(caller: Caller, body: unknown): Verdict {
  const resource = typeof body === 'object' && body !== null && 'resource' in body ? String(body.resource) : ''
  const rule = resources.find((r) => r.pattern.test(resource.split('?')[0] ?? ''))
  // An unknown resource is refused by the subscriptions route itself, with its own error.
  if (!rule) return 'allowed'
  return rule[tokenKind(caller)]?.some((scope) => holds(caller.scopes, scope)) ? 'allowed' : 'refused'
}

/** True if a `.Shared` scope among those that the call accepts is held: another person's mailbox may be addressed. */
export function holdsSharedScope(template: string, method: string, caller: Caller): boolean {
  const lists = methodEntry(template, method)?.[tokenKind(caller)]
  if (!lists) return false
  // The data leaves the .Shared scopes out at events; Microsoft Graph: "Get Outlook events in a shared calendar".
  const calendars = [...lists.least, ...lists.other].filter((scope) => /^Calendars\.\w+$/.test(scope))
  const accepted = [...lists.least, ...lists.other, ...calendars.map((scope) => `${scope}.Shared`)]
  return accepted.some((scope) => scope.endsWith('.Shared') && holds(caller.scopes, scope))
}
