/**
 * What this device keeps of a person: unsaved drafts, what was searched for, what the palette was used for, changes of
 * the schedule that are not sent yet. It is theirs alone: whoever signs in next on this device neither sees nor saves it.
 */
const ofMailbox = ['tandem-draft-', 'tandem-mail-searches', 'tandem-palette-last']
const ofPerson = ['tandem-schedule-']
const owner = 'tandem-person'
/** Changes on their way (components/schedule/changes): most are of Tandem's own entries, and are sent all the same. */
const changes = 'tandem-schedule-changes'

let over = false

/** False once the person signed out: a page that goes away then leaves nothing behind. */
export const mayKeep = (): boolean => !over

function empty(store: Storage, kept: readonly string[]): void {
  for (let at = store.length - 1; at >= 0; at--) {
    const name = store.key(at)
    if (name && kept.some((each) => name.startsWith(each))) store.removeItem(name)
  }
}

function forget(kept: readonly string[]): void {
  // Where nothing can be kept, nothing has to be forgotten.
  try {
    empty(localStorage, kept)
    empty(sessionStorage, kept)
  } catch {}
}

type Change = { shown?: { source?: unknown } | null; trouble?: { now?: { source?: unknown } | null } | null } | null

/** Changes of what was one with an event of Outlook speak of a mailbox that is gone. */
function forgetOutlooks(): void {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(changes) ?? '[]')
    if (!Array.isArray(kept)) return
    const isOurs = (each: Change) => each?.shown?.source !== 'both' && each?.trouble?.now?.source !== 'both'
    const left = kept.filter(isOurs)
    if (left.length === 0) localStorage.removeItem(changes)
    else if (left.length < kept.length) localStorage.setItem(changes, JSON.stringify(left))
  } catch {}
}

/** At sign-out: forgets all of it, and keeps nothing more in this page. */
export function leaveDevice(): void {
  over = true
  forget([...ofMailbox, ...ofPerson])
  try {
    localStorage.removeItem(owner)
  } catch {}
}

/** At the start of a page: what somebody else left here goes, and without a mailbox what was written for one. */
export function claimDevice(person: string, connected: boolean): void {
  over = false
  try {
    const isOther = localStorage.getItem(owner) !== person
    if (isOther) forget(ofPerson)
    if (isOther || !connected) forget(ofMailbox)
    if (!connected) forgetOutlooks()
    localStorage.setItem(owner, person)
  } catch {}
}
