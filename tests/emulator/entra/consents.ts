// Who consented to what: per user, and by an administrator for the whole tenant.

export interface Consent {
  tenantId: string
  /** Null: for everybody in the tenant. */
  userId: string | null
  clientId: string
  /** Delegated scopes, openid and its kin among them. */
  scopes: string[]
  /** Application permissions. */
  roles: string[]
}

export class Consents {
  private list: Consent[] = []

  constructor(private readonly changed: () => void) {}

  all(): readonly Consent[] {
    return this.list
  }

  restore(saved: Consent[]): void {
    this.list = saved
  }

  clear(): void {
    this.list = []
    this.changed()
  }

  removeFor(userId: string): void {
    this.list = this.list.filter((consent) => consent.userId !== userId)
    this.changed()
  }

  /** Adds to what was granted before; nothing is taken away. */
  grant(
    to: { tenantId: string; userId: string | null; clientId: string },
    scopes: string[],
    roles: string[] = [],
  ): void {
    let consent = this.list.find(
      (c) => c.tenantId === to.tenantId && c.userId === to.userId && c.clientId === to.clientId,
    )
    if (!consent) {
      consent = { tenantId: to.tenantId, userId: to.userId, clientId: to.clientId, scopes: [], roles: [] }
      this.list.push(consent)
    }
    consent.scopes = [...new Set([...consent.scopes, ...scopes])].sort()
    consent.roles = [...new Set([...consent.roles, ...roles])].sort()
    this.changed()
  }

  /** All delegated scopes that hold for the user and app. */
  scopesOf(user: { id: string; tenantId: string }, clientId: string): Set<string> {
    const scopes = new Set<string>()
    for (const consent of this.list) {
      const applies = consent.userId === user.id || (consent.userId === null && consent.tenantId === user.tenantId)
      if (applies && consent.clientId === clientId) for (const scope of consent.scopes) scopes.add(scope)
    }
    return scopes
  }

  rolesOf(tenantId: string, clientId: string): string[] {
    return this.list.find((c) => c.userId === null && c.tenantId === tenantId && c.clientId === clientId)?.roles ?? []
  }

  /** True if anybody in the tenant consented: only then the app exists there. */
  knowsApp(tenantId: string, clientId: string): boolean {
    return this.list.some((consent) => consent.tenantId === tenantId && consent.clientId === clientId)
  }
}
