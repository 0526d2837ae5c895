/** What was typed into the search, taken apart. */
export interface Search {
  /** Everything that has to stand somewhere in the message, as typed. */
  texts: string[]
  /** Words side by side, somewhere. */
  phrases: string[]
  from: string[]
  to: string[]
  subject: string[]
  unread: boolean
  flagged: boolean
  attachments: boolean
  /** Ids of the folders that are meant; null: all. */
  folderIds: string[] | null
  /** Days in the person's zone, YYYY-MM-DD: received on it or later; received before it. */
  after: string | null
  before: string | null
  /** What was taken for an operator, in words. */
  understood: string[]
}

interface NamedFolder {
  id: string
  displayName: string
  wellKnown: string | null
}

const ALIASES: Record<string, string> = {
  sent: 'sentitems',
  trash: 'deleteditems',
  bin: 'deleteditems',
  deleted: 'deleteditems',
  junk: 'junkemail',
  spam: 'junkemail',
}

const TOKEN = /(?:(from|to|subject|has|is|in|before|after):\s*)?(?:"([^"]*)"?|([^\s"]+))/giu

/** Longer ones are cut: nobody types them. */
const LONGEST = 500

/** Takes apart what was typed. What is no operator after all is looked for as words. */
export function parseSearch(typed: string, folders: readonly NamedFolder[]): Search {
  const search: Search = {
    ...{ texts: [], phrases: [], from: [], to: [], subject: [], understood: [] },
    ...{ unread: false, flagged: false, attachments: false, folderIds: null, after: null, before: null },
  }
  for (const [whole, operator = '', quoted, bare = ''] of typed.slice(0, LONGEST).matchAll(TOKEN)) {
    const value = quoted ?? bare
    const name = operator.toLowerCase()
    if (name !== '' && take(search, name, value, folders)) {
      search.understood.push(`${name}: ${value.trim()}`)
    } else if (name === '' && quoted !== undefined) {
      if (spell(quoted).length > 0) search.phrases.push(quoted)
    } else search.texts.push(whole)
  }
  return search
}

/** Takes an operator in; false when it is none. */
function take(search: Search, name: string, value: string, folders: readonly NamedFolder[]): boolean {
  const said = value.trim().toLowerCase()
  switch (name) {
    case 'from':
    case 'to':
    case 'subject':
      if (spell(value).length === 0) return false
      search[name].push(value)
      return true
    case 'has':
      if (!/^(?:attachments?|files?)$/.test(said)) return false
      search.attachments = true
      return true
    case 'is':
      if (said !== 'unread' && said !== 'flagged') return false
      search[said] = true
      return true
    case 'in': {
      const found = foldersNamed(said, folders)
      if (found.length === 0) return false
      search.folderIds = found
      return true
    }
    case 'before':
    case 'after':
      if (!isDay(said)) return false
      search[name] = said
      return true
  }
  return false
}

function foldersNamed(said: string, folders: readonly NamedFolder[]): string[] {
  const name = spell(said).join(' ')
  if (name === '') return []
  const wellKnown = ALIASES[name] ?? name.replaceAll(' ', '')
  const known = folders.filter((folder) => folder.wellKnown === wellKnown)
  const named = folders.filter(({ displayName }) => spell(displayName).join(' ') === name)
  const begun = folders.filter(({ displayName }) => spell(displayName).join(' ').startsWith(name))
  const found = [known, named, begun].find((each) => each.length > 0) ?? []
  return found.map(({ id }) => id)
}

function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false
  const at = new Date(`${text}T00:00:00Z`)
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(text)
}

/** The words of a text in their order, without accents and case. */
const spell = (text: string): string[] =>
  text
    .normalize('NFKD')
    .replace(/\p{Mn}/gu, '')
    .toLowerCase()
    .match(/[\p{L}\p{N}]+/gu) ?? []

