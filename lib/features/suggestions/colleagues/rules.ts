/**
 * Signs of one kind, as ranges for a bracket of Postgres's regular expressions, which do not know Unicode's kinds. Of
 * the basic plane: nobody's name is written with marks of another.
 */
export function rangesOf(kind: RegExp): string {
  const ranges: string[] = []
  const spell = (code: number) => `\\u${code.toString(16).padStart(4, '0')}`
  let from: number | null = null
  for (let code = 0; code <= 0x1_0000; code++) {
    const isOne = code < 0x1_0000 && kind.test(String.fromCharCode(code))
    if (isOne) from ??= code
    else if (from !== null) {
      ranges.push(from === code - 1 ? spell(from) : `${spell(from)}-${spell(code - 1)}`)
      from = null
    }
  }
  return ranges.join('')
}

/** Marks that take room, as in Devanagari: they are neither letter nor digit, and some databases take them for one. */
const PARTING = rangesOf(/\p{Mc}/u)

/**
 * A pattern of Postgres's for texts in which a word begins like this one. Letters beyond the plain ones are looked for
 * in both cases: not every database knows theirs. Words have letters and digits only, so nothing in them is a sign.
 */
export function beginning(word: string): string {
  const letters = [...word].map((letter) => {
    const capital = letter.toUpperCase()
    const forms = new Set([letter, ...capital, ...capital.toLowerCase()])
    return /^[a-z0-9]$/.test(letter) || forms.size === 1 ? letter : `[${[...forms].join('')}]`
  })
  const before = /^[a-z0-9]+$/.test(word) ? '^|[^[:alnum:]]' : `^|[^[:alnum:]]|[${PARTING}]`
  return `(${before})${letters.join('')}`
}
