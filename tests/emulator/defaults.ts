// The seeded tenants and the app registration. Demo launcher and tests import these; nothing here is a secret.

import type { DirectoryUser, Tenant } from './seam'

export const DEFAULT_PORT = 4000
export const DEFAULT_SMTP_PORT = 4025

/** Client id and secret of the one app that the emulated Entra knows (EMULATOR_CLIENT_ID, EMULATOR_CLIENT_SECRET). */
export const CLIENT_ID = '5f0c1a52-7a3d-4a57-9a1e-7a4de0a11ce5'
export const CLIENT_SECRET = 'emulator-only-secret'

/** Tenant of all personal Microsoft accounts. Microsoft Entra: identity platform, access token claims. */
export const PERSONAL_TENANT_ID = '9188040d-6c67-4c5b-b112-36a304b66dad'
export const CONTOSO_TENANT_ID = 'c0117050-0000-4000-8000-000000000001'
const FABRIKAM_TENANT_ID = 'fab21ca0-0000-4000-8000-000000000002'

export const TENANTS: readonly Tenant[] = [
  { id: CONTOSO_TENANT_ID, domain: 'contoso.test', name: 'Contoso', consentPolicy: 'open' },
  { id: FABRIKAM_TENANT_ID, domain: 'fabrikam.test', name: 'Fabrikam', consentPolicy: 'open' },
  { id: PERSONAL_TENANT_ID, domain: 'outlook.test', name: 'Personal accounts', consentPolicy: 'open' },
]

interface Person {
  id: string
  tenantId: string
  upn: string
  name: [given: string, surname: string]
  jobTitle: string | null
  admin?: boolean
  noMailbox?: boolean
}

const PEOPLE: readonly Person[] = [
  {
    id: 'ade1e000-0000-4000-8000-000000000001',
    tenantId: CONTOSO_TENANT_ID,
    upn: 'adele@contoso.test',
    name: ['Adele', 'Vance'],
    jobTitle: 'Sales Director',
    admin: true,
  },
  {
    id: 'a1ec5000-0000-4000-8000-000000000002',
    tenantId: CONTOSO_TENANT_ID,
    upn: 'alex@contoso.test',
    name: ['Alex', 'Wilber'],
    jobTitle: 'Account Manager',
  },
  {
    id: '3e6a0000-0000-4000-8000-000000000003',
    tenantId: CONTOSO_TENANT_ID,
    upn: 'megan@contoso.test',
    name: ['Megan', 'Bowen'],
    jobTitle: 'Customer Success Manager',
  },
  {
    id: '40a00000-0000-4000-8000-000000000004',
    tenantId: CONTOSO_TENANT_ID,
    upn: 'noma@contoso.test',
    name: ['Noma', 'Park'],
    jobTitle: 'Warehouse Lead',
    noMailbox: true,
  },
  {
    id: '1ee00000-0000-4000-8000-000000000005',
    tenantId: FABRIKAM_TENANT_ID,
    upn: 'lee@fabrikam.test',
    name: ['Lee', 'Gu'],
    jobTitle: 'Head of Purchasing',
  },
  {
    // Object ids of personal accounts are a CID behind zeros.
    id: '00000000-0000-0000-9a70-0d0000000006',
    tenantId: PERSONAL_TENANT_ID,
    upn: 'pat@outlook.test',
    name: ['Pat', 'Doyle'],
    jobTitle: null,
  },
]

/** The seeded users, a fresh copy on every call (switches change them). */
export function seededUsers(): DirectoryUser[] {
  return PEOPLE.map((p) => ({
    id: p.id,
    tenantId: p.tenantId,
    upn: p.upn,
    mail: p.noMailbox ? null : p.upn,
    displayName: p.name.join(' '),
    givenName: p.name[0],
    surname: p.name[1],
    jobTitle: p.jobTitle,
    roles: p.admin ? ['GlobalAdministrator'] : [],
    kind: p.tenantId === PERSONAL_TENANT_ID ? 'personal' : 'work',
    hasMailbox: !p.noMailbox,
    accountEnabled: true,
  }))
}
