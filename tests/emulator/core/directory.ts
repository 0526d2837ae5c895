import { seededUsers, TENANTS } from '../defaults'
import type { DirectoryUser, Tenant } from '../seam'

/** A tenant with the switches of POST /_control/tenants/{domain}. */
export interface TenantState extends Tenant {
  /** True: only `assigned` users may sign in to the app (AADSTS50105). */
  assignmentRequired: boolean
  assigned: string[]
  /** UPNs that a conditional access policy keeps out (AADSTS53003). */
  conditionalAccess: string[]
}

/** What POST /_control/users/{upn}/account switches besides the directory's own properties. */
export interface AccountState {
  /** Graph answers 401 insufficient_claims until a token carries the asked-for context (cp1 clients). */
  claimsChallenge: boolean
  /** Sessions that began before this instant (epoch milliseconds) need a second factor: AADSTS50076. */
  mfaSince: number | null
}

interface Saved {
  tenants: Pick<
    TenantState,
    'id' | 'consentPolicy' | 'attachmentLimit' | 'assignmentRequired' | 'assigned' | 'conditionalAccess'
  >[]
  users: (Pick<DirectoryUser, 'id' | 'accountEnabled' | 'hasMailbox' | 'roles' | 'mailboxFull' | 'sendQuotaExceeded'> &
    AccountState)[]
}

export class Directory {
  private tenantList: TenantState[] = []
  private userList: DirectoryUser[] = []
  private byUpn = new Map<string, DirectoryUser>()
  private byId = new Map<string, DirectoryUser>()
  private accounts = new Map<string, AccountState>()

  constructor() {
    this.reset()
  }

  reset(): void {
    this.tenantList = TENANTS.map((t) => ({ ...t, assignmentRequired: false, assigned: [], conditionalAccess: [] }))
    this.userList = seededUsers()
    this.byUpn = new Map(this.userList.map((u) => [u.upn.toLowerCase(), u]))
    this.byId = new Map(this.userList.map((u) => [u.id, u]))
    this.accounts = new Map(this.userList.map((u) => [u.id, { claimsChallenge: false, mfaSince: null }]))
  }

  tenants(): readonly TenantState[] {
    return this.tenantList
  }

  /** By tenant id or verified domain. */
  tenant(idOrDomain: string): TenantState | undefined {
    const key = idOrDomain.toLowerCase()
    return this.tenantList.find((t) => t.id === key || t.domain === key)
  }

  users(): readonly DirectoryUser[] {
    return this.userList
  }

  userByUpn(upn: string): DirectoryUser | undefined {
    return this.byUpn.get(upn.toLowerCase())
  }

  userById(id: string): DirectoryUser | undefined {
    return this.byId.get(id) ?? this.byId.get(id.toLowerCase())
  }

  /** `users/{id}` takes the object id or the UPN, the latter in any case. Microsoft Graph: Get a user. */
  find(idOrUpn: string): DirectoryUser | undefined {
    return this.userById(idOrUpn) ?? this.userByUpn(idOrUpn)
  }

  account(userId: string): AccountState {
    return this.accounts.get(userId) ?? { claimsChallenge: false, mfaSince: null }
  }

  setAccount(userId: string, change: Partial<AccountState>): void {
    this.accounts.set(userId, { ...this.account(userId), ...change })
  }

  save(): Saved {
    return {
      tenants: this.tenantList.map(({ domain: _, name: __, ...switches }) => switches),
      users: this.userList.map(({ id, accountEnabled, hasMailbox, roles, mailboxFull, sendQuotaExceeded }) => ({
        id,
        accountEnabled,
        hasMailbox,
        roles,
        mailboxFull,
        sendQuotaExceeded,
        ...this.account(id),
      })),
    }
  }

  restore(saved: Saved): void {
    for (const { id, ...switches } of saved.tenants) {
      const tenant = this.tenant(id)
      if (tenant) Object.assign(tenant, switches)
    }
    for (const each of saved.users) {
      const { id, accountEnabled, hasMailbox, roles, mailboxFull, sendQuotaExceeded, ...account } = each
      const user = this.byId.get(id)
      if (!user) continue
      Object.assign(user, { accountEnabled, hasMailbox, roles, mailboxFull, sendQuotaExceeded })
      this.setAccount(id, account)
    }
  }
}

export type SavedDirectory = Saved
