// Names of time zones as mailboxes know them. Microsoft Graph: dateTimeTimeZone, outlookUser supportedTimeZones.

import { findWindows, WINDOWS_TO_IANA_MAP } from 'windows-iana'

/** The zone that each Windows name stands for where no territory is given. */
const BY_WINDOWS = new Map<string, string>()
/** Every spelling that a mailbox takes, in lower case. */
const BY_IANA = new Map<string, string>()

for (const { windowsName, territory, iana } of WINDOWS_TO_IANA_MAP) {
  if (territory === '001') BY_WINDOWS.set(windowsName, iana[0])
  for (const name of iana) BY_IANA.set(name.toLowerCase(), name)
}

const WINDOWS_SPELLING = new Map([...BY_WINDOWS.keys()].map((name) => [name.toLowerCase(), name]))

/** Names that Graph itself answers in originalStartTimeZone. */
const OF_GRAPH = new Map([['tzone://microsoft/utc', 'UTC']])

export interface Zone {
  /** Name for Intl. */
  iana: string
}

/**
 * The zone of a Windows or IANA name, in any case; null for a name that Exchange does not take.
 * Microsoft Graph: dateTimeTimeZone takes Windows names and a fixed list of IANA names, not all of IANA.
 */
export function knownZone(name: string): Zone | null {
  const wanted = name.toLowerCase()
  const windows = WINDOWS_SPELLING.get(wanted)
  const iana =
    (windows && BY_WINDOWS.get(windows)) ??
    BY_IANA.get(wanted) ??
    OF_GRAPH.get(wanted) ??
    // Older and newer spellings of listed places, e.g. Asia/Kolkata.
    (findWindows(name).length > 0 ? name : undefined)
  return iana ? { iana: iana === 'Etc/UTC' || iana === 'Etc/GMT' ? 'UTC' : iana } : null
}

/** The Windows name of a zone under either name; null for an unknown one. */
export function windowsName(name: string): string | null {
  const own = WINDOWS_SPELLING.get(name.toLowerCase())
  if (own) return own
  const zone = knownZone(name)
  return zone ? (findWindows(zone.iana)[0] ?? null) : null
}

/** `{alias, displayName}`, as Graph lists the zones of a mailbox's server; in the order of their names. */
export function supportedZones(standard: 'windows' | 'iana'): { alias: string; displayName: string }[] {
  const names = standard === 'windows' ? [...BY_WINDOWS.keys()] : [...new Set(BY_IANA.values())]
  return names
    .sort((a, b) => (a < b ? -1 : 1))
    .map((alias) => ({ alias, displayName: displayName(alias, knownZone(alias)?.iana ?? 'UTC') }))
}

/** Standard time in January or July, whichever is behind: how Windows labels a zone. */
function displayName(alias: string, iana: string): string {
  const offsets = [0, 6].map((month) => {
    const format = new Intl.DateTimeFormat('en-US', { timeZone: iana, timeZoneName: 'longOffset' })
    const part = format.formatToParts(Date.UTC(2026, month, 1)).find(({ type }) => type === 'timeZoneName')
    return part?.value.slice(3) ?? ''
  })
  const minutes = (offset: string) =>
    (offset.startsWith('-') ? -1 : 1) * (Number(offset.slice(1, 3)) * 60 + Number(offset.slice(4, 6)))
  const standard = offsets.reduce((a, b) => (minutes(b) < minutes(a) ? b : a))
  const place = iana.split('/').at(-1)?.replaceAll('_', ' ')
  return `(UTC${standard}) ${alias.includes('/') ? alias : `${alias} (${place})`}`
}
