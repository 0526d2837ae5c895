// iCalUId: Exchange's global object id as hexadecimal text. Copies of a meeting share it; in an occurrence four bytes
// hold its original day. Microsoft Graph: event, iCalUId (different for each occurrence).

import { createHash } from 'node:crypto'

const CLASS = '040000008200E00074C5B7101A82E008'
const DAY_AT = CLASS.length

const hex = (value: bigint | number, length: number) => value.toString(16).toUpperCase().padStart(length, '0')

/** @param about what no other event has @param at epoch milliseconds of creation */
export function makeUid(about: string, at: number): string {
  const fileTime = Buffer.alloc(8)
  fileTime.writeBigUInt64LE(BigInt(at) * 10_000n + 116_444_736_000_000_000n)
  const tail = createHash('sha256').update(about).digest('hex').slice(0, 32).toUpperCase()
  return `${CLASS}00000000${fileTime.toString('hex').toUpperCase()}000000000000000010000000${tail}`
}

/** Uid of one occurrence; `date` is its original day. Ids of other makers than Exchange stay as they are. */
export function uidOf(uid: string, date: string | null): string {
  if (date === null || !uid.startsWith(CLASS)) return uid
  const [year = 0, month = 0, day = 0] = date.split('-').map(Number)
  return uid.slice(0, DAY_AT) + hex(year, 4) + hex(month, 2) + hex(day, 2) + uid.slice(DAY_AT + 8)
}
