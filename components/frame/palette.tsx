'use client'

import { Command } from 'cmdk'
import { ArrowDown, ArrowUp, CornerDownLeft, Keyboard, Moon, Search, Sun, SunMoon } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { useEffect, useMemo, useState } from 'react'
import { Dialog } from '@/components/ui/dialog'
import { Kbd } from '@/components/ui/kbd'
import { useChrome } from './context'
import { isSingle, printed } from './keys'
import { type PaletteItem, useShortcutRegistry } from './shortcuts'
import { switchTheme } from './theme-switch'
import type { SettingsSection } from './view'
import { words } from './words'

const store = 'tandem-palette-last'
const order: PaletteItem['group'][] = ['people', 'deeds', 'messages', 'folders', 'pages']
const most = { people: 4, deeds: 6, messages: 5, folders: 5, pages: 5 }

function readLast(): string[] {
  const found: unknown = JSON.parse(sessionStorage.getItem(store) ?? '[]')
  return Array.isArray(found) ? found.filter((id) => typeof id === 'string') : []
}

/** Names first: a hit at the start of a word beats one in the middle, and words after the name count less. */
function rate(item: PaletteItem, sought: string): number {
  const fold = (text: string) => text.normalize('NFKD').replace(/\p{M}/gu, '').toLocaleLowerCase()
  const name = fold(item.label)
  const wanted = fold(sought).split(/\s+/).filter(Boolean)
  let score = 0
  for (const word of wanted) {
    if (name.startsWith(word)) score += 4
    else if (name.includes(` ${word}`)) score += 3
    else if (name.includes(word)) score += 2
    else if (item.hint && fold(item.hint).includes(word)) score += 1
    else return 0
  }
  return score
}

/** ⌘K: people, messages, folders, pages and deeds in one list. All of it is local, so it never waits. */
export function Palette({ open, sections }: { open: boolean; sections: SettingsSection[] }) {
  const { setDialog } = useChrome()
  const registry = useShortcutRegistry()
  const router = useRouter()
  const [sought, setSought] = useState('')
  const [mac, setMac] = useState(false)

  useEffect(() => {
    setMac(/Mac|iP/.test(navigator.userAgent))
    if (open) setSought('')
  }, [open])

  const items = useMemo<PaletteItem[]>(() => {
    if (!open) return []
    const page = (id: string, label: string, href: string): PaletteItem => ({
      id,
      group: 'pages',
      label,
      run: () => router.push(href),
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
      ...deeds,
      ...themes,
      page('page inbox', words.inbox, '/inbox'),
      ...sections.flatMap((section) => section.items.map((item) => page(`page ${item.href}`, item.label, item.href))),
    ]
  }, [open, registry, router, sections])

  const groups = useMemo(() => {
    if (!sought.trim()) {
      const last = readLast().flatMap((id) => items.filter((item) => item.id === id))
      const start = items.filter((item) => item.group !== 'people' && item.group !== 'messages' && !last.includes(item))
      return [
        { name: words.palette.groups.recent, items: last },
        ...order.map((group) => ({
          name: words.palette.groups[group],
          items: start.filter((item) => item.group === group).slice(0, most[group]),
        })),
      ].filter((group) => group.items.length > 0)
    }
    const rated = items.map((item) => ({ item, score: rate(item, sought) })).filter(({ score }) => score > 0)
    rated.sort((a, b) => b.score - a.score)
    return order
      .map((group) => ({
        name: words.palette.groups[group],
        items: rated
          .filter(({ item }) => item.group === group)
          .slice(0, most[group])
          .map(({ item }) => item),
      }))
      .filter((group) => group.items.length > 0)
  }, [items, sought])

  const run = (item: PaletteItem) => {
    sessionStorage.setItem(store, JSON.stringify([item.id, ...readLast().filter((id) => id !== item.id)].slice(0, 5)))
    setDialog(null)
    // After the dialog has given the focus back.
    requestAnimationFrame(item.run)
  }

  return (
    <Dialog open={open} onOpenChange={(next) => setDialog(next ? 'palette' : null)} title={words.palette.title} bare>
      <Command shouldFilter={false} loop label={words.palette.title} className="flex min-h-0 flex-col">
        <div className="flex h-[60px] shrink-0 items-center gap-3 border-line border-b px-5">
          <Search aria-hidden="true" className="size-[18px] shrink-0 text-ink-3" />
          <Command.Input
            value={sought}
            onValueChange={setSought}
            placeholder={words.palette.placeholder}
            className="h-full min-w-0 flex-1 bg-transparent text-[17px] outline-none"
          />
          <Kbd className="max-desk:hidden">Esc</Kbd>
        </div>
        <Command.List className="scroll-thin min-h-0 flex-1 px-2 pb-2 max-desk:min-h-[50dvh] desk:max-h-[52dvh]">
          <Command.Empty className="px-3 py-8 text-center text-ink-2">{words.palette.none}</Command.Empty>
          {groups.map((group) => (
            <Command.Group
              key={group.name}
              heading={group.name}
              className="[&>[cmdk-group-heading]]:px-3 [&>[cmdk-group-heading]]:pt-3 [&>[cmdk-group-heading]]:pb-1.5 [&>[cmdk-group-heading]]:text-12 [&>[cmdk-group-heading]]:font-label [&>[cmdk-group-heading]]:text-ink-3"
            >
              {group.items.map((item) => (
                <Command.Item
                  key={item.id}
                  value={`${group.name} ${item.id}`}
                  onSelect={() => run(item)}
                  className="flex h-11 cursor-pointer items-center gap-3 rounded-row px-3 font-label data-[selected=true]:bg-selected [&_svg]:size-[18px] [&_svg]:shrink-0 [&_svg]:text-ink-3"
                >
                  {item.icon ?? (item.group === 'deeds' ? <Keyboard /> : <CornerDownLeft />)}
                  <span className="cut">{item.label}</span>
                  {item.hint && <span className="cut text-13 text-ink-3">{item.hint}</span>}
                  {item.keys && (registry.singleKeys || !isSingle(item.keys)) && (
                    <span className="ml-auto flex gap-1">
                      {printed(item.keys, mac).map((key) => (
                        <Kbd key={key}>{key}</Kbd>
                      ))}
                    </span>
                  )}
                </Command.Item>
              ))}
            </Command.Group>
          ))}
        </Command.List>
        <footer className="flex shrink-0 items-center gap-4 border-line border-t bg-well px-5 py-2.5 text-12 text-ink-3 max-desk:hidden">
          <span className="flex items-center gap-1.5">
            <Kbd>
              <ArrowUp aria-hidden="true" className="inline size-3" />
            </Kbd>
            <Kbd>
              <ArrowDown aria-hidden="true" className="inline size-3" />
            </Kbd>
            {words.palette.move}
          </span>
          <span className="flex items-center gap-1.5">
            <Kbd>↵</Kbd>
            {words.palette.open}
          </span>
          <span className="ml-auto flex items-center gap-1.5">
            <Kbd>?</Kbd>
            {words.palette.all}
          </span>
        </footer>
      </Command>
    </Dialog>
  )
}
