import { domainToASCII } from 'node:url'
import { isLocalPart, partAddress } from './addresses'

/**
 * Domains at which anybody may have an address: never a company's own, and never a colleague's because of it. By
 * provider; where one has addresses under many country codes, the codes follow.
 */
const PUBLIC = new Set([
  ...at('gmail googlemail', 'com'),
  ...at(
    'outlook',
    'com at be cl co.il co.id co.th com.ar com.au com.br com.gr com.tr com.vn cz de dk es fr hu ie in it jp kr lv my ph pt sa sg sk',
  ),
  ...at(
    'hotmail',
    'com at be ca ch cl co.id co.il co.in co.jp co.kr co.nz co.th co.uk co.za com.ar com.au com.br com.tr com.vn cz de dk es fi fr gr hu it my nl no pt se sg',
  ),
  ...at(
    'live',
    'com at be ca ch cl cn co.uk co.za com.ar com.au com.mx com.pt com.sg de dk fi fr hk ie in it jp nl no ru se',
  ),
  ...at('msn', 'com cn'),
  ...at('passport', 'com'),
  ...at(
    'yahoo',
    'com at be bg ca ch cl cn co.id co.il co.in co.jp co.kr co.nz co.th co.uk co.za com.ar com.au com.br com.cn com.co com.hk com.mx com.my com.pe com.ph com.sg com.tr com.tw com.ua com.ve com.vn cz de dk ee es fi fr gr hr hu ie in it lt lv nl no pl pt ro rs ru se si sk',
  ),
  ...at('ymail rocketmail', 'com'),
  ...at('myyahoo', 'com'),
  ...at('aol', 'com at be ch co.nz co.uk com.ar com.au com.br com.mx cz de dk es fi fr hk in it jp kr nl pl ru se tw'),
  ...at('aim netscape love games wow', 'com'),
  ...at('icloud me mac', 'com'),
  ...at('gmx', 'at be biz ca ch co.uk com de es eu fr info it li lu net nl org pl pt ro se tm us'),
  ...at(
    'web email posteo mailbox freenet t-online arcor vodafone magenta kabelmail unitybox alice-dsl online o2online 1und1 epost',
    'de',
  ),
  ...at('mail', 'com de ru ee bg by ua hu'),
  ...at('email usa engineer consultant europe', 'com'),
  ...at('proton', 'me'),
  ...at('protonmail', 'com ch'),
  ...at('pm', 'me'),
  ...at('posteo', 'net org eu at be ch dk es fr it jp me nl no pl se uk us'),
  ...at('mailbox', 'org'),
  ...at('tutanota', 'com de'),
  ...at('tutamail', 'com'),
  ...at('tuta', 'io com'),
  ...at('keemail', 'me'),
  ...at('fastmail', 'com fm net org de es fr in jp se co.uk com.au'),
  ...at('zoho', 'com eu in'),
  ...at('zohomail', 'com eu in'),
  ...at('hey hushmail inbox', 'com'),
  ...at('disroot riseup autistici', 'org net'),
  ...at('startmail mailfence runbox', 'com'),
  ...at('yandex', 'com ru by kz ua com.tr'),
  ...at('ya bk list inbox rambler internet', 'ru'),
  ...at('lenta autorambler myrambler', 'ru'),
  ...at('ukr meta i', 'net ua'),
  ...at('qq 163 126 139 sina sohu foxmail aliyun 21cn tom yeah', 'com net cn'),
  ...at('naver hanmail daum nate', 'com net'),
  ...at('docomo ezweb softbank', 'ne.jp'),
  ...at('rediffmail sify', 'com'),
  ...at('indiatimes', 'com'),
  ...at('orange wanadoo free laposte sfr neuf bbox numericable aliceadsl club-internet voila', 'fr net'),
  ...at('orange', 'es ro'),
  ...at('libero virgilio alice tin tim tiscali email inwind iol fastwebnet vodafone poste', 'it'),
  ...at('bluewin hispeed sunrise', 'ch'),
  ...at('chello aon a1 utanet inode drei', 'at'),
  ...at('ziggo kpnmail planet hetnet home xs4all upcmail casema telfort hccnet quicknet solcon', 'nl'),
  ...at('telenet skynet proximus scarlet', 'be'),
  ...at('telia spray bredband comhem', 'com se'),
  ...at('online', 'no se'),
  ...at('mail', 'dk'),
  ...at('stofanet', 'dk'),
  ...at('wp o2 onet interia poczta op vp tlen gazeta', 'pl'),
  ...at('onet', 'eu'),
  ...at('interia', 'eu com'),
  ...at('seznam email centrum volny atlas post azet', 'cz sk'),
  ...at('freemail citromail', 'hu'),
  ...at('abv', 'bg'),
  ...at('sapo', 'pt'),
  ...at('telefonica ono terra', 'es net com'),
  ...at('btinternet btopenworld talktalk virginmedia blueyonder ntlworld sky tiscali', 'com co.uk net'),
  ...at('eircom', 'net ie'),
  ...at('comcast verizon att sbcglobal bellsouth cox charter earthlink optonline windstream centurylink', 'net'),
  ...at('juno netzero frontier roadrunner', 'com net'),
  ...at('rogers', 'com'),
  ...at('bell sympatico shaw telus videotron', 'ca'),
  ...at('bigpond optusnet tpg iinet', 'com com.au net.au'),
  ...at('xtra', 'co.nz'),
  ...at('uol bol terra ig globo globomail', 'com.br com'),
  ...at('prodigy', 'net.mx'),
  ...at('mweb webmail', 'co.za'),
  ...at('walla', 'com co.il'),
])

function at(names: string, endings: string): string[] {
  return names.split(' ').flatMap((name) => endings.split(' ').map((ending) => `${name}.${ending}`))
}

/** Whether anybody may have an address at this domain (lower case). */
export const isPublicDomain = (domain: string): boolean => PUBLIC.has(domain)

const LABEL = /^(?!-)[a-z0-9-]{1,63}(?<!-)$/

/**
 * A domain in lower case and in ASCII; null for what is none. Accepts "@domain", "*.domain" and a pasted address of a
 * site.
 */
export function readDomain(typed: string): string | null {
  const bare = typed
    .trim()
    .toLowerCase()
    .replace(/^https?:\/\//, '')
    .replace(/[/?#].*$/, '')
    .replace(/^(?:\*?@|\*\.)/, '')
    .replace(/^www\./, '')
    .replace(/\.$/, '')
  const domain = domainToASCII(bare)
  const labels = domain.split('.')
  if (!domain || domain.length > 253 || labels.length < 2 || !labels.every((label) => LABEL.test(label))) return null
  return /^\d+$/.test(labels.at(-1) ?? '') ? null : domain
}

/** An e-mail address in lower case, with its domain in ASCII; null for what is none. "Ann <ann@x.y>" is its address. */
export function readAddress(typed: string): string | null {
  const inBrackets = /<([^<>]+)>\s*$/.exec(typed)
  const bare = (inBrackets?.[1] ?? typed).trim().replace(/^mailto:/i, '')
  const parts = bare.length <= 320 ? partAddress(bare) : null
  const domain = parts && readDomain(parts.domain)
  if (!parts || !domain) return null
  const local = parts.local.toLowerCase()
  // Looser than what may be written to: mail comes from addresses with two dots in a row, too.
  const isWord = local.length <= 64 && /^[^\s\p{Cc}@<>,;"()[\]\\\u202a-\u202e\u2066-\u2069]+$/u.test(local)
  return isWord || isLocalPart(local) ? `${local}@${domain}` : null
}
