// The quoted original below a reply or a forward, as Outlook on the web builds it.

import { GraphFault } from '../seam'
import type { Address, Body, Head } from './content'
import { escapeHtml, textToHtml } from './text'

/** Windows names that programs send most; IANA names work as they are. */
const WINDOWS: Record<string, string> = {
  UTC: 'UTC',
  'GMT Standard Time': 'Europe/London',
  'W. Europe Standard Time': 'Europe/Berlin',
  'Romance Standard Time': 'Europe/Paris',
  'Central Europe Standard Time': 'Europe/Budapest',
  'Eastern Standard Time': 'America/New_York',
  'Central Standard Time': 'America/Chicago',
  'Mountain Standard Time': 'America/Denver',
  'Pacific Standard Time': 'America/Los_Angeles',
  'India Standard Time': 'Asia/Kolkata',
  'Tokyo Standard Time': 'Asia/Tokyo',
}

/** IANA zone for `Prefer: outlook.timezone`; UTC without one. @throws GraphFault 400 for an unknown name. */
export function zoneOf(preferred: string | undefined): string {
  if (preferred === undefined) return 'UTC'
  const zone = WINDOWS[preferred] ?? preferred
  try {
    new Intl.DateTimeFormat('en-US', { timeZone: zone })
    return zone
  } catch {
    throw new GraphFault(400, 'TimeZoneNotSupportedException', `A valid TimeZone value must be specified.`)
  }
}

const person = ({ name, address }: Address) =>
  escapeHtml(name && name !== address ? `${name} <${address}>` : address || name)
const people = (list: Address[]) => list.map(person).join('; ')

function sentLine(at: number, timeZone: string): string {
  const format = (options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat('en-US', { timeZone, ...options }).format(at).replace(/\u202f/g, ' ')
  const day = format({ weekday: 'long', month: 'long', day: 'numeric', year: 'numeric' })
  return `${day} ${format({ hour: 'numeric', minute: '2-digit' })}`
}

function header(head: Head, timeZone: string): string {
  const lines: [string, string][] = [
    ['From', head.from ? person(head.from) : ''],
    ['Sent', sentLine(head.sentAt, timeZone)],
    ['To', people(head.to)],
    ...(head.cc.length > 0 ? [['Cc', people(head.cc)] as [string, string]] : []),
    ['Subject', escapeHtml(head.subject ?? '')],
  ]
  return lines.map(([name, value]) => `<b>${name}:</b> ${value}`).join('<br>')
}

/** What lies between the body tags, and the styles of the head. */
function parts(html: string): { inner: string; styles: string } {
  const styles = (/<head\b[^>]*>([\s\S]*?)<\/head>/i.exec(html)?.[1] ?? '').match(/<style\b[\s\S]*?<\/style>/gi) ?? []
  const opened = /<body\b[^>]*>/i.exec(html)
  const begin = opened ? opened.index + opened[0].length : 0
  const end = html.toLowerCase().lastIndexOf('</body>')
  const inner = opened ? html.slice(begin, end < begin ? undefined : end) : html
  return { inner, styles: styles.join('') }
}

const META = '<meta http-equiv="Content-Type" content="text/html; charset=utf-8">'
const MARK = 'id="divRplyFwdMsg"'

/** A comment is text; one that holds tags is taken as HTML. */
const commentHtml = (comment: string) =>
  /<[a-z][^>]*>/i.test(comment) ? comment : escapeHtml(comment).replace(/\r?\n/g, '<br>')

/** Body of an answer: the comment, the rule, who wrote what when, and the original. `timeZone`: IANA. */
export function quote(head: Head, body: Body, comment: string, timeZone: string): string {
  const { inner, styles } = parts(body.type === 'html' ? body.content : textToHtml(body.content))
  return [
    `<html><head>${META}${styles}</head><body>`,
    comment === '' ? '' : `<div>${commentHtml(comment)}</div>`,
    '<hr tabindex="-1" style="display:inline-block; width:98%">',
    `<div ${MARK} dir="ltr"><font face="Calibri, sans-serif" color="#000000" style="font-size:11pt">`,
    `${header(head, timeZone)}</font><div>&nbsp;</div></div>`,
    `<div>${inner}</div></body></html>`,
  ].join('')
}

/** The part above the quoted original; null when nothing is quoted in Outlook's way. */
export function uniquePart({ type, content }: Pick<Body, 'type' | 'content'>): string | null {
  const at = type === 'html' ? content.indexOf(MARK) : -1
  if (at < 0) return null
  const above = content.slice(0, content.lastIndexOf('<', at))
  const rule = above.lastIndexOf('<hr')
  const { inner } = parts(`${rule < 0 ? above : above.slice(0, rule)}</body>`)
  return `<html><head>${META}</head><body>${inner}</body></html>`
}
