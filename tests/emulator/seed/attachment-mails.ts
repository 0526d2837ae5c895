// Mail with files and with pictures in the text.

import { escapeHtml } from '../mail/text'
import { html, paragraphs } from './bulk'
import { compose, file, inline, type SeedMail, type Stage } from './compose'
import { pdf, png, xlsx, zip } from './files'
import { COMPANIES, personAt } from './people'
import { fill } from './words'

const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'

export function attachmentMail(stage: Stage, index: number): SeedMail {
  const { random } = stage
  const company = random.pick(COMPANIES)
  const from = personAt(random, company)
  const at = stage.moment()
  const order = fill('{order}', random)
  const parts = paragraphs(random, company, stage.owner.name, from, 0)
  const rows = [
    ['Item', 'Pieces', 'Price'],
    ...Array.from({ length: 8 }, (_, i) => [fill('{device}', random), random.int(40) + 1, random.int(900) + i]),
  ]
  const kind = index % 6
  const logo = inline('logo.png', `logo${index}@${company.domain}`, png(96, 32, 0x2a5caa, 0xf2b134))
  const attachments = [
    [file(`Offer ${order}.pdf`, 'application/pdf', pdf(`${company.name}: offer ${order}`))],
    [file(`Price list ${order}.xlsx`, XLSX, xlsx(rows))],
    [logo],
    [
      logo,
      file(`Photo ${index}.png`, 'image/png', png(160, 120, 0x88aa66, 0x335533)),
      file('notes.txt', 'text/plain', new TextEncoder().encode(parts.join('\n'))),
    ],
    [
      file('Résumé – größe (final).pdf', 'application/pdf', pdf('Names with accents')),
      file('測量結果.xlsx', XLSX, xlsx(rows)),
    ],
    [
      file(
        'plans.zip',
        'application/zip',
        zip({ 'plans/readme.txt': parts.join('\n'), 'plans/list.csv': rows.join('\n') }),
      ),
      {
        name: 'Earlier message',
        contentType: 'message/rfc822',
        isInline: false,
        contentId: null,
        bytes: null,
        item: { subject: `About ${order}`, body: parts.join('\n') },
      },
    ],
  ][kind]
  const body = html(parts)
  const withLogo =
    kind === 2 || kind === 3
      ? body.replace(
          '</body>',
          `<p><img src="cid:${escapeHtml(logo.contentId ?? '')}" width="96" height="32" alt="${escapeHtml(company.name)}"></p></body>`,
        )
      : body
  return {
    content: compose(stage, `files${index}`, {
      subject: `Documents for ${order}`,
      from,
      at,
      body: withLogo,
      attachments,
    }),
    place: index % 7 === 5 ? 'project' : 'inbox',
    received: at,
    isRead: random.chance(70),
  }
}
