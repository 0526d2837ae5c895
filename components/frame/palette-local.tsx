'use client'

import {
  Building2,
  CalendarPlus,
  CircleCheck,
  CornerDownLeft,
  ListPlus,
  Moon,
  Phone,
  SlidersHorizontal,
  Sun,
  SunMoon,
  UserRoundPlus,
} from 'lucide-react'
import { useMemo } from 'react'
import { places } from './places'
import { type PaletteItem, useShortcutRegistry } from './shortcuts'
import { switchTheme } from './theme-switch'
import type { SettingsSection } from './view'
import { words } from './words'

/** What is known without asking: what the page offers, deeds with a key, new things, themes, pages, settings. */
export function useLocalItems(open: boolean, sections: SettingsSection[], go: (href: string) => void): PaletteItem[] {
  const registry = useShortcutRegistry()
  return useMemo(() => {
    if (!open) return []
    const { palette } = words
    const page = (group: 'pages' | 'settings', label: string, href: string): PaletteItem => ({
      id: `page ${href}`,
      group,
      label,
      href,
      also: palette.also[href],
      icon: group === 'settings' ? <SlidersHorizontal /> : <CornerDownLeft />,
      run: () => go(href),
    })
    const create = (label: string, href: string, Icon: typeof Building2): PaletteItem => ({
      id: `deed ${label}`,
      group: 'deeds',
      label,
      icon: <Icon />,
      run: () => go(href),
    })
    const deeds = registry
      .listAll()
      .filter((deed) => !deed.keyOnly)
      .map(
        (deed): PaletteItem => ({
          id: `deed ${deed.label}`,
          group: 'deeds',
          label: deed.label,
          keys: deed.keys,
          run: deed.run,
        }),
      )
    const themes = (['light', 'dark', 'system'] as const).map(
      (theme): PaletteItem => ({
        id: `theme ${theme}`,
        group: 'deeds',
        label: words.themeDeed[theme],
        icon: theme === 'light' ? <Sun /> : theme === 'dark' ? <Moon /> : <SunMoon />,
        run: () => switchTheme(theme),
      }),
    )
    return [
      ...registry.offered(),
      ...deeds.filter(({ label }) => label === palette.newMail),
      create(palette.newTask, '/tasks?new=', CircleCheck),
      create(palette.newCall, '/schedule?new=call', Phone),
      create(palette.newEntry, '/schedule?new=meeting', CalendarPlus),
      create(palette.newPerson, '/people/new', UserRoundPlus),
      create(palette.newCompany, '/companies/new', Building2),
      ...deeds,
      ...themes,
      ...places.map(({ href, label }) => page('pages', label, href)),
      page('pages', words.companies, '/companies'),
      ...sections.flatMap((section) => section.items.map((item) => page('settings', item.label, item.href))),
    ]
  }, [open, registry, sections, go])
}

/** The last way out: what was typed becomes a task. */
export function taskOfTyped(typed: string, go: (href: string) => void): PaletteItem {
  return {
    id: 'deed task of typed',
    group: 'deeds',
    label: words.palette.newTaskOf(typed),
    icon: <ListPlus />,
    run: () => go(`/tasks?${new URLSearchParams({ new: typed })}`),
  }
}
