import type { SettingsSection } from './view'
import { words } from './words'

/** The settings' own navigation: what is there, for whom. Later steps add their pages here. */
export function settingsSections(isAdmin: boolean): SettingsSection[] {
  const personal: SettingsSection = {
    title: words.personal,
    items: [
      { href: '/settings/integrations', label: words.integrations, icon: 'plug' },
      { href: '/settings/calendar', label: words.calendar, icon: 'calendar' },
      { href: '/settings/writing', label: words.writing, icon: 'pen' },
      { href: '/settings/privacy', label: words.privacy, icon: 'shield' },
      { href: '/settings/ledger', label: words.ledger, icon: 'ledger' },
    ],
  }
  const admin: SettingsSection = {
    title: words.admin,
    items: [
      { href: '/settings/members', label: words.members, icon: 'people' },
      { href: '/settings/calendar-fields', label: words.calendarFields, icon: 'calendar' },
      { href: '/admin/ledger', label: words.workspaceLedger, icon: 'ledger' },
    ],
  }
  return isAdmin ? [personal, admin] : [personal]
}

/** The places of the product, as navigation and tab bar have them. */
export type PlaceId = 'inbox' | 'schedule' | 'people' | 'tasks'
export const places: readonly { id: PlaceId; href: string; label: string; under: RegExp }[] = [
  { id: 'inbox', href: '/inbox', label: words.inbox, under: /^\/inbox(\/|$)/ },
  { id: 'schedule', href: '/schedule', label: words.schedule, under: /^\/schedule(\/|$)/ },
  { id: 'people', href: '/people', label: words.people, under: /^\/(people|companies)(\/|$)/ },
  { id: 'tasks', href: '/tasks', label: words.tasks, under: /^\/tasks(\/|$)/ },
]

/** Whether one is at a page of the settings, or below it. */
export function isAt(pathname: string, href: string): boolean {
  return pathname === href || pathname.startsWith(`${href}/`)
}

/** Pages under these paths show the settings' navigation. */
export function isSettings(pathname: string): boolean {
  return /^\/(settings|admin)(\/|$)/.test(pathname)
}
