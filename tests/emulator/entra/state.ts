// Everything that the emulated Entra ID remembers, in one place.

import { randomBytes } from 'node:crypto'
import type { Directory, TenantState } from '../core/directory'
import type { DirectoryUser } from '../seam'
import { AccessTokens } from './access-token'
import type { AppRegistration } from './app-registration'
import { type Consent, Consents } from './consents'
import { Keys, type SavedKeys } from './keys'
import { OAuthError } from './oauth-error'
import { RefreshTokens } from './refresh-token'

const CODE_LIFETIME_MS = 10 * 60 * 1000

/** What an authorization code stands for. */
export interface CodeGrant {
  userId: string
  clientId: string
  redirectUri: string
  scopes: string[]
  nonce: string | null
  challenge: { value: string; method: 'S256' | 'plain' } | null
  cp1: boolean
  acrs: string[]
  /** When the person stood at the sign-in page, epoch milliseconds. */
  signedInAt: number
}

export interface SavedEntra {
  keys: SavedKeys
  epochs: [userId: string, epoch: number][]
  consents: Consent[]
  app: Pick<AppRegistration, 'redirectUris' | 'multiTenant' | 'permissions'>
}

export class EntraState {
  readonly consents: Consents
  readonly accessTokens: AccessTokens
  readonly refreshTokens: RefreshTokens
  private codes = new Map<string, CodeGrant & { expires: number; used: boolean }>()
  private epochs = new Map<string, number>()

  private constructor(
    readonly directory: Directory,
    readonly keys: Keys,
    readonly app: AppRegistration,
    private readonly initialApp: AppRegistration,
    readonly now: () => number,
    private readonly changed: () => void,
  ) {
    const epochOf = (userId: string) => this.epochs.get(userId) ?? 0
    this.consents = new Consents(changed)
    this.accessTokens = new AccessTokens({ keys, now, epochOf })
    this.refreshTokens = new RefreshTokens(keys, now, epochOf)
  }

  static async make(
    directory: Directory,
    app: AppRegistration,
    now: () => number,
    changed: () => void,
    saved?: SavedEntra,
  ): Promise<EntraState> {
    const keys = await Keys.make(saved?.keys)
    const state = new EntraState(directory, keys, structuredClone(app), app, now, changed)
    if (saved) {
      state.epochs = new Map(saved.epochs)
      state.consents.restore(saved.consents)
      Object.assign(state.app, saved.app)
    }
    return state
  }

  save(): SavedEntra {
    const { redirectUris, multiTenant, permissions } = this.app
    return {
      keys: this.keys.save(),
      epochs: [...this.epochs],
      consents: [...this.consents.all()],
      app: { redirectUris, multiTenant, permissions },
    }
  }

  /** Back to the seed: nobody consented, every token is void. */
  reset(): void {
    this.keys.renewSecret()
    this.codes.clear()
    this.epochs.clear()
    Object.assign(this.app, structuredClone(this.initialApp))
    this.consents.clear()
  }

  appChanged(): void {
    this.changed()
  }

  /** Ends all sessions of the user: refresh tokens and access tokens. */
  revoke(userId: string): void {
    this.epochs.set(userId, (this.epochs.get(userId) ?? 0) + 1)
    this.changed()
  }

  issueCode(grant: CodeGrant): string {
    for (const [code, { expires }] of this.codes) if (expires < this.now() - CODE_LIFETIME_MS) this.codes.delete(code)
    const code = `1.AXoA${randomBytes(48).toString('base64url')}`
    this.codes.set(code, { ...grant, expires: this.now() + CODE_LIFETIME_MS, used: false })
    return code
  }

  peekCode(code: string): CodeGrant | undefined {
    return this.codes.get(code)
  }

  /** Marks the code as used, even if the rest of the redemption fails. @throws OAuthError invalid_grant. */
  redeemCode(code: string): CodeGrant {
    const grant = this.codes.get(code)
    if (!grant) throw new OAuthError('invalid_grant', 70000, 'The provided authorization code is not valid.')
    if (grant.used) {
      throw new OAuthError(
        'invalid_grant',
        54005,
        'OAuth2 Authorization code was already redeemed, please retry with a new valid code.',
      )
    }
    grant.used = true
    if (this.now() >= grant.expires) {
      throw new OAuthError('invalid_grant', 70008, 'The provided authorization code or refresh token has expired.')
    }
    return grant
  }

  tenantOf(user: DirectoryUser): TenantState {
    const tenant = this.directory.tenant(user.tenantId)
    if (!tenant) throw new Error(`no tenant for ${user.upn}`)
    return tenant
  }

  /** Why the user may not use the app at all, or null. `error` is what the protocol step calls it. */
  signInProblem(user: DirectoryUser, error: 'access_denied' | 'invalid_grant'): OAuthError | null {
    const tenant = this.tenantOf(user)
    const listed = (upns: string[]) => upns.some((upn) => upn.toLowerCase() === user.upn.toLowerCase())
    if (!user.accountEnabled) return new OAuthError(error, 50057, 'The user account is disabled.')
    if (tenant.assignmentRequired && !listed(tenant.assigned)) {
      return new OAuthError(
        error,
        50105,
        `Your administrator has configured the application ${this.app.displayName} ('${this.app.clientId}') to block users unless they are specifically granted ('assigned') access to the application.`,
      )
    }
    if (listed(tenant.conditionalAccess)) {
      return new OAuthError(
        error,
        53003,
        'Access has been blocked by Conditional Access policies. The access policy does not allow token issuance.',
      )
    }
    return null
  }
}
