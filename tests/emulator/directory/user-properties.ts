// Properties of microsoft.graph.user, v1.0 metadata.

import type { DirectoryUser, Tenant } from '../seam'

/** What an answer holds without $select. Microsoft Graph: list users. */
export const DEFAULT_PROPERTIES = [
  'businessPhones',
  'displayName',
  'givenName',
  'jobTitle',
  'mail',
  'mobilePhone',
  'officeLocation',
  'preferredLanguage',
  'surname',
  'userPrincipalName',
  'id',
]

const TEXTS =
  'ageGroup city companyName consentProvidedForMinor country creationType department displayName employeeId employeeType externalUserState faxNumber givenName jobTitle legalAgeGroupClassification mail mailNickname mobilePhone officeLocation onPremisesDistinguishedName onPremisesDomainName onPremisesImmutableId onPremisesSamAccountName onPremisesSecurityIdentifier onPremisesUserPrincipalName passwordPolicies postalCode preferredDataLocation preferredLanguage securityIdentifier state streetAddress surname usageLocation userPrincipalName userType'
const INSTANTS =
  'createdDateTime deletedDateTime employeeHireDate employeeLeaveDateTime externalUserStateChangeDateTime lastPasswordChangeDateTime onPremisesLastSyncDateTime signInSessionsValidFromDateTime'
const FLAGS = 'accountEnabled isManagementRestricted isResourceAccount onPremisesSyncEnabled showInAddressList'
const LISTS =
  'assignedLicenses assignedPlans businessPhones identities imAddresses licenseAssignmentStates onPremisesProvisioningErrors otherMails provisionedPlans proxyAddresses serviceProvisioningErrors'

const lists = new Set(LISTS.split(' '))
const known = new Map(
  ['id', ...`${TEXTS} ${INSTANTS} ${FLAGS} ${LISTS}`.split(' ')].map((name) => [name.toLowerCase(), name]),
)

/** The property in Microsoft's spelling, or undefined. */
export function userProperty(name: string): string | undefined {
  return known.get(name.toLowerCase())
}

/** All modelled properties; the others are null or empty, as for a user whose directory entry says nothing. */
export function userValue(user: DirectoryUser, tenant: Tenant, property: string): unknown {
  switch (property) {
    case 'id':
      return user.id
    case 'displayName':
    case 'givenName':
    case 'surname':
    case 'jobTitle':
    case 'mail':
    case 'accountEnabled':
      return user[property]
    case 'userPrincipalName':
      return user.upn
    case 'mailNickname':
      return user.upn.split('@')[0]
    case 'companyName':
      return user.kind === 'work' ? tenant.name : null
    case 'userType':
      return 'Member'
    case 'preferredLanguage':
      return 'en-GB'
    case 'createdDateTime':
      return '2024-03-01T08:00:00Z'
    case 'proxyAddresses':
      return user.mail ? [`SMTP:${user.mail}`] : []
    default:
      return lists.has(property) ? [] : null
  }
}
