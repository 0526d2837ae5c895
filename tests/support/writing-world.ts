// Somebody who writes mail in Tandem: the deeds behind the composer's actions, and turns of the job by hand.

import { eq } from 'drizzle-orm'
import { expect } from 'vitest'
import type { DraftContent, DraftKind } from '@/components/compose/view'
import { drafts } from '@/drizzle/schema/compose'
import { outbox } from '@/drizzle/schema/sync'
import { createDraft, type Owner, queueSend, saveDraftContent, takeBack } from '@/lib/features/compose/mutations'
import { type Draft, getDraft } from '@/lib/features/compose/queries'
import { pushDrafts, type Turn } from '@/lib/features/compose/sync/push'
import { runComposeJob } from '@/lib/features/compose/sync/work'
import { openMailbox } from '@/lib/features/mail/sync/import'
import { runMailJob } from '@/lib/features/mail/sync/upkeep'
import { inScope } from '@/lib/platform/db/handle'
import type { UserScope } from '@/lib/platform/scope'
import { signIn } from '../emulator/testing/person'
import { linkMicrosoft } from './link-account'
import { emptyTandem, newMember, newWorkspace, type World } from './tandem-world'

export const UPN = 'alex@contoso.test'
const FRIEND = { name: 'Megan Bowen', address: 'megan@contoso.test' }

/** A message as the mailbox has it. */
export interface True {
  id: string
  subject: string | null
  isDraft: boolean
  folder?: string
  changeKey: string
  conversationId?: string
  parentFolderId?: string
  receivedDateTime: string
}

/** A mail that left. */
export interface Sent {
  via: string
  to: string[]
  subject: string
  mime: string
}

export class Writer {
  private offset = 0
  private token: string | undefined
  private constructor(
    readonly world: World,
    readonly scope: UserScope,
    readonly owner: Owner,
  ) {}

  /** A fresh Tandem and a fresh Microsoft; Alex is linked and the newest mail is in. */
  static async begin(world: World, features?: string[]): Promise<Writer> {
    await world.control('DELETE', '/faults')
    await emptyTandem()
    await world.control('POST', '/reset', {})
    setClock(0)
    const scope = await newMember(await newWorkspace('Contoso'), { name: 'Alex Wilber' })
    const id = await linkMicrosoft(scope, UPN, features)
    const opened = await runMailJob(id, 'bulk', openMailbox)
    expect(opened.ran).toBe(true)
    return new Writer(world, scope, { id, workspaceId: scope.workspaceId, userId: scope.userId })
  }

  content(fields: Partial<DraftContent> = {}): DraftContent {
    return {
      to: [FRIEND],
      cc: [],
      bcc: [],
      subject: 'A plan',
      html: '<p>Hello</p>',
      importance: 'normal',
      remindDays: null,
      ...fields,
    }
  }

  draft(
    fields: Partial<DraftContent> = {},
    kind: DraftKind = 'new',
    source?: { graphId: string; conversationId: string | null },
  ) {
    return inScope(this.scope, (db) =>
      createDraft(db, this.owner, {
        kind,
        content: this.content(fields),
        sourceGraphId: source?.graphId ?? null,
        conversationId: source?.conversationId ?? null,
      }),
    )
  }

  async save(draft: Pick<Draft, 'id' | 'version'>, fields: Partial<DraftContent> = {}): Promise<Draft> {
    const saved = await inScope(this.scope, (db) =>
      saveDraftContent(db, this.owner, { id: draft.id, version: draft.version, content: this.content(fields) }),
    )
    return saved.draft
  }

  queue(
    draft: Pick<Draft, 'id' | 'version'>,
    fields: Partial<DraftContent> = {},
    at: Date | null = null,
    more: { archive?: boolean } = {},
  ) {
    return inScope(this.scope, (db) =>
      queueSend(db, this.owner, {
        id: draft.id,
        version: draft.version,
        content: this.content(fields),
        at,
        archive: more.archive ?? false,
      }),
    )
  }

  undo(draft: Pick<Draft, 'id'>): Promise<Draft | null> {
    return inScope(this.scope, (db) => takeBack(db, this.owner, draft.id))
  }

  /** The row as it is; fails when there is none. */
  async row(draft: Pick<Draft, 'id'>): Promise<Draft> {
    const found = await inScope(this.scope, (db) => getDraft(db, this.owner.id, draft.id))
    if (!found) throw new Error('the draft is gone')
    return found.draft
  }

  /** Whether the row is there. */
  async exists(draft: Pick<Draft, 'id'>): Promise<boolean> {
    return inScope(
      this.scope,
      async (db) => (await db.select().from(drafts).where(eq(drafts.id, draft.id))).length === 1,
    )
  }

  jobs(draft: Pick<Draft, 'id'>) {
    return inScope(this.scope, (db) => db.select().from(outbox).where(eq(outbox.subjectId, draft.id)))
  }

  /** One turn of the job; errors that the engine would retry are thrown. */
  async push(): Promise<Turn> {
    const result = await runComposeJob(this.owner.id, pushDrafts)
    if (!result.ran) throw new Error(`the job did not run: ${result.because}`)
    return result.value
  }

  /** Turns until nothing is put off for soon. */
  async pushUntilCalm(most = 20): Promise<void> {
    for (let turn = 0; turn < most; turn++) {
      const { next } = await this.push()
      if (next === null) return
      const wait = Date.parse(next) - (Date.now() + this.offset)
      if (wait > 0) this.pass(wait / 1000 + 0.01)
    }
  }

  /** The product's clock goes forward. */
  pass(seconds: number): void {
    this.offset += seconds * 1000
    setClock(this.offset)
  }

  async truth(): Promise<True[]> {
    return (await this.world.control('GET', `/users/${UPN}/messages`)) as True[]
  }

  /** Messages of this subject in the mailbox, whatever the prefix. */
  async named(subject: string): Promise<True[]> {
    return (await this.truth()).filter((each) => each.subject?.endsWith(subject))
  }

  /** Mails that left by Graph; Tandem's own ("Reconnect") go by SMTP. */
  async sent(): Promise<Sent[]> {
    return ((await this.world.control('GET', '/sent')) as Sent[]).filter(({ via }) => via !== 'smtp')
  }

  fault(kind: string, method: string, path: string, more: Record<string, unknown> = {}): Promise<unknown> {
    return this.world.control('POST', '/faults', { kind, match: { method, path }, ...more })
  }

  /** As the person's own client does it. */
  async graph<T = unknown>(method: string, path: string, body?: unknown): Promise<T> {
    this.token ??= (await signIn(this.world.microsoft.url, UPN, 'Mail.ReadWrite')).access_token
    const answer = await fetch(`${this.world.microsoft.url}/v1.0${path}`, {
      method,
      headers: {
        authorization: `Bearer ${this.token}`,
        'content-type': 'application/json',
        prefer: 'IdType="ImmutableId"',
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    const text = await answer.text()
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text.slice(0, 200)}`)
    return (text ? JSON.parse(text) : null) as T
  }

  inOutlook(method: string, id: string, body?: unknown, more = ''): Promise<unknown> {
    return this.world.control(method, `/users/${UPN}/messages/${encodeURIComponent(id)}${more}`, body)
  }
}

function setClock(offset: number): void {
  Object.assign(globalThis, { tandemClock: { offset, timer: null } })
}
