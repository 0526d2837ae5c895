import { createCipheriv, createDecipheriv, createHash, hkdfSync, randomBytes, timingSafeEqual } from 'node:crypto'
import { env } from './env'
import { AppError } from './errors'

/** Where a sealed value lives. It is part of the seal: moved to another row or column, the value no longer opens. */
export interface SealPlace {
  table: string
  column: string
  row: string
}

/** Without it Node takes a forged tag of four bytes for a whole one. */
const TAG = { authTagLength: 16 }
const aad = ({ table, column, row }: SealPlace) => Buffer.from(`${table}\n${column}\n${row}`)
const subkey = (key: Buffer) => Buffer.from(hkdfSync('sha256', key, Buffer.alloc(0), 'tandem seal v1', 32))

/** Seals a secret with AES-256-GCM under the newest key: `v1.<key id>.<iv>.<ciphertext and tag>` (base64url). */
export function seal(plain: string, place: SealPlace): string {
  const [newest] = env().ENCRYPTION_KEYS
  if (!newest) throw new AppError('internal', 'empty key ring')
  const iv = randomBytes(12)
  const cipher = createCipheriv('aes-256-gcm', subkey(newest.key), iv, TAG).setAAD(aad(place))
  const body = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final(), cipher.getAuthTag()])
  return `v1.${newest.id}.${iv.toString('base64url')}.${body.toString('base64url')}`
}

/** Opens what `seal` made, with any key of the ring. Throws `internal` when the key is gone or the value was moved. */
export function open(sealed: string, place: SealPlace): string {
  const [version, keyId, iv, body] = sealed.split('.')
  const entry = env().ENCRYPTION_KEYS.find(({ id }) => id === keyId)
  if (version !== 'v1' || !entry || !iv || !body)
    throw new AppError('internal', `cannot open ${place.table}.${place.column}`)
  const bytes = Buffer.from(body, 'base64url')
  try {
    const decipher = createDecipheriv('aes-256-gcm', subkey(entry.key), Buffer.from(iv, 'base64url'), TAG)
    decipher.setAAD(aad(place)).setAuthTag(bytes.subarray(-16))
    return Buffer.concat([decipher.update(bytes.subarray(0, -16)), decipher.final()]).toString('utf8')
  } catch (cause) {
    throw new AppError('internal', `cannot open ${place.table}.${place.column}`, { cause })
  }
}

/** An unguessable token for links and states, 256 bits, base64url. */
export const randomToken = (): string => randomBytes(32).toString('base64url')

/** What is stored of such a token: its SHA-256, so that a read database gives no usable link. */
export const tokenHash = (token: string): string => createHash('sha256').update(token).digest('base64url')

/** Compares two strings in constant time. */
export const sameSecret = (a: string, b: string): boolean =>
  timingSafeEqual(createHash('sha256').update(a).digest(), createHash('sha256').update(b).digest())
