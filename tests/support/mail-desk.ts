// One mailbox, linked and taken in: deeds as the inbox does them, jobs as the engine runs them, and both sides' truth.

import { eq } from 'drizzle-orm'
import type { Deed, UndoToken } from '@/components/mail/view'
import { mailFolders, mailMessages } from '@/drizzle/schema/mail'
import { outbox } from '@/drizzle/schema/sync'
import { connectionScope } from '@/lib/auth/scope'
import { applyDeed, takeBack } from '@/lib/features/mail/deeds/mutations'
import { undoInput } from '@/lib/features/mail/schema'
import { acceptHints } from '@/lib/features/mail/sync/accept'
import { importMail, openMailbox, sweepMail } from '@/lib/features/mail/sync/import'
import { pushMail } from '@/lib/features/mail/sync/push'
import { runMailJob } from '@/lib/features/mail/sync/upkeep'
import { graphFor } from '@/lib/graph/client'
import { inScope } from '@/lib/platform/db/handle'
import type { UserScope } from '@/lib/platform/scope'
import { heldBy } from './held-by'
import { linkMicrosoft } from './link-account'
import { differences, type TrueMessage } from './oracle'
import { newMember, newWorkspace, type World } from './tandem-world'

export class MailDesk {
  private constructor(
    readonly world: World,
    readonly upn: string,
    readonly scope: UserScope,
    readonly connectionId: string,
  ) {}

  static async open(world: World, upn = 'alex@contoso.test'): Promise<MailDesk> {
    const scope = await newMember(await newWorkspace(upn), { name: upn })
    const desk = new MailDesk(world, upn, scope, await linkMicrosoft(scope, upn))
    await runMailJob(desk.connectionId, 'bulk', openMailbox)
    await desk.import()
    return desk
  }

  get owner() {
    const { workspaceId, userId } = this.scope
    return { id: this.connectionId, workspaceId, userId }
  }

  do(ids: string[], deed: Deed, conversations = false) {
    return inScope(this.scope, (db) => applyDeed(db, this.owner, { ids, conversations, deed }))
  }

  undo(token: UndoToken) {
    const { deed, before } = undoInput.parse(JSON.parse(JSON.stringify(token)))
    return inScope(this.scope, (db) => takeBack(db, this.owner, deed, before))
  }

  push = () => runMailJob(this.connectionId, 'bulk', pushMail)
  import = () => runMailJob(this.connectionId, 'bulk', (context) => importMail(context, Date.now() + 60_000))
  sweep = () => runMailJob(this.connectionId, 'bulk', (context) => sweepMail(context, 'sweep'))
  /** A signal of Microsoft's about a message. */
  hear = (id: string, changeType: 'created' | 'updated' | 'deleted', etag?: string) =>
    runMailJob(this.connectionId, 'live', (context) => acceptHints(context, [{ id, changeType, etag }]))

  rows = () =>
    inScope(this.scope, (db) => db.select().from(mailMessages).where(eq(mailMessages.connectionId, this.connectionId)))
  folders = () =>
    inScope(this.scope, (db) => db.select().from(mailFolders).where(eq(mailFolders.connectionId, this.connectionId)))
  waiting = () =>
    inScope(this.scope, (db) => db.select().from(outbox).where(eq(outbox.connectionId, this.connectionId)))

  async row(graphId: string) {
    return (await this.rows()).find((row) => row.graphId === graphId)
  }

  async folder(wellKnown: string) {
    const found = (await this.folders()).find((each) => each.wellKnown === wellKnown)
    if (!found) throw new Error(`no ${wellKnown}`)
    return found
  }

  /** Messages of the inbox, newest first. */
  async inbox() {
    const { id } = await this.folder('inbox')
    return (await this.rows())
      .filter((row) => row.folderId === id)
      .sort((a, b) => b.receivedAt.getTime() - a.receivedAt.getTime())
  }

  truth = async () => (await this.world.control('GET', `/users/${this.upn}/messages`)) as TrueMessage[]
  async inOutlook(graphId: string) {
    return (await this.truth()).find(({ id }) => id === graphId)
  }
  outlook = (method: string, path: string, body?: unknown) =>
    this.world.control(method, `/users/${this.upn}${path}`, body)

  private async graph<T>(method: 'POST' | 'DELETE', path: string, body?: unknown): Promise<T> {
    const scope = await connectionScope(this.connectionId)
    if (!scope) throw new Error('no connection')
    return (await graphFor(scope, 'person').send<T>({ method, path, body })).body
  }

  /** A folder that the person makes in Outlook, known here. */
  async newFolder(displayName: string) {
    const { id } = await this.graph<{ id: string }>('POST', '/me/mailFolders', { displayName })
    await this.sweep()
    const found = (await this.folders()).find(({ graphId }) => graphId === id)
    if (!found) throw new Error('the folder did not come in')
    return found
  }

  /** The person deletes a folder in Outlook, from Deleted Items too. */
  async dropFolder(graphId: string) {
    for (let turn = 0; turn < 2; turn++) await this.graph('DELETE', `/me/mailFolders/${graphId}`)
  }

  /** Where both sides differ; empty when they are equal and nothing waits. */
  async differences(): Promise<string[]> {
    const since = new Date(Date.now() - 90 * 86_400_000)
    return differences(await heldBy(this.scope), await this.truth(), [], { since })
  }

  async ledger(): Promise<string[]> {
    const { ledger } = await heldBy(this.scope)
    return ledger.map(({ kind, what, result }) => `${kind} ${what} ${result}`)
  }
}
