// ULIDs: sortable by time, as Inngest's run and event ids are.

import { createHash, randomBytes } from 'node:crypto'

const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'

function encode(ms: number, entropy: Uint8Array): string {
  let time = ''
  for (let rest = ms, i = 0; i < 10; i++, rest = Math.floor(rest / 32)) time = ALPHABET.charAt(rest % 32) + time
  let tail = ''
  for (let i = 0; i < 16; i++) tail += ALPHABET.charAt((entropy[i] ?? 0) % 32)
  return time + tail
}

let pool = randomBytes(4096)
let used = 0

/** A new ULID for the moment `ms`. */
export function ulid(ms: number): string {
  if (used + 16 > pool.length) {
    pool = randomBytes(4096)
    used = 0
  }
  used += 16
  return encode(ms, pool.subarray(used - 16, used))
}

/**
 * The id of the event at `index` in a request that carried `x-inngest-event-id-seed` ("ms,entropy"): the SDK repeats the
 * seed when it repeats the request, so that the ids come out the same.
 */
export function seededId(seed: string, index: number): string {
  const ms = Number(seed.split(',')[0])
  return encode(Number.isFinite(ms) ? ms : 0, createHash('sha256').update(`${seed}:${index}`).digest())
}
