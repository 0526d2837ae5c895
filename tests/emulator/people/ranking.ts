// Who matters to a person, counted from the mailbox: mail that was sent to somebody weighs more than mail that came.

import type { Address } from '../mail/content'
import type { Mailbox } from '../mail/mailbox'
import type { Opened } from '../mail/request'

/** Answers to real people weigh more than what arrives unasked. */
const SENT = 3
const RECEIVED = 1
const IGNORED = ['drafts', 'junkemail', 'deleteditems']
/** Other requests get their turn after so many messages. */
const BREATH = 5000

export interface Tally {
  /** Lower case. */
  address: string
  /** As in the newest mail. */
  name: string
  score: number
}

interface Counted {
  /** Changes when mail comes or goes, not when it is read. */
  state: string
  tallies: ReadonlyMap<string, Tally>
}

const known = new WeakMap<Mailbox, Counted>()

async function count({ mailbox, renderer }: Opened, own: string): Promise<ReadonlyMap<string, Tally>> {
  const tallies = new Map<string, Tally>()
  const add = ({ name, address }: Address, weight: number) => {
    const key = address.toLowerCase()
    if (key === '' || key === own || !key.includes('@')) return
    const tally = tallies.get(key) ?? { address: key, name: '', score: 0 }
    tally.score += weight
    if (name && name.toLowerCase() !== key) tally.name = name
    tallies.set(key, tally)
  }
  const ignored = new Set(IGNORED.map((name) => mailbox.folder(name)))
  let seen = 0
  // Oldest first, so that the newest name stays.
  for (const item of [...mailbox.all.all()]) {
    if (++seen % BREATH === 0) await new Promise((next) => setImmediate(next))
    if (item.isDraft || ignored.has(item.folder)) continue
    const { from, to, cc, bcc } = renderer.head(item)
    if (from?.address.toLowerCase() === own) for (const each of [...to, ...cc, ...bcc]) add(each, SENT)
    else if (from) add(from, RECEIVED)
  }
  return tallies
}

/** Everybody in the mail of `own` (lower case) by address, counted anew once mail has come or gone. */
export async function tally(opened: Opened, own: string): Promise<ReadonlyMap<string, Tally>> {
  const { mailbox } = opened
  const state = `${mailbox.generation} ${mailbox.nextN} ${mailbox.items.size}`
  const before = known.get(mailbox)
  if (before?.state === state) return before.tallies
  const tallies = await count(opened, own)
  known.set(mailbox, { state, tallies })
  return tallies
}
