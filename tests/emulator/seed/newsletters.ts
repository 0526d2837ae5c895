// Newsletters: tables, remote pictures, tracking pixels, unsubscribe headers.

import { escapeHtml } from '../mail/text'
import { compose, type SeedMail, type Stage } from './compose'
import { COMPANIES } from './people'
import { MIDDLE } from './sentences'
import { FIELDS } from './sentences-fields'
import { fill } from './words'

const TITLES = [
  'News from {company}',
  '{month} in five minutes',
  'What is new in {city}',
  'Your weekly digest, no. {count}',
  'Save {percent} until {weekday}',
  'Invitation: open day in {city}',
]

/** A marketing mail; goes to "other" in the focused inbox. */
export function newsletter(stage: Stage, index: number): SeedMail {
  const { random } = stage
  const { name, domain, field } = random.pick(COMPANIES)
  const title = fill(random.pick(TITLES), random)
  const host = `https://img.${domain}`
  const article = (n: number) => {
    const text = [fill(random.pick(FIELDS[field].sentences), random), fill(random.pick(MIDDLE), random)].join(' ')
    return `<tr><td style="padding:16px" width="200"><img src="${host}/n${index}/a${n}.jpg" width="180" height="120" alt="Picture ${n}"></td><td style="padding:16px; font-family:Georgia,serif"><h3 style="margin:0; color:#254">${escapeHtml(fill(random.pick(FIELDS[field].subjects), random))}</h3><p>${escapeHtml(text)}</p><a href="https://${domain}/read/${index}/${n}?utm_source=mail&amp;u=${index * 7919}">Read on</a></td></tr>`
  }
  const body = `<!DOCTYPE html><html><head><meta name="viewport" content="width=device-width"><style>@import url("${host}/fonts.css"); .wrap{width:640px;background:url('${host}/paper.png')} @media (max-width:600px){.wrap{width:100%!important}}</style></head><body bgcolor="#f2efe9"><div style="display:none;max-height:0;overflow:hidden">${escapeHtml(title)} and more &zwnj;&nbsp;&zwnj;&nbsp;</div><table class="wrap" align="center" cellpadding="0" cellspacing="0" bgcolor="#ffffff"><tr><td colspan="2"><img src="${host}/head.png" srcset="${host}/head@2x.png 2x" width="640" alt="${escapeHtml(name)}"></td></tr>${[1, 2, 3].map(article).join('')}<tr><td colspan="2" style="font-size:11px; color:#888; padding:16px">You receive this mail because you once visited our stand. <a href="https://${domain}/unsubscribe?id=${index}">Unsubscribe</a></td></tr></table><img src="https://track.${domain}/open.gif?m=${index}&amp;r=${encodeURIComponent(stage.owner.address)}" width="1" height="1" border="0"></body></html>`
  const at = stage.moment()
  return {
    content: compose(stage, `news${index}`, {
      subject: title,
      from: { name: `${name} News`, address: `news@${domain}` },
      replyTo: [{ name: 'Reader service', address: `readers@${domain}` }],
      at,
      body,
      headers: [
        ['List-Unsubscribe', `<mailto:leave-${index}@${domain}>, <https://${domain}/unsubscribe?id=${index}>`],
        ['List-Unsubscribe-Post', 'List-Unsubscribe=One-Click'],
        ['Precedence', 'bulk'],
      ],
    }),
    place: index % 5 === 4 ? 'junkemail' : 'inbox',
    received: at,
    isRead: random.chance(55),
    focused: false,
  }
}
