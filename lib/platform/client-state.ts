// Runs at the edge: Web APIs only, no environment module (it needs Node's Buffer).

/** What a Graph subscription's clientState says about itself. */
export interface ClientState {
  /** Tandem's connection id (UUID). */
  connectionId: string
  /** Which stream of that connection, e.g. `mail`. */
  resource: string
}

const encoder = new TextEncoder()

const toBase64Url = (bytes: Uint8Array): string =>
  btoa(String.fromCharCode(...bytes))
    .replace(/\+/g, '-')
    .replace(/\//g, '_')
    .replace(/=+$/, '')

const fromBase64 = (text: string): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(atob(text.replace(/-/g, '+').replace(/_/g, '/')), (c) => c.charCodeAt(0))

const packUuid = (uuid: string): string =>
  toBase64Url(Uint8Array.from(uuid.replace(/-/g, '').match(/../g) ?? [], (hex) => Number.parseInt(hex, 16)))

const unpackUuid = (text: string): string =>
  [...fromBase64(text)]
    .map((byte) => byte.toString(16).padStart(2, '0'))
    .join('')
    .replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')

/** One MAC key for each entry of the key ring (`id:base64,…`, newest first), derived for this purpose alone. */
async function macKeys(ring: string): Promise<Map<string, CryptoKey>> {
  const keys = new Map<string, CryptoKey>()
  for (const entry of ring.split(',')) {
    const at = entry.indexOf(':')
    const raw = await crypto.subtle.importKey('raw', fromBase64(entry.slice(at + 1).trim()), 'HKDF', false, [
      'deriveKey',
    ])
    const key = await crypto.subtle.deriveKey(
      { name: 'HKDF', hash: 'SHA-256', salt: new Uint8Array(), info: encoder.encode('tandem client state v1') },
      raw,
      { name: 'HMAC', hash: 'SHA-256', length: 256 },
      false,
      ['sign', 'verify'],
    )
    keys.set(entry.slice(0, at).trim(), key)
  }
  return keys
}

let cached: { ring: string; keys: Promise<Map<string, CryptoKey>> } | undefined
function keysOf(ring: string): Promise<Map<string, CryptoKey>> {
  if (cached?.ring !== ring) cached = { ring, keys: macKeys(ring) }
  return cached.keys
}

/** Reads the ring from the environment; the edge has no validated env, so an empty one simply verifies nothing. */
const ringFromEnv = () => process.env.ENCRYPTION_KEYS ?? ''

/**
 * Makes a clientState: `v1.<key id>.<connection>.<resource>.<nonce>.<mac>`, about 80 characters (Graph allows 128).
 * The MAC covers its own fields, never the notification's resource text, whose spelling varies.
 */
export async function signClientState(state: ClientState, ring: string = ringFromEnv()): Promise<string> {
  const keys = await keysOf(ring)
  const [id, key] = keys.entries().next().value ?? []
  if (!id || !key) throw new Error('no key to sign with')
  const nonce = toBase64Url(crypto.getRandomValues(new Uint8Array(9)))
  const fields = `v1.${id}.${packUuid(state.connectionId)}.${state.resource}.${nonce}`
  const mac = new Uint8Array(await crypto.subtle.sign('HMAC', key, encoder.encode(fields)))
  return `${fields}.${toBase64Url(mac.subarray(0, 16))}`
}

/**
 * Checks a clientState in constant time; null for anything forged. Older keys of the ring stay valid, so a rotated
 * key must remain in the ring for 8 days (a subscription lives 7).
 */
export async function verifyClientState(text: unknown, ring: string = ringFromEnv()): Promise<ClientState | null> {
  if (typeof text !== 'string' || text.length > 128) return null
  const parts = text.split('.')
  const [version, id, connection, resource, , mac] = parts
  if (parts.length !== 6 || version !== 'v1' || !id || !connection || !resource || !mac) return null
  const key = (await keysOf(ring)).get(id)
  if (!key || !/^[\w-]{22}$/.test(connection) || !/^[\w-]{22}$/.test(mac)) return null
  const expected = new Uint8Array(
    await crypto.subtle.sign('HMAC', key, encoder.encode(text.slice(0, text.lastIndexOf('.')))),
  )
  const given = fromBase64(mac)
  let difference = 0
  for (let i = 0; i < 16; i++) difference |= (expected[i] ?? 0) ^ (given[i] ?? 1)
  return difference === 0 ? { connectionId: unpackUuid(connection), resource } : null
}
