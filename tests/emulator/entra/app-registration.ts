import { CONTOSO_TENANT_ID } from '../defaults'

/** The one registered application, as an administrator sees it in the Entra admin centre. */
export interface AppRegistration {
  clientId: string
  clientSecret: string
  displayName: string
  homeTenantId: string
  /** Exact addresses; empty: any address on a loopback host, on any port. */
  redirectUris: string[]
  multiTenant: boolean
  /** Statically registered permissions: what `.default` and the v1 admin consent grant. */
  permissions: { delegated: string[]; application: string[] }
}

const DELEGATED = [
  'openid',
  'profile',
  'email',
  'offline_access',
  'User.Read',
  'User.ReadBasic.All',
  'Mail.ReadWrite',
  'Mail.Send',
  'MailboxSettings.ReadWrite',
  'Calendars.ReadWrite',
  'Calendars.ReadWrite.Shared',
  'Contacts.ReadWrite',
  'People.Read',
  'Tasks.ReadWrite',
  'Files.ReadWrite.All',
  'Sites.Read.All',
  'OnlineMeetings.ReadWrite',
  'Team.ReadBasic.All',
  'Channel.ReadBasic.All',
  'Notes.ReadWrite',
]
const APPLICATION = ['Calendars.ReadWrite', 'User.ReadBasic.All']

export function newRegistration(clientId: string, clientSecret: string, redirectUris: string[]): AppRegistration {
  return {
    clientId,
    clientSecret,
    displayName: 'Tandem',
    homeTenantId: CONTOSO_TENANT_ID,
    redirectUris,
    multiTenant: true,
    permissions: { delegated: [...DELEGATED], application: [...APPLICATION] },
  }
}

const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]'])

/** The address must be one of the registered ones, letter by letter. Microsoft Entra: redirect URI restrictions. */
export function redirectAllowed(app: AppRegistration, uri: string): boolean {
  if (app.redirectUris.includes(uri)) return true
  if (app.redirectUris.length > 0 || !URL.canParse(uri)) return false
  const { protocol, hostname, hash } = new URL(uri)
  return (protocol === 'http:' || protocol === 'https:') && LOOPBACK.has(hostname) && hash === ''
}
