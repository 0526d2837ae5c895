/**
 * What this device keeps of a person: unsaved drafts, what was searched for, what the palette was used for. It is
 * theirs alone: whoever signs in next on this device neither sees nor saves it.
 */
const kept = ['tandem-draft-', 'tandem-mail-searches', 'tandem-palette-last']
const owner = 'tandem-person'

let over = false

/** False once the person signed out: a page that goes away then leaves nothing behind. */
export const mayKeep = (): boolean => !over

function empty(store: Storage): void {
  for (let at = store.length - 1; at >= 0; at--) {
    const name = store.key(at)
    if (name && kept.some((each) => name.startsWith(each))) store.removeItem(name)
  }
}

function forgetAll(): void {
  // Where nothing can be kept, nothing has to be forgotten.
  try {
    empty(localStorage)
    empty(sessionStorage)
  } catch {}
}

/** At sign-out: forgets all of it, and keeps nothing more in this page. */
export function leaveDevice(): void {
  over = true
  forgetAll()
  try {
    localStorage.removeItem(owner)
  } catch {}
}

/** At the start of a page: what somebody else left here goes, and without a mailbox what was written for one. */
export function claimDevice(person: string, connected: boolean): void {
  over = false
  try {
    if (localStorage.getItem(owner) !== person || !connected) forgetAll()
    localStorage.setItem(owner, person)
  } catch {}
}
