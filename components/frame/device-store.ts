/**
 * What this device keeps of a person: unsaved drafts, what was searched for, what the palette was used for, changes of
 * the schedule that are not sent yet. It is theirs alone: whoever signs in next on this device neither sees nor saves it.
 */
const ofMailbox = ['tandem-draft-', 'tandem-mail-searches', 'tandem-palette-last']
const ofPerson = ['tandem-schedule-']
const owner = 'tandem-person'

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
    localStorage.setItem(owner, person)
  } catch {}
}
