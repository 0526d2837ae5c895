// Signing key of the emulated Entra ID, and the seal of its opaque strings (refresh tokens, consumer access tokens, form state).

import { createHmac, generateKeyPairSync, type JsonWebKey, randomBytes, timingSafeEqual } from 'node:crypto'
import { calculateJwkThumbprint, importJWK, type JWK, type JWTPayload, jwtVerify, SignJWT } from 'jose'

export interface SavedKeys {
  /** Private RSA key. */
  jwk: JsonWebKey
  /** base64url; a reset makes a new one, so that everything sealed before is void. */
  secret: string
}

let sharedKey: JsonWebKey | undefined

/** Making an RSA key takes a while: emulators of one process share it. */
function newPrivateKey(): JsonWebKey {
  sharedKey ??= generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ format: 'jwk' })
  return sharedKey
}

export class Keys {
  private constructor(
    private readonly jwk: JWK,
    private readonly privateKey: CryptoKey,
    private readonly publicKey: CryptoKey,
    readonly kid: string,
    private secret: string,
  ) {}

  static async make(saved?: SavedKeys): Promise<Keys> {
    const jwk = (saved?.jwk ?? newPrivateKey()) as JWK
    const { kty, n, e } = jwk
    const kid = await calculateJwkThumbprint({ kty, n, e } as JWK)
    const privateKey = await importJWK(jwk, 'RS256')
    const publicKey = await importJWK({ kty, n, e } as JWK, 'RS256')
    if (privateKey instanceof Uint8Array || publicKey instanceof Uint8Array) throw new Error('an RSA key is expected')
    return new Keys(jwk, privateKey, publicKey, kid, saved?.secret ?? newSecret())
  }

  save(): SavedKeys {
    return { jwk: this.jwk as JsonWebKey, secret: this.secret }
  }

  /** Voids every opaque string and every access token issued so far. */
  renewSecret(): void {
    this.secret = newSecret()
  }

  /** Short name of the present secret; access tokens carry it. */
  generation(): string {
    return createHmac('sha256', this.secret).update('generation').digest('base64url').slice(0, 12)
  }

  /** The JSON Web Key Set of the keys endpoint. */
  keySet(): { keys: Record<string, unknown>[] } {
    const { kty, n, e } = this.jwk
    return { keys: [{ kty, use: 'sig', alg: 'RS256', kid: this.kid, n, e }] }
  }

  sign(payload: JWTPayload): Promise<string> {
    return new SignJWT(payload).setProtectedHeader({ typ: 'JWT', alg: 'RS256', kid: this.kid }).sign(this.privateKey)
  }

  /** The payload if the signature is ours, whatever its times say; null otherwise. */
  async verify(jwt: string): Promise<JWTPayload | null> {
    try {
      // The times are judged by Microsoft's clock, not by the machine's.
      const { payload } = await jwtVerify(jwt, this.publicKey, { currentDate: new Date(0), clockTolerance: 1e12 })
      return payload
    } catch {
      return null
    }
  }

  /** An opaque string that carries `value`: no dots, so that nobody takes it for a JWT. */
  seal(prefix: string, value: unknown): string {
    const body = Buffer.from(JSON.stringify(value)).toString('base64url')
    return `${prefix}${body}${this.mac(prefix + body)}`
  }

  unseal(prefix: string, sealed: string): unknown {
    const body = sealed.slice(prefix.length, -MAC_LENGTH)
    if (!sealed.startsWith(prefix) || body === '') return null
    const expected = Buffer.from(this.mac(prefix + body))
    const found = Buffer.from(sealed.slice(-MAC_LENGTH))
    if (expected.length !== found.length || !timingSafeEqual(expected, found)) return null
    return JSON.parse(Buffer.from(body, 'base64url').toString('utf8'))
  }

  private mac(text: string): string {
    return createHmac('sha256', this.secret).update(text).digest('base64url')
  }
}

const MAC_LENGTH = 43

function newSecret(): string {
  return randomBytes(32).toString('base64url')
}
