import type { Base, State } from '../rules'
import { contentOn } from '../rules'

/** Characters of a text that is sent back as HTML; a note of a person is far below it. */
const MOST = 1_000_000
/** What Outlook's plain text puts before a point of a list. */
const POINT = /^\s*(?:[*•·§o-]|\d{1,3}[.)])\s+/

const ESCAPED: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }
const escaped = (text: string) => text.replace(/[&<>"]/g, (sign) => ESCAPED[sign] ?? sign)

const NAMED: Record<string, string> = { lt: '<', gt: '>', quot: '"', apos: "'", '#39': "'", nbsp: ' ', amp: '&' }
const plain = (text: string) =>
  text
    .replace(/&(lt|gt|quot|apos|#39|nbsp|amp);/g, (_, name: string) => NAMED[name] ?? '')
    .replace(/\s+/g, ' ')
    .trim()

/** Notes as they read on both sides now, and what is to become of them in Outlook. */
interface Rewrite {
  /** As they read here when Outlook's were as they are; null: nobody knows. */
  before: string | null
  after: string
  isOnline: boolean
  joinUrl: string | null
}

/**
 * The text of an event with other notes in it, as HTML: formatting stays where lines were only added at the end, or one
 * was changed; everything stays that makes it an online meeting (Microsoft Graph: update event). Null: that cannot be
 * told from the text. Plain notes replace it then, or it is left alone if it is an online meeting's.
 */
export function rewriteNotes(html: string, { before, after, isOnline, joinUrl }: Rewrite): string | null {
  const end = isOnline ? beginningOfBlob(html, joinUrl) : html.length
  if (end === null) return null
  const [own, rest] = [html.slice(0, end), html.slice(end)]
  const kept = before === null || html.length > MOST ? null : withChanges(own, before, after)
  if (kept !== null) return kept + rest
  if (!isOnline) return null
  const parts = after.split(/\n{2,}/).map((part) => `<p>${escaped(part).replaceAll('\n', '<br>')}</p>`)
  return `<html><body>${after ? parts.join('') : ''}${rest}`
}

/** Where what makes an online meeting begins; null: it is not to be seen. */
function beginningOfBlob(html: string, joinUrl: string | null): number | null {
  const at = html.search(/_{20,}/)
  const cut = at < 0 ? -1 : html.lastIndexOf('<div', at)
  if (cut < 0) return null
  const blob = html.slice(cut)
  return joinUrl && !blob.includes(joinUrl) && !blob.includes(joinUrl.replaceAll('&', '&amp;')) ? null : cut
}

function withChanges(html: string, before: string, after: string): string | null {
  const [old, now] = [before.trimEnd().split('\n'), after.trimEnd().split('\n')]
  const changed = old.flatMap((line, at) => (plain(line) === plain(now[at] ?? '') ? [] : [at]))
  const [at] = changed
  if (at === undefined) return now.length < old.length ? null : withMore(html, now.slice(old.length))
  if (changed.length > 1 || now.length !== old.length) return null
  return withLine(html, old[at] ?? '', now[at] ?? '')
}

/** Lines added at the end, each a line of its own. */
function withMore(html: string, lines: readonly string[]): string {
  const more = lines.map((line) => `<div>${escaped(line) || '<br>'}</div>`).join('')
  const end = html.toLowerCase().lastIndexOf('</body>')
  return end < 0 ? html + more : html.slice(0, end) + more + html.slice(end)
}

/** One line changed, if it is one piece of the text and there is no other like it. */
function withLine(html: string, from: string, to: string): string | null {
  const pieces = html.split(/(<[^>]*>)/)
  const [point] = POINT.exec(from) ?? ['']
  for (const skip of to.startsWith(point) ? [0, point.length] : [0]) {
    const [sought, next] = [plain(from.slice(skip)), to.slice(skip).trim()]
    if (sought === '' || next === '') continue
    const found = pieces.flatMap((piece, at) => (at % 2 === 0 && plain(piece) === sought ? [at] : []))
    const [at] = found
    if (at === undefined || found.length > 1) continue
    pieces[at] = (pieces[at] ?? '').replace(/\S(?:[\s\S]*\S)?/, () => escaped(next))
    return pieces.join('')
  }
  return null
}

/**
 * How notes read here when Outlook's were as they are now. Null: nobody knows, or they are a private event's, which are
 * not read.
 * @param date of a series; left out, the event's own
 */
export function notesBefore(base: Base | null, theirs: State, date?: string): string | null {
  const on = (state: State) => (date === undefined ? state : contentOn(state, date))
  const [mine, its, now] = base ? [on(base.ours), on(base.theirs), on(theirs)] : []
  return mine && its && now && !now.isPrivate && its.notes === now.notes ? mine.notes : null
}
