// The mail workload: mail folders, messages and their deltas.

import { randomUUID } from 'node:crypto'
import type { Context } from 'hono'
import type { Core, DirectoryUser, GraphEnv, MailboxChange, Workload } from '../seam'
import { fillMailbox } from '../seed/mailbox'
import { controlRoutes } from './control'
import { deltaRoutes } from './delta-routes'
import { folderRoutes } from './folder-routes'
import { type Announce, Mailbox } from './mailbox'
import { messageRoutes } from './message-routes'
import { createRenderer, type Renderer } from './render'
import type { Opened } from './request'
import { Sending } from './send'
import { loadSnapshot, takeSnapshot } from './snapshot'
import { etagOf } from './view'
import { writeRoutes } from './write-routes'

/** What other modules may ask the mail workload. */
export interface Mail extends Workload {
  /** Id of the folder that an id or a well-known name means; null: there is none. */
  folderId(ownerId: string, idOrName: string): string | null
  /** The mailbox of a user who has one; it is filled when it is first looked at. */
  opened(owner: DirectoryUser): Opened
}

export function createMail(core: Core): Mail {
  const mailboxes = new Map<string, Opened>()
  let seed = 1

  const announcer = (owner: DirectoryUser): { announce: Announce; bind(mailbox: Mailbox): void } => {
    let mailbox: Mailbox | null = null
    return {
      bind(given) {
        mailbox = given
      },
      announce(kind, item, folder, restId) {
        if (!mailbox) return
        const change: MailboxChange = {
          ownerId: owner.id,
          tenantId: owner.tenantId,
          collection: 'messages',
          containerIds: folder.wellKnown ? [folder.id, folder.wellKnown] : [folder.id],
          id: { rest: restId, immutable: mailbox.ids.immutable(item.n) },
          changeType: kind,
          etag: etagOf(mailbox.ids.changeKey(item.seq)),
          odataType: '#Microsoft.Graph.Message',
        }
        core.emit(change)
        core.touched('mail', owner.id)
      },
    }
  }

  function make(owner: DirectoryUser, data: Uint8Array | null): Opened {
    const renderer: Renderer = createRenderer({ name: owner.displayName, address: owner.mail ?? owner.upn })
    const { announce, bind } = announcer(owner)
    // One mailbox speaks German, so that nobody finds folders by their names.
    const language = owner.upn.startsWith('megan@') ? 'de' : 'en'
    const mailbox = new Mailbox(owner.id, language, randomUUID(), () => core.now(), null)
    bind(mailbox)
    if (data) loadSnapshot(mailbox, data, core.spool)
    else {
      mailbox.addDefaultFolders()
      fillMailbox(mailbox, owner, core, seed)
    }
    mailbox.announce = announce
    const opened = { mailbox, renderer }
    mailboxes.set(owner.id, opened)
    sending.resume(owner, opened)
    // A seed is saved too: ids, times and delta tokens outlive a restart.
    if (!data) core.touched('mail', owner.id)
    return opened
  }

  /** A mailbox is filled when it is first looked at. */
  function openFor(owner: DirectoryUser): Opened {
    return mailboxes.get(owner.id) ?? make(owner, null)
  }

  const sending = new Sending(core, openFor)
  const open = (c: Context<GraphEnv>) => openFor(c.get('owner'))
  const changed = async (c: Context<GraphEnv>, next: () => Promise<void>) => {
    await next()
    if (c.req.method !== 'GET') core.touched('mail', c.get('owner').id)
  }

  return {
    name: 'mail',
    mailboxRoutes(app) {
      app.use('/mailFolders/*', changed)
      app.use('/messages/*', changed)
      deltaRoutes(app, core, open)
      messageRoutes(app, core, open)
      writeRoutes(app, { core, open, sending })
      folderRoutes(app, open)
    },
    opened: openFor,
    controlRoutes: (app) => controlRoutes(app, core, open, sending),
    counts: (owner) => ({ messages: owner.hasMailbox ? openFor(owner).mailbox.items.size : 0 }),
    folderId(ownerId, idOrName) {
      const owner = core.userById(ownerId)
      return owner?.hasMailbox ? (openFor(owner).mailbox.folder(idOrName)?.id ?? null) : null
    },
    reset(next) {
      seed = next
      sending.clear()
      mailboxes.clear()
    },
    close: () => sending.clear(),
    snapshot(ownerId) {
      const opened = mailboxes.get(ownerId)
      return opened ? takeSnapshot(opened.mailbox) : null
    },
    restore(ownerId, data) {
      const owner = core.userById(ownerId)
      if (owner) make(owner, data)
    },
  }
}
