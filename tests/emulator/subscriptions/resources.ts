// What can be subscribed to: grammar, longest life and scopes of each kind of resource.

import { type Caller, type Core, type DirectoryUser, GraphFault } from '../seam'

export interface Target {
  ownerId: string
  tenantId: string
  upn: string
  collection: string
  /** Folder id, or a well-known name in lower case; null: the whole mailbox. */
  container: string | null
}

interface Kind {
  collection: string
  containers: string | null
  maxMinutes: number
  delegated: readonly string[]
  application: readonly string[]
}

/** Microsoft Graph: maximum lifetimes and least scopes of subscriptions; the .Shared scopes do not count. */
const KINDS: readonly Kind[] = [
  {
    collection: 'messages',
    containers: 'mailFolders',
    maxMinutes: 10_080,
    delegated: ['Mail.ReadBasic', 'Mail.Read', 'Mail.ReadWrite'],
    application: ['Mail.ReadBasic.All', 'Mail.Read', 'Mail.ReadWrite'],
  },
  {
    collection: 'events',
    containers: 'calendars',
    maxMinutes: 10_080,
    delegated: ['Calendars.Read', 'Calendars.ReadWrite'],
    application: ['Calendars.Read', 'Calendars.ReadWrite'],
  },
  {
    collection: 'contacts',
    containers: 'contactFolders',
    maxMinutes: 10_080,
    delegated: ['Contacts.Read', 'Contacts.ReadWrite'],
    application: ['Contacts.Read', 'Contacts.ReadWrite'],
  },
  {
    collection: 'tasks',
    containers: 'todo/lists',
    maxMinutes: 4230,
    delegated: ['Tasks.Read', 'Tasks.ReadWrite'],
    application: ['Tasks.Read.All', 'Tasks.ReadWrite.All'],
  },
  {
    collection: 'root',
    containers: 'drive',
    maxMinutes: 42_300,
    delegated: ['Files.Read', 'Files.ReadWrite', 'Files.Read.All', 'Files.ReadWrite.All'],
    application: ['Files.Read.All', 'Files.ReadWrite.All'],
  },
]

export const invalid = (message: string) => new GraphFault(400, 'InvalidRequest', message)

function kindOf(rest: string): { kind: Kind; container: string | null } | null {
  for (const kind of KINDS) {
    const { collection, containers } = kind
    if (collection === 'root') {
      if (/^drive\/root$/i.test(rest)) return { kind, container: null }
      continue
    }
    if (collection !== 'tasks' && rest.toLowerCase() === collection) return { kind, container: null }
    const inside = new RegExp(`^${containers}(?:\\('([^']+)'\\)|/([^/]+))/${collection}$`, 'i').exec(rest)
    if (inside) return { kind, container: inside[1] ?? inside[2] ?? null }
  }
  return null
}

/**
 * Reads a subscription's resource for its caller.
 * @throws GraphFault 400 for an unknown path, 403 for a missing scope or a foreign mailbox, 404 for an unknown folder.
 */
export function readResource(
  resource: string,
  caller: Caller,
  core: Core,
  folderId: (ownerId: string, name: string) => string | null,
): { target: Target; maxMinutes: number } {
  if (resource.includes('?'))
    throw new GraphFault(501, 'NotImplemented', 'The emulator takes no query options in resource.')
  const path = /^\/?(?:me|users\/([^/]+)|users\('([^']+)'\))\/(.+?)\/?$/i.exec(resource)
  const found = path?.[3] ? kindOf(path[3]) : null
  if (!path || !found) throw invalid(`Unsupported workload or resource '${resource}'.`)
  const named = path[1] ?? path[2]
  const owner = named === undefined ? core.userById(caller.userId ?? '') : userNamed(core, decodeURIComponent(named))
  if (!owner)
    throw named === undefined
      ? invalid('/me needs a delegated token.')
      : new GraphFault(404, 'ResourceNotFound', 'The user does not exist.')
  const { kind, container } = found
  const scopes = caller.appOnly ? kind.application : kind.delegated
  const foreign = caller.appOnly ? owner.tenantId !== caller.tenantId : owner.id !== caller.userId
  if (foreign || !scopes.some((scope) => caller.scopes.has(scope))) {
    throw new GraphFault(403, 'ErrorAccessDenied', 'Access is denied. Check credentials and try again.')
  }
  if (!owner.hasMailbox && kind.collection !== 'root') {
    throw new GraphFault(
      404,
      'MailboxNotEnabledForRESTAPI',
      'The mailbox is either inactive, soft-deleted, or is hosted on-premise.',
    )
  }
  let folder = container
  if (container !== null && kind.collection === 'messages') {
    folder = folderId(owner.id, container)
    if (folder === null)
      throw new GraphFault(404, 'ErrorItemNotFound', 'The specified object was not found in the store.')
  }
  return {
    target: {
      ownerId: owner.id,
      tenantId: owner.tenantId,
      upn: owner.upn,
      collection: kind.collection,
      container: folder,
    },
    maxMinutes: kind.maxMinutes,
  }
}

function userNamed(core: Core, name: string): DirectoryUser | undefined {
  return (
    core.userById(name) ??
    core.userById(name.toLowerCase()) ??
    core.userByUpn(name) ??
    core.userByUpn(name.toLowerCase())
  )
}
