/** Matching of keys to deeds. Pure, so that it can be tested without a browser. */

export type KeyPress = { key: string; mod: boolean; alt: boolean; shift: boolean }

/** "j", "?", "g i" (one after the other), "mod+k" (⌘ on a Mac, Ctrl elsewhere), "mod+enter". */
export type KeySpec = string

/** The spelling of one press: letters in lower case, a modifier in front. Empty for what cannot be a key of ours. */
export function spell(press: KeyPress): string {
  if (press.alt || ['Shift', 'Control', 'Meta', 'Alt', 'Dead', 'Process'].includes(press.key)) return ''
  const name = press.key === ' ' ? 'space' : press.key.toLowerCase()
  const letter = /^\p{L}$/u.test(name)
  return `${press.mod ? 'mod+' : ''}${press.shift && (letter || name.length > 1) ? 'shift+' : ''}${name}`
}

/** What to do with a press: run a deed, wait for the second key of a sequence, or nothing. */
export function match<T extends { keys: KeySpec }>(
  deeds: readonly T[],
  before: string,
  now: string,
): T | 'wait' | null {
  if (!now) return null
  const sequence = before ? `${before} ${now}` : now
  // Those registered last stand on top.
  const found = deeds.findLast((deed) => deed.keys === sequence) ?? deeds.findLast((deed) => deed.keys === now)
  if (found) return found
  return deeds.some((deed) => deed.keys.startsWith(`${now} `)) ? 'wait' : null
}

/** Single keys can be switched off; those with ⌘ or Ctrl, and Esc, cannot. */
export function isSingle(keys: KeySpec): boolean {
  return !keys.startsWith('mod+') && keys !== 'escape'
}

const signs: Record<string, string> = {
  enter: '↵',
  escape: 'Esc',
  arrowdown: '↓',
  arrowup: '↑',
  arrowleft: '←',
  arrowright: '→',
  space: 'Space',
}

/** As printed: ["⌘K"], ["G", "I"]. */
export function printed(keys: KeySpec, mac: boolean): string[] {
  return keys.split(' ').map((part) =>
    part
      .split('+')
      .map((piece) => {
        if (piece === 'mod') return mac ? '⌘' : 'Ctrl '
        if (piece === 'shift') return '⇧'
        return signs[piece] ?? piece.toUpperCase()
      })
      .join(''),
  )
}
