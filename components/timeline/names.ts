import type { TimelineEntry, Who } from './view'
import { words } from './words'

/** How somebody is called in a sentence: without titles and family name. Addresses stay whole. */
export function firstName(name: string): string {
  if (name.includes('@')) return name
  const parts = name.split(/\s+/).filter((part) => part && !/^(?:dr|prof|mr|mrs|ms|sir|dame)\.?$/i.test(part))
  return parts[0] ?? name
}

export const whoIs = (who: Who | null): string => (who === null ? words.somebody : who.isMe ? words.you : who.name)

type WithPeople = Pick<Extract<TimelineEntry, { kind: 'mail' }>, 'people'>

/** "Ingrid", "Ingrid and 2 more": the people outside, the one whose timeline it is first. */
export function outsiders({ people }: WithPeople, about: { personId?: string }): string {
  const first = people.find(({ personId }) => personId !== null && personId === about.personId) ?? people[0]
  if (!first) return ''
  const name = about.personId ? firstName(first.name) : first.name
  return people.length > 1 ? `${name} ${words.andOthers(people.length - 1)}` : name
}
