// Mail from a recipe: two numbers in, always the same mail out. Heads are cheap, bodies are made only when read.

import type { Address, Attachment, Body, Head, Recipe } from '../mail/content'
import { escapeHtml } from '../mail/text'
import { pdf } from './files'
import { COMPANIES, type Company, personAt } from './people'
import { hash, Random } from './random'
import { CLOSERS, FOLLOW_UPS, GREETINGS, MIDDLE, OPENERS, SIGN_OFFS } from './sentences'
import { FIELDS } from './sentences-fields'
import { fill } from './words'

const GROUP = 5

interface Plan {
  company: Company
  sender: Address
  root: number
  depth: number
}

/** Every third group of five is one conversation. */
function plan({ seed, index }: Recipe): Plan {
  const group = Math.floor(index / GROUP)
  const threaded = hash(seed, group, 1) % 3 === 0
  const root = threaded ? group * GROUP : index
  const rootRandom = new Random(hash(seed, root, 2))
  const company = rootRandom.pick(COMPANIES)
  const depth = index - root
  return {
    company,
    sender: personAt(depth % 2 === 0 ? rootRandom : new Random(hash(seed, index, 3)), company),
    root,
    depth,
  }
}

const messageId = (seed: number, index: number, { domain }: Company) =>
  `<${hash(seed, index, 4).toString(16).padStart(8, '0')}.${hash(seed, index, 5).toString(36)}.${index}@${domain}>`

export function bulkHead(recipe: Recipe, owner: Address): Head {
  const { seed, index } = recipe
  const { company, sender, root, depth } = plan(recipe)
  const random = new Random(hash(seed, root, 6))
  const subject = fill(random.pick(FIELDS[company.field].subjects), random)
  const own = new Random(hash(seed, index, 9))
  return {
    subject: depth > 0 ? `Re: ${subject}` : subject,
    from: sender,
    sender,
    to: [owner],
    cc: own.chance(20) ? [personAt(own, company)] : [],
    bcc: [],
    replyTo: [],
    internetMessageId: messageId(seed, index, company),
    conversation: messageId(seed, root, company),
    depth,
    sentAt: Math.floor(recipe.sentAt / 1000) * 1000,
    hasAttachments: hash(seed, index, 10) % 12 === 0,
    meeting: null,
  }
}

/** Paragraphs of a business mail; `field` gives the subject matter. */
export function paragraphs(random: Random, company: Company, owner: string, sender: Address, depth: number): string[] {
  const { sentences } = FIELDS[company.field]
  const some = (list: readonly string[], count: number) =>
    Array.from({ length: count }, () => fill(random.pick(list), random))
  const first = depth > 0 ? some(FOLLOW_UPS, 1 + random.int(2)) : some(OPENERS, 1)
  const middle = [...some(sentences, 1 + random.int(3)), ...some(MIDDLE, random.int(3))]
  return [
    `${random.pick(GREETINGS).replace('{owner}', owner.split(' ')[0] ?? owner)},`,
    first.join(' '),
    middle.join(' '),
    ...(random.chance(30) ? [some(MIDDLE, 2).join(' ')] : []),
    some(CLOSERS, 1).join(' '),
    `${random.pick(SIGN_OFFS)}\n${sender.name}\n${company.name}`,
  ]
}

export const html = (parts: readonly string[]) =>
  `<html><head><meta http-equiv="Content-Type" content="text/html; charset=utf-8"></head><body><div style="font-family:Calibri,Arial,sans-serif; font-size:11pt">${parts
    .map((part) => `<p>${escapeHtml(part).replace(/\n/g, '<br>')}</p>`)
    .join('')}</div></body></html>`

export function bulkBody(recipe: Recipe, owner: Address): Body {
  const { seed, index } = recipe
  const { company, sender, depth } = plan(recipe)
  const parts = paragraphs(new Random(hash(seed, index, 11)), company, owner.name, sender, depth)
  const head = bulkHead(recipe, owner)
  const plain = hash(seed, index, 12) % 10 === 0
  const attachments: Attachment[] = head.hasAttachments
    ? [
        {
          name: `${company.field}-${index}.pdf`,
          contentType: 'application/pdf',
          isInline: false,
          contentId: null,
          bytes: pdf(head.subject ?? ''),
          item: null,
        },
      ]
    : []
  return {
    type: plain ? 'text' : 'html',
    content: plain ? parts.join('\n\n') : html(parts),
    unique: null,
    preview: parts.join('\n'),
    headers: [
      ['Message-ID', head.internetMessageId],
      ['MIME-Version', '1.0'],
      ['X-Mailer', 'Riverpost 4.2'],
    ],
    attachments,
    mime: null,
  }
}
