// Fills a new mailbox with some four hundred messages of all kinds.

import type { Folder } from '../mail/folders'
import type { NewItem } from '../mail/item'
import type { Mailbox } from '../mail/mailbox'
import type { Core, DirectoryUser } from '../seam'
import { attachmentMail } from './attachment-mails'
import { html, paragraphs } from './bulk'
import { compose, type Place, type SeedMail, type Stage } from './compose'
import { HOSTILE, hostileMail } from './hostile'
import { foreignMail, LETTERS } from './languages'
import { meetingMail } from './meetings'
import { newsletter } from './newsletters'
import { ODD_COUNT, oddMail } from './oddities'
import { COMPANIES, personAt } from './people'
import { hash, Random } from './random'
import { FIELDS } from './sentences-fields'
import { thread } from './threads'
import { fill } from './words'

const DAY = 86_400_000
const DAYS = 400

function ownFolders(mailbox: Mailbox): Record<'customers' | 'project', Folder> {
  const german = mailbox.language === 'de'
  const customers = mailbox.addFolder(german ? 'Kunden' : 'Customers', mailbox.root)
  mailbox.addFolder('Halden Medical', customers)
  mailbox.addFolder(german ? 'Öffentliche Hand' : 'Public sector', customers)
  const projects = mailbox.addFolder(german ? 'Projekte' : 'Projects', mailbox.root)
  return { customers, project: mailbox.addFolder(german ? 'Umbau Lager' : 'Warehouse rebuild', projects) }
}

/** Letters that the owner has begun, sent or thrown away. */
function ownMail(stage: Stage, index: number): SeedMail {
  const { random, owner } = stage
  const company = random.pick(COMPANIES)
  const other = personAt(random, company)
  const at = stage.moment()
  const draft = index % 5 === 0
  return {
    content: compose(stage, `own${index}`, {
      subject: fill(random.pick(FIELDS[company.field].subjects), random),
      from: owner,
      to: draft && index % 10 === 0 ? [] : [other],
      at,
      body: html(paragraphs(random, company, other.name, owner, 0)),
    }),
    place: draft ? 'drafts' : index % 4 === 3 ? 'deleteditems' : 'sentitems',
    received: at,
    isRead: true,
    ...(draft && { isDraft: true }),
  }
}

/** Same seed, owner and time: same mailbox. */
export function fillMailbox(mailbox: Mailbox, owner: DirectoryUser, core: Core, seed: number): void {
  const now = core.now()
  const own = hash(seed, ...[...owner.upn].map((char) => char.charCodeAt(0)))
  const random = new Random(own)
  const stage: Stage = {
    random,
    owner: { name: owner.displayName, address: owner.mail ?? owner.upn },
    now,
    seed: own,
    // Squared: half of all mail is from the last hundred days, a tenth from the last four.
    moment: () => now - 60_000 - Math.floor((random.int(10_000) / 10_000) ** 2 * DAYS * DAY),
  }
  const each = (count: number, make: (stage: Stage, index: number) => SeedMail) =>
    Array.from({ length: count }, (_, index) => make(stage, index))
  const mails = [
    ...Array.from({ length: 34 }, (_, index) => thread(stage, index)).flat(),
    ...each(26, newsletter),
    ...each(24, attachmentMail),
    ...each(14, meetingMail),
    ...each(LETTERS.length, foreignMail),
    ...each(ODD_COUNT, oddMail),
    ...each(HOSTILE.length, hostileMail),
    ...each(25, ownMail),
  ]
  const folders = ownFolders(mailbox)
  const folderOf = (place: Place) =>
    place === 'customers' || place === 'project' ? folders[place] : mailbox.wellKnown(place)
  const items: NewItem[] = mails.map(({ place, ...mail }) => ({
    ...mail,
    created: mail.received,
    folder: folderOf(place),
  }))
  for (let index = 0; index < 110; index++) {
    const received = stage.moment()
    items.push({
      content: { kind: 'recipe', seed: own, index, sentAt: received - 3000 },
      folder: folderOf(index % 15 === 14 ? 'archive' : 'inbox'),
      received,
      created: received,
      isRead: random.chance(65),
      focused: random.chance(70),
    })
  }
  items.sort((a, b) => a.received - b.received)
  for (const item of items) mailbox.create(item)
}