/** All that must begin words of the message, whatever part of it they stand in. */
export const wordsToFind = ({ texts, phrases, from, to, subject }: Search): string =>
  [...texts, ...phrases, ...from, ...to, ...subject].join(' ')

/** The words do not tell which part of a message they stand in, nor side by side: its text must be looked at. */
export const looksAtText = ({ phrases, from, to, subject }: Search): boolean =>
  phrases.length + from.length + to.length + subject.length > 0

interface Person {
  name: string
  address: string
}

interface Texts {
  subject: string
  preview: string
  fromName: string
  fromAddress: string
  toRecipients: Person[]
  ccRecipients: Person[]
}

/** Whether a message has the words where they are wanted. */
export function matches(message: Texts, { phrases, from, to, subject }: Search): boolean {
  const recipients = [...message.toRecipients, ...message.ccRecipients].map(({ name, address }) => `${name} ${address}`)
  const sender = `${message.fromName} ${message.fromAddress}`
  const places = [message.subject, message.preview, sender, ...recipients].map((text) => ` ${spell(text).join(' ')}`)
  return (
    phrases.every((phrase) => places.some((place) => place.includes(` ${spell(phrase).join(' ')}`))) &&
    from.every((wanted) => holds(sender, wanted)) &&
    to.every((wanted) => recipients.some((each) => holds(each, wanted))) &&
    subject.every((wanted) => holds(message.subject, wanted))
  )
}

/** Whether each wanted word begins a word of the text. */
function holds(text: string, wanted: string): boolean {
  const words = spell(text)
  return spell(wanted).every((word) => words.some((each) => each.startsWith(word)))
}

/**
 * The same search in the words of Microsoft's Keyword Query Language, or null when nothing of it can be asked there.
 * Nothing but letters, digits and marks of addresses gets through, so that no sign of the language is typed by chance.
 */
export function toKql(search: Search): string | null {
  const clean = (text: string) => text.replace(/[^\p{L}\p{M}\p{N}@._+-]+/gu, ' ').trim()
  const property = (name: string) => (value: string) => `${name}:"${clean(value)}"`
  const terms = [
    // In lower case: AND, OR and NOT would be operators.
    ...search.texts.flatMap((text) => clean(text).toLowerCase().split(' ')),
    ...search.phrases.map((phrase) => `"${clean(phrase)}"`),
    ...search.from.map(property('from')),
    ...search.to.map(property('recipients')),
    ...search.subject.map(property('subject')),
    ...(search.attachments ? ['hasattachments:true'] : []),
    ...(search.unread ? ['isread:false'] : []),
    ...(search.after ? [`received>=${search.after}`] : []),
    ...(search.before ? [`received<${search.before}`] : []),
  ].filter((term) => /[\p{L}\p{N}]/u.test(term))
  return terms.length === 0 ? null : terms.join(' AND ')
}

/** When a day begins in a zone (IANA; an unknown one counts as UTC). */
export function startOfDay(day: string, zone: string): Date {
  const wanted = Date.parse(`${day}T00:00:00Z`)
  let at = wanted
  // Twice: the offset may change between midnight there and midnight in UTC.
  for (let turn = 0; turn < 2; turn++) at = wanted - offsetAt(at, zone)
  return new Date(at)
}

function offsetAt(at: number, zone: string): number {
  const format = (timeZone: string) =>
    new Intl.DateTimeFormat('en-US', {
      ...{ timeZone, hourCycle: 'h23', year: 'numeric', month: 'numeric', day: 'numeric' },
      ...{ hour: 'numeric', minute: 'numeric', second: 'numeric' },
    } as Intl.DateTimeFormatOptions)
  let parts: Intl.DateTimeFormatPart[]
  try {
    parts = format(zone).formatToParts(at)
  } catch {
    return 0
  }
  const part = (type: string) => Number(parts.find((each) => each.type === type)?.value)
  const there = Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'), part('second'))
  return there - Math.floor(at / 1000) * 1000
}
