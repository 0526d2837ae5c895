// What the emulator's core offers to a workload (mail now; calendar, contacts and the rest later), and what a
// workload gives back. A workload is one folder beside this file; deleting the folder deletes the workload.

import type { Hono } from 'hono'
import type { SendingSettings } from './core/sending'
import type { Spool } from './core/spool'

export interface Tenant {
  /** Entra tenant id (GUID). */
  id: string
  domain: string
  name: string
  /** 'open': users may consent to what the permissions data calls user-consentable; 'managed': Microsoft's default
   * policy of new tenants, which sends Mail.*, Calendars.* and others to an administrator (facts §2). */
  consentPolicy: 'open' | 'managed'
  /** Bytes of the largest file that may be uploaded to a message; absent: Microsoft's 150 MB. */
  attachmentLimit?: number | undefined
}

export interface DirectoryUser {
  /** Entra object id (GUID). */
  id: string
  tenantId: string
  upn: string
  mail: string | null
  displayName: string
  givenName: string
  surname: string
  jobTitle: string | null
  roles: 'GlobalAdministrator'[]
  kind: 'work' | 'personal'
  /** False: every Exchange call answers 404 MailboxNotEnabledForRESTAPI. */
  hasMailbox: boolean
  accountEnabled: boolean
  /** Switches of the account: nothing more can be kept; nothing more can be sent. */
  mailboxFull?: boolean
  sendQuotaExceeded?: boolean
}

/** Who calls Graph, read from the access token. */
export interface Caller {
  tenantId: string
  /** Object id of the user; null for app-only tokens. */
  userId: string | null
  appId: string
  /** Delegated scopes (scp) or application roles, as issued. */
  scopes: ReadonlySet<string>
  appOnly: boolean
}

/** Hono environment of every /v1.0 route. `owner` is the user that /me or /users/{id} names. */
export interface GraphEnv {
  Variables: {
    caller: Caller
    owner: DirectoryUser
    immutableIds: boolean
    /** Preferences by lower-case name, quotes taken off: 'odata.maxpagesize' → '50', 'idtype' → 'ImmutableId'. */
    prefer: ReadonlyMap<string, string>
    /** The absolute URL as the client sent it (`http://localhost:4000/v1.0/me/messages?$top=5`): nextLink and deltaLink
     * are made from it, `c.req.url` has lost the mailbox prefix. */
    publicUrl: string
    /** The mailbox as addressed: '/me' or '/users/{id or UPN, as sent}'; '' outside a mailbox. */
    prefix: string
  }
}

/** Thrown anywhere inside a Graph route; the core turns it into Graph's error body with request ids. */
export class GraphFault extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    readonly headers: Record<string, string> = {},
  ) {
    super(message)
  }
}

/** One change in a mailbox, as notifications need it. Workloads emit, `subscriptions/` delivers. */
export interface MailboxChange {
  ownerId: string
  tenantId: string
  /** Collection as in resource paths: 'messages', later 'events', 'contacts'. */
  collection: string
  /** Containers that a subscription path may name (folder ids, old and new for a move). */
  containerIds: string[]
  /** Both spellings of the item's id; a subscription reports the one that it was created with. */
  id: { rest: string; immutable: string }
  changeType: 'created' | 'updated' | 'deleted'
  /** `W/"<changeKey>"` */
  etag: string
  odataType: string
}

/** A mail that left Microsoft 365 or the SMTP sink, for GET /_control/sent. */
export interface SentMail {
  /** 'outlook': the person pressed Send there. */
  via: 'graph' | 'outlook' | 'invitation' | 'smtp'
  from: string
  to: string[]
  subject: string
  internetMessageId: string
  /** The whole message as MIME text. */
  mime: string
}

/** One request that the emulator made (a change notification, a handshake), for the traffic recording. */
export interface OutgoingExchange {
  method: string
  url: string
  requestHeaders: Record<string, string>
  requestBody: string
  /** Absent when no answer came. */
  status?: number
  responseHeaders?: Record<string, string>
  responseBody?: string
  tid?: string
  label?: string
}

/** What the core hands to a workload when it is made. */
export interface Core {
  /** Microsoft's clock, in epoch milliseconds; moved by POST /_control/clock. */
  now(): number
  tenants(): readonly Tenant[]
  users(): readonly DirectoryUser[]
  userByUpn(upn: string): DirectoryUser | undefined
  userById(id: string): DirectoryUser | undefined
  /** Announce a change: feeds notifications. */
  emit(change: MailboxChange): void
  onChange(listener: (change: MailboxChange) => void): void
  /** Marks persistent state as changed; the core saves it soon and on exit. */
  touched(workload: string, ownerId?: string): void
  /** True once if a fault of this kind matches now (see faults); workloads ask at the point where it acts. */
  takeFault(
    kind: string,
    about: { upn?: string; path?: string; method?: string },
  ): { delayMs?: number; bytes?: number } | null
  /** Origin under which clients reach Graph and Entra, without a slash at the end. Known only while serving. */
  origin(): string
  /** Origin for upload and download links: another one than Graph's, as at Microsoft. */
  contentOrigin(): string
  recordSent(mail: SentMail): void
  /** Lags and limits of sending, as tests have set them. */
  readonly sending: Readonly<SendingSettings>
  /** Large files on disk. */
  spool: Spool
  /** Puts an outgoing request into the traffic recording. */
  recordOutgoing(exchange: OutgoingExchange): void
}

export interface Workload {
  name: string
  /** Graph routes, relative to /v1.0. `/me/...` and `/users/{id}/...` both reach '/:mailbox{...}' through the core: a
   * workload registers the path once, without that prefix (e.g. '/mailFolders/:id/messages'). */
  mailboxRoutes(app: Hono<GraphEnv>): void
  /** Control API routes, relative to /_control/users/{upn}; the core has resolved the user into `owner`. */
  controlRoutes(app: Hono<GraphEnv>): void
  /** Item counts for GET /_control/state. */
  counts(owner: DirectoryUser): Record<string, number>
  /** Back to the seed. Deterministic for one seed number. */
  reset(seed: number): void
  snapshot(ownerId: string): Uint8Array | null
  restore(ownerId: string, data: Uint8Array): void
  /** Graph routes relative to /v1.0 that belong to no mailbox (e.g. '/sites/:id'). */
  graphRoutes?(app: Hono<GraphEnv>): void
  /** Routes of the content origin (upload sessions, downloads); they carry no token. */
  contentRoutes?(app: Hono): void
  /** Ends what is under way, e.g. timers. */
  close?(): void
}

/** The subscriptions module; there is one, so it is no workload. */
export interface Subscriptions {
  /** '/subscriptions', '/subscriptions/:id' … relative to /v1.0. */
  routes(app: Hono<GraphEnv>): void
  /** 'GET /subscriptions', relative to /_control. */
  control(app: Hono): void
  /** Microsoft drops all subscriptions of this user (fault remove-subscription); lifecycle events are sent. */
  removeFor(upn: string): void
  /** The user's tokens were revoked (fault revoke-token). */
  onRevoked?(upn: string): void
  reset(): void
  snapshot(): Uint8Array | null
  restore(data: Uint8Array): void
  /** Ends timers and open deliveries. */
  close?(): void | Promise<void>
}
