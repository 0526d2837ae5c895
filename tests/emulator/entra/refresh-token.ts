import { randomUUID } from 'node:crypto'
import type { Keys } from './keys'
import { OAuthError } from './oauth-error'

const PREFIX = '1.AXoA'
/** Default life of a web app's refresh token. Microsoft Entra: refresh tokens. */
const LIFETIME_MS = 90 * 24 * 3600 * 1000

export interface RefreshGrant {
  userId: string
  clientId: string
  /** What was asked for when the session began; answers hold more once more is consented. */
  scopes: string[]
  /** When the person last stood at the sign-in page, epoch milliseconds; refreshing keeps it. */
  signedInAt: number
  /** Authentication contexts that the person satisfied. */
  acrs: string[]
  epoch: number
  /** Epoch milliseconds. */
  issuedAt: number
}

/** Refresh tokens carry their grant under a seal: using one does not void it, revoking the user's sessions voids all. */
export class RefreshTokens {
  constructor(
    private readonly keys: Keys,
    private readonly now: () => number,
    private readonly epochOf: (userId: string) => number,
  ) {}

  issue(grant: Omit<RefreshGrant, 'epoch' | 'issuedAt'>): string {
    return this.keys.seal(PREFIX, {
      ...grant,
      epoch: this.epochOf(grant.userId),
      issuedAt: this.now(),
      id: randomUUID(),
    })
  }

  /** Whose token it is, unchecked beyond the seal; for faults and logs. */
  peek(token: string): RefreshGrant | null {
    return this.keys.unseal(PREFIX, token) as RefreshGrant | null
  }

  /** @throws OAuthError AADSTS9002313 malformed, 700082 expired, 50173 revoked. */
  read(token: string, clientId: string): RefreshGrant {
    const grant = this.peek(token)
    if (!grant) throw new OAuthError('invalid_grant', 70000, 'The provided refresh token is not valid.')
    if (grant.clientId !== clientId) {
      throw new OAuthError('invalid_grant', 700007, 'The grant was issued to another client.')
    }
    if (this.now() >= grant.issuedAt + LIFETIME_MS) {
      throw new OAuthError('invalid_grant', 700082, 'The refresh token has expired due to inactivity.')
    }
    if (grant.epoch !== this.epochOf(grant.userId)) {
      throw new OAuthError(
        'invalid_grant',
        50173,
        'The provided grant has expired due to it being revoked, a fresh auth token is needed.',
      )
    }
    return grant
  }
}
