import type { SettingsSection } from './view'
import { words } from './words'

/** The settings' own navigation: what is there, for whom. Later steps add their pages here. */
export function settingsSections(isAdmin: boolean): SettingsSection[] {
  const personal: SettingsSection = {
    title: words.personal,
    items: [
      { href: '/settings/integrations', label: words.integrations, icon: 'plug' },
      { href: '/settings/ledger', label: words.ledger, icon: 'ledger' },
    ],
  }
  const admin: SettingsSection = {
    title: words.admin,
    items: [
      { href: '/settings/members', label: words.members, icon: 'people' },
      { href: '/admin/ledger', label: words.workspaceLedger, icon: 'ledger' },
    ],
  }
  return isAdmin ? [personal, admin] : [personal]
}

/** Pages under these paths show the settings' navigation. */
export function isSettings(pathname: string): boolean {
  return /^\/(settings|admin)(\/|$)/.test(pathname)
}
