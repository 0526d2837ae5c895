/**
 * Something to type into was asked for and is on its way (the palette, a composer): until the focus is in it, what is
 * typed must not be taken for single keys, which archive and delete.
 */

const longest = 3000
let until = 0

/** Single keys rest until the focus is in a field, at most three seconds. */
export function holdKeys(): void {
  until = Date.now() + longest
  const release = (event: FocusEvent) => {
    if (!(event.target instanceof HTMLElement)) return
    if (!event.target.isContentEditable && !event.target.matches('input, textarea, select')) return
    until = 0
    document.removeEventListener('focusin', release)
  }
  document.addEventListener('focusin', release)
}

/** Whether single keys rest just now. */
export const keysAreHeld = (): boolean => Date.now() < until
