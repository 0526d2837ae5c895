// Ids of one mailbox. They carry their number, so nothing has to be remembered: an id is read back and compared letter
// by letter. Numbers sit on whole base64 characters: neighbours may differ only in case, as real ids do.

import { createHash } from 'node:crypto'

const digest = (text: string) => createHash('sha256').update(text).digest()
const REST_HEAD = 102
const IMMUTABLE_HEAD = 60

export interface ItemRef {
  n: number
  folder: number
  moves: number
}

function put48(buffer: Buffer, at: number, value: number): void {
  buffer.writeUIntBE(value, at, 6)
}

/** Base64url with the padding that Outlook keeps. */
const encode = (bytes: Buffer) => bytes.toString('base64').replace(/\+/g, '-').replace(/\//g, '_')

export class MailboxIds {
  private readonly restPrefix: string
  private readonly immutablePrefix: string
  private readonly folderPrefix: string
  private readonly conversationPrefix: string
  private readonly keyPrefix: string

  constructor(ownerId: string) {
    const hash = digest(`mailbox ${ownerId}`)
    const guid = Buffer.from(ownerId.slice(0, 36).padEnd(36, '0'), 'latin1')
    const rest = Buffer.alloc(REST_HEAD)
    Buffer.from([0x00, 0x03, 0x24, 0x00]).copy(rest)
    guid.copy(rest, 4)
    Buffer.from([0x00, 0x46, 0, 0, 0, 0, 0]).copy(rest, 40)
    hash.copy(rest, 47)
    Buffer.from([7, 0]).copy(rest, 79)
    hash.copy(rest, 81, 3, 24)
    this.restPrefix = encode(rest)
    const immutable = Buffer.alloc(IMMUTABLE_HEAD)
    Buffer.from([0x00, 0x09, 0x00, 0x2e, 0, 0, 0, 0, 0, 0x1d, 0x84, 0x03, 0x11]).copy(immutable)
    hash.copy(immutable, 13)
    hash.copy(immutable, 45, 8, 23)
    this.immutablePrefix = encode(immutable)
    this.folderPrefix = encode(Buffer.concat([rest.subarray(0, 79), Buffer.from([1, 0]), hash.subarray(0, 15)]))
    this.conversationPrefix = encode(Buffer.concat([Buffer.from([0x00, 0x04, 0x24]), guid, Buffer.from([0, 0x10, 0])]))
    this.keyPrefix = encode(Buffer.concat([Buffer.from([0x09, 0, 0, 0, 0x16, 0]), hash.subarray(0, 15)]))
  }

  /** Id that changes with every move; 160 characters. */
  rest(ref: ItemRef): string {
    const tail = Buffer.alloc(18)
    tail.writeUIntBE(ref.folder, 0, 3)
    tail.writeUIntBE(ref.moves, 3, 3)
    put48(tail, 6, ref.n)
    return this.restPrefix + encode(tail)
  }

  /** Id that survives moves; 96 characters. */
  immutable(n: number): string {
    const tail = Buffer.alloc(12)
    put48(tail, 0, n)
    return this.immutablePrefix + encode(tail)
  }

  folder(serial: number): string {
    const tail = Buffer.alloc(11)
    tail.writeUIntBE(serial, 0, 6)
    return this.folderPrefix + encode(tail)
  }

  /** Content of an etag: changes with every modification. */
  changeKey(seq: number): string {
    const tail = Buffer.alloc(9)
    put48(tail, 3, seq)
    return this.keyPrefix + encode(tail)
  }

  conversation(key: string): string {
    return this.conversationPrefix + encode(digest(key).subarray(0, 16))
  }

  attachment(item: string, index: number): string {
    const tail = Buffer.alloc(26)
    tail.writeUIntBE(index + 1, 0, 3)
    digest(`${item} ${index}`).copy(tail, 3, 0, 23)
    return item.replace(/=+$/, '') + encode(tail)
  }

  /** Number that an item id of either kind names; null when the text is not an id of this mailbox. */
  parse(id: string): { n: number; rest: string | null } | null {
    if (id.startsWith(this.restPrefix)) {
      const tail = Buffer.from(id.slice(this.restPrefix.length), 'base64url')
      if (tail.length !== 18) return null
      return { n: tail.readUIntBE(6, 6), rest: id }
    }
    if (id.startsWith(this.immutablePrefix)) {
      const tail = Buffer.from(id.slice(this.immutablePrefix.length), 'base64url')
      if (tail.length !== 12) return null
      const n = tail.readUIntBE(0, 6)
      return this.immutable(n) === id ? { n, rest: null } : null
    }
    return null
  }
}

/** True when `id` at least looks like an Outlook id: then an unknown one is 404, else 400 ErrorInvalidIdMalformed. */
export const looksLikeId = (id: string) => /^[A-Za-z0-9_-]{60,}={0,2}$/.test(id)
