'use client'

import { useId } from 'react'
import { useApple } from '@/components/ui/chord'
import { Dialog } from '@/components/ui/dialog'
import { Kbd } from '@/components/ui/kbd'
import { Switch } from '@/components/ui/switch'
import { useChrome } from './context'
import { printed } from './keys'
import { type Shortcut, useShortcutRegistry } from './shortcuts'
import { words } from './words'

/** `?`: every key that works where one is, and the switch for single keys. */
export function KeysDialog({ open }: { open: boolean }) {
  const { setDialog } = useChrome()
  const registry = useShortcutRegistry()
  const label = useId()
  const mac = useApple()

  const groups = new Map<string, Map<string, Shortcut[]>>()
  for (const deed of open ? registry.listAll() : []) {
    const group = groups.get(deed.group) ?? new Map<string, Shortcut[]>()
    group.set(deed.label, [...(group.get(deed.label) ?? []), deed])
    groups.set(deed.group, group)
  }
  return (
    <Dialog
      open={open}
      onOpenChange={(next) => setDialog(next ? 'keys' : null)}
      title={words.keys.title}
      lead={words.keys.lead}
    >
      <div className="grid gap-x-10 gap-y-5 pb-2 desk:grid-cols-2">
        {[...groups].map(([group, deeds]) => (
          <section key={group}>
            <h3 className="pb-1 text-12 font-label text-ink-3">{group}</h3>
            <ul>
              {[...deeds].map(([name, ways]) => (
                <li key={name} className="flex min-h-9 items-center justify-between gap-4">
                  <span>{name}</span>
                  <span className="flex shrink-0 gap-1.5">
                    {ways.map((way) => (
                      <span key={way.keys} className="flex items-center gap-1">
                        {printed(way.keys, mac).map((key, at) => (
                          <Kbd key={`${way.keys} ${at === 0 ? 'first' : 'second'}`}>{key}</Kbd>
                        ))}
                      </span>
                    ))}
                  </span>
                </li>
              ))}
            </ul>
          </section>
        ))}
      </div>
      <div className="mt-2 mb-4 flex items-center justify-between gap-6 rounded-row bg-well px-4 py-3">
        <span>
          <span id={label} className="block font-label">
            {words.keys.single}
          </span>
          <span className="text-13 text-ink-2">{words.keys.singleHelp}</span>
        </span>
        <Switch labelledBy={label} checked={registry.singleKeys} onChange={registry.setSingleKeys} />
      </div>
    </Dialog>
  )
}
