// People of the directory and their photos: /users, /me, /users/{id}, …/photo. A workload without state of its own.

import type { Context, Hono } from 'hono'
import { isPersonalTenant } from '../entra/access-token'
import { compileFilter, type EntityModel, type Property } from '../odata/evaluate'
import { parseFilter } from '../odata/filter'
import { pageSize, readOptions, withOptions } from '../odata/options'
import { type Core, type DirectoryUser, type GraphEnv, GraphFault, type Tenant, type Workload } from '../seam'
import { drawPhoto, PHOTO_SIZES } from './photo'
import { DEFAULT_PROPERTIES, userProperty, userValue } from './user-properties'

const DEFAULT_PAGE = 100
const MAXIMUM_PAGE = 999
const FULL_SIZE = 648
const ONE = new Set(['$select'])
const MANY = new Set(['$select', '$top', '$filter', '$count', '$skiptoken', '$orderby'])

const text = (get: (user: DirectoryUser) => string | null): Property<DirectoryUser> => ({ kind: 'string', get })
const model: EntityModel<DirectoryUser> = {
  type: 'microsoft.graph.user',
  collections: {},
  properties: {
    id: text((user) => user.id),
    displayName: text((user) => user.displayName),
    givenName: text((user) => user.givenName),
    surname: text((user) => user.surname),
    jobTitle: text((user) => user.jobTitle),
    mail: text((user) => user.mail),
    userPrincipalName: text((user) => user.upn),
    accountEnabled: { kind: 'boolean', get: (user) => user.accountEnabled },
  },
}

function selected(select: string[] | null): string[] {
  if (!select) return DEFAULT_PROPERTIES
  return select.map((name) => {
    const property = userProperty(name)
    if (!property) {
      throw new GraphFault(
        400,
        'BadRequest',
        `Parsing OData Select and Expand failed: Could not find a property named '${name}' on type 'microsoft.graph.user'.`,
      )
    }
    return property
  })
}

function view(user: DirectoryUser, tenant: Tenant, properties: string[]): Record<string, unknown> {
  return Object.fromEntries(properties.map((name) => [name, userValue(user, tenant, name)]))
}

const context = (c: Context<GraphEnv>, what: string) => `${new URL(c.get('publicUrl')).origin}/v1.0/$metadata#${what}`
const shape = (select: string[] | null) => (select ? `(${select.join(',')})` : '')

export function createDirectoryWorkload(core: Core): Workload {
  const tenantOf = (id: string): Tenant => {
    const tenant = core.tenants().find((t) => t.id === id)
    if (!tenant) throw new GraphFault(404, 'Request_ResourceNotFound', `Tenant '${id}' does not exist.`)
    return tenant
  }

  return {
    name: 'directory',
    mailboxRoutes(app) {
      app.get('/', (c) => {
        const { select } = readOptions(c.get('publicUrl'), ONE)
        const user = c.get('owner')
        const shown = view(user, tenantOf(user.tenantId), selected(select))
        return c.json({ '@odata.context': context(c, `users${shape(select)}/$entity`), ...shown })
      })
      photoRoutes(app)
    },
    graphRoutes(app) {
      app.get('/users', (c) => listUsers(c, core, tenantOf(c.get('caller').tenantId)))
    },
    controlRoutes() {},
    counts: () => ({}),
    reset() {},
    snapshot: () => null,
    restore() {},
  }
}

function listUsers(c: Context<GraphEnv>, core: Core, tenant: Tenant): Response {
  const options = readOptions(c.get('publicUrl'), MANY)
  const properties = selected(options.select)
  let users = core.users().filter((user) => user.tenantId === tenant.id)
  if (options.filter) users = users.filter(compileFilter(parseFilter(options.filter), model))
  if (options.orderby || options.count) {
    // Microsoft Graph: advanced query capabilities on directory objects.
    if (c.req.header('consistencylevel')?.toLowerCase() !== 'eventual') {
      throw new GraphFault(
        400,
        'Request_UnsupportedQuery',
        'Request needs the header ConsistencyLevel: eventual and $count=true.',
      )
    }
    if (options.orderby) throw new GraphFault(501, 'NotImplemented', 'The emulator does not sort /users.')
  }
  const size = pageSize(options.top, DEFAULT_PAGE, MAXIMUM_PAGE)
  const start = options.skiptoken ? Number(Buffer.from(options.skiptoken, 'base64url').toString()) : 0
  if (!Number.isInteger(start))
    throw new GraphFault(400, 'Directory_ExpiredPageToken', 'The specified page token value is not valid.')
  const page = users.slice(start, start + size)
  const token = Buffer.from(String(start + size)).toString('base64url')
  return c.json({
    '@odata.context': context(c, `users${shape(options.select)}`),
    ...(options.count && start === 0 && { '@odata.count': users.length }),
    ...(start + size < users.length && { '@odata.nextLink': withOptions(c.get('publicUrl'), { $skiptoken: token }) }),
    value: page.map((user) => view(user, tenant, properties)),
  })
}

/** Everybody has a photo, except the person without a mailbox: Exchange keeps them. */
function photoOf(user: DirectoryUser, size: number): Uint8Array {
  if (!user.hasMailbox || isPersonalTenant(user.tenantId)) {
    throw new GraphFault(
      404,
      'ImageNotFound',
      'Exception of type Microsoft.Fast.Profile.Core.Exception.ImageNotFoundException was thrown.',
    )
  }
  return drawPhoto(user.id, size)
}

function photoRoutes(app: Hono<GraphEnv>): void {
  const jpeg = (c: Context<GraphEnv>, size: number) => {
    readOptions(c.get('publicUrl'), new Set())
    const image = photoOf(c.get('owner'), size)
    return c.body(new Uint8Array(image), 200, { 'content-type': 'image/jpeg', etag: `"${size}"` })
  }
  const metadata = (c: Context<GraphEnv>, size: number, what: string) => {
    readOptions(c.get('publicUrl'), new Set())
    photoOf(c.get('owner'), size)
    return c.json({
      '@odata.context': context(c, `users('${c.get('owner').id}')/${what}`),
      '@odata.mediaContentType': 'image/jpeg',
      '@odata.mediaEtag': `"${size}"`,
      id: `${size}x${size}`,
      height: size,
      width: size,
    })
  }
  const sizeOf = (c: Context<GraphEnv>) => {
    const size = Number(/^(\d+)x\1$/.exec(c.req.param('size') ?? '')?.[1])
    if (!PHOTO_SIZES.includes(size))
      throw new GraphFault(400, 'ErrorInvalidParameter', 'The requested photo size does not exist.')
    return size
  }
  app.get('/photo', (c) => metadata(c, FULL_SIZE, 'photo/$entity'))
  app.get('/photo/$value', (c) => jpeg(c, FULL_SIZE))
  app.get('/photos/:size', (c) => metadata(c, sizeOf(c), 'photos/$entity'))
  app.get('/photos/:size/$value', (c) => jpeg(c, sizeOf(c)))
}
