// Conversations with answers and quoted text, as mail clients leave them.

import type { Address } from '../mail/content'
import { escapeHtml } from '../mail/text'
import { html, paragraphs } from './bulk'
import { compose, type SeedMail, type Stage } from './compose'
import { COMPANIES, personAt } from './people'
import { FIELDS } from './sentences-fields'
import { fill } from './words'

const HOUR = 3_600_000

function quote(from: Address, at: number, subject: string, body: string): string {
  const when = new Date(at).toUTCString()
  const inner = /<body[^>]*>([\s\S]*)<\/body>/.exec(body)?.[1] ?? body
  return `<hr style="display:inline-block; width:98%"><div id="divRplyFwdMsg"><b>From:</b> ${escapeHtml(from.name)} &lt;${escapeHtml(from.address)}&gt;<br><b>Sent:</b> ${when}<br><b>Subject:</b> ${escapeHtml(subject)}</div><blockquote style="margin:0 0 0 .8ex; border-left:1px solid #ccc; padding-left:1ex">${inner}</blockquote>`
}

const withQuote = (own: string, quoted: string) => own.replace('</body>', `${quoted}</body>`)

/** One conversation between the owner and up to three people of a company; the owner's part lies in Sent Items. */
export function thread(stage: Stage, index: number): SeedMail[] {
  const { random, owner } = stage
  const company = random.pick(COMPANIES)
  const people = Array.from({ length: 1 + random.int(3) }, () => personAt(random, company))
  const subject = fill(random.pick(FIELDS[company.field].subjects), random)
  const length = 2 + random.int(6)
  const mails: SeedMail[] = []
  let at = stage.moment()
  let last: { from: Address; at: number; body: string } | null = null
  let root: string | null = null
  for (let depth = 0; depth < length && at < stage.now; depth++) {
    const mine = depth % 2 === 1 && random.chance(70)
    const from = mine ? owner : random.pick(people)
    const own = html(paragraphs(random, company, mine ? (people[0]?.name ?? '') : owner.name, from, depth))
    const body: string = last ? withQuote(own, quote(last.from, last.at, subject, last.body)) : own
    const content = compose(stage, `thread${index}-${depth}`, {
      subject: depth > 0 ? `Re: ${subject}` : subject,
      from,
      to: mine ? people.slice(0, 1) : [owner],
      cc: people.slice(1),
      at,
      body,
      unique: own,
      ...(root !== null && { thread: { root, depth } }),
    })
    root ??= content.head.internetMessageId
    const old = stage.now - at > 20 * 24 * HOUR
    mails.push({
      content,
      place: mine ? 'sentitems' : index % 9 === 4 ? 'customers' : index % 9 === 7 && old ? 'archive' : 'inbox',
      received: at,
      isRead: mine || old || random.chance(60),
      ...(random.chance(6) &&
        !mine && { flag: { status: 'flagged' as const, start: null, due: null, completed: null } }),
      ...(random.chance(8) && { categories: [random.pick(['Blue category', 'Follow up', 'Contract', 'Urgent'])] }),
      ...(random.chance(7) && { importance: 'high' as const }),
    })
    last = { from, at, body }
    at += Math.floor(HOUR * (0.3 + random.int(60)))
  }
  return mails
}
