import type { RecipientView } from '../view'

const word = /^[\p{L}\p{N}!#$%&'*+/=?^_`{|}~-]+(?:\.[\p{L}\p{N}!#$%&'*+/=?^_`{|}~-]+)*$/u
/** Anything in quotes, quotes and backslashes after a backslash: `"a@b"`. */
const quoted = /^"(?:[^"\\\p{Cc}]|\\["\\])+"$/u
const turning = /[\u202a-\u202e\u2066-\u2069]/
const label = /^[\p{L}\p{N}](?:[\p{L}\p{N}-]{0,61}[\p{L}\p{N}])?$/u

/**
 * Why this is no address, in words; null if it is one. RFC 5321: 64 before the @, 254 in all. What counts is the last @:
 * quotes may hold others. The server has the same rule.
 */
export function faultOf(address: string): string | null {
  const at = address.lastIndexOf('@')
  if (at < 0) return 'There is no @ in it.'
  const [local, domain] = [address.slice(0, at), address.slice(at + 1)]
  if (!local) return 'Nothing stands before the @.'
  if (!domain) return 'Nothing stands after the @.'
  if (local.length > 64 || address.length > 254) return 'It is too long for an address.'
  const inQuotes = quoted.test(local)
  if (/\s/.test(inQuotes ? domain : address)) return 'There is a space in it.'
  if (!inQuotes && local.includes('@')) return 'There are two @ in it.'
  if ((!inQuotes && !word.test(local)) || turning.test(local)) return 'What stands before the @ cannot be an address.'
  const labels = domain.split('.')
  if (labels.length < 2) return 'After the @ an ending such as .com is missing.'
  if (!labels.every((each) => label.test(each)) || /^\d+$/.test(labels.at(-1) ?? ''))
    return 'What stands after the @ cannot be a domain.'
  return null
}

const bare = (name: string) =>
  name
    .trim()
    .replace(/^"(.*)"$/s, '$1')
    .replace(/^'(.*)'$/s, '$1')
    .replace(/\\(["\\])/g, '$1')
    .trim()

const tidy = (address: string) =>
  address
    .trim()
    .replace(/^mailto:/i, '')
    .replace(/^<|>$/g, '')
    .trim()

/** Cut at the separators that stand outside quotes and angle brackets. */
function cut(text: string, separators: RegExp): string[] {
  const pieces: string[] = []
  let piece = ''
  let quoted = false
  let bracketed = false
  for (const sign of text) {
    if (sign === '"') quoted = !quoted
    else if (sign === '<' && !quoted) bracketed = true
    else if (sign === '>' && !quoted) bracketed = false
    if (!quoted && !bracketed && separators.test(sign)) {
      pieces.push(piece)
      piece = ''
    } else piece += sign
  }
  pieces.push(piece)
  return pieces.map((each) => each.trim()).filter(Boolean)
}

function one(text: string): RecipientView[] {
  const named = /^(.*?)<([^<>]*)>$/s.exec(text)
  if (named) return [{ name: bare(named[1] ?? ''), address: tidy(named[2] ?? '') }]
  const words = text.split(/\s+/)
  // "a@b.example c@d.example", as copied from a column.
  if (words.length > 1 && words.every((each) => each.includes('@')))
    return words.map((each) => ({ name: '', address: tidy(each) }))
  return [{ name: '', address: tidy(text) }]
}

/**
 * Reads what was typed or pasted: addresses parted by commas, semicolons or lines, with or without names, also
 * "Okafor, Amara <a@b>" without quotes as Outlook copies it. What is no address comes back as it stands.
 */
export function parseRecipients(text: string): RecipientView[] {
  return cut(text, /[;\r\n\t]/).flatMap((piece) => {
    const parts = cut(piece, /,/)
    const whole: string[] = []
    let name = ''
    for (const part of parts) {
      if (!part.includes('@') && !part.includes('<')) name = name ? `${name}, ${part}` : part
      else if (name && part.includes('<')) {
        whole.push(`${name}, ${part}`)
        name = ''
      } else {
        if (name) whole.push(name)
        name = ''
        whole.push(part)
      }
    }
    if (name) whole.push(...name.split(', '))
    return whole.flatMap(one).filter((found) => found.address || found.name)
  })
}

/** As copied: `Amara Okafor <a@b.example>`. */
export function printRecipient({ name, address }: RecipientView): string {
  if (!name) return address
  return `${/[",;<>@]/.test(name) ? `"${name.replace(/["\\]/g, '\\$&')}"` : name} <${address}>`
}
