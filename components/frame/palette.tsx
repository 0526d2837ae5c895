'use client'

import { Command } from 'cmdk'
import { ArrowDown, ArrowUp, CornerDownLeft, Keyboard, Search } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { type KeyboardEvent, useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { useApple } from '@/components/ui/chord'
import { Dialog } from '@/components/ui/dialog'
import { Kbd } from '@/components/ui/kbd'
import { useChrome } from './context'
import { isSingle, printed } from './keys'
import { useAnswers } from './palette-answers'
import { readLast, rememberUse } from './palette-last'
import { taskOfTyped, useLocalItems } from './palette-local'
import { rank, startOf } from './palette-rank'
import { type PaletteItem, useShortcutRegistry } from './shortcuts'
import type { SettingsSection } from './view'
import { words } from './words'

const { palette } = words

type Section = { name: string; items: PaletteItem[] }
type PaletteProps = { open: boolean; sections: SettingsSection[]; canWrite: boolean }

/** ⌘K: people, companies, mail, tasks, pages, settings and deeds in one list. What is local is there at once. */
export function Palette({ open, sections, canWrite }: PaletteProps) {
  const { setDialog } = useChrome()
  const registry = useShortcutRegistry()
  const router = useRouter()
  const go = useCallback((href: string) => router.push(href), [router])
  const [sought, setSought] = useState('')
  /** Whose deeds are shown (Tab). */
  const [whose, setWhose] = useState<PaletteItem | null>(null)
  /** What was chosen by hand; until then the first of the list is, also when better answers come. */
  const [chosen, setChosen] = useState<string | null>(null)
  /** Whether keys or pointer moved since the last letter: the list's own choices do not count. */
  const byHand = useRef(false)
  const mac = useApple()

  useEffect(() => {
    if (!open) return
    setSought('')
    setWhose(null)
    setChosen(null)
  }, [open])

  const local = useLocalItems(open, sections, go)
  const answers = useAnswers(whose ? '' : sought, { open, canWrite, go })
  const groups = useMemo<Section[]>(() => {
    if (!open) return []
    const named = (ranked: ReturnType<typeof rank>) =>
      ranked.map(({ group, items }) => ({ name: palette.groups[group], items }))
    if (whose) {
      const deeds = [{ label: palette.openIt, icon: <CornerDownLeft />, run: whose.run }, ...(whose.deeds ?? [])]
      const items = deeds.map((deed, at): PaletteItem => ({ ...deed, id: `of ${at}`, group: 'deeds' }))
      const typed = sought.trim()
      return [{ name: palette.deedsOf(whose.label), items: typed ? items.filter((item) => hit(item, typed)) : items }]
    }
    if (!sought.trim()) {
      const last = readLast(local, go)
      return [{ name: palette.groups.recent, items: last }, ...named(startOf(local, last))].filter(
        ({ items }) => items.length > 0,
      )
    }
    // The CRM's people stand before the same addresses in mail.
    const all = [...answers.items.filter(({ group }) => group === 'people'), ...local, ...answers.items]
    const typed = sought.trim()
    return [...named(rank(all, typed, answers.found)), { name: palette.groups.deeds, items: [taskOfTyped(typed, go)] }]
  }, [open, whose, sought, local, answers.items, answers.found, go])

  // The way out stands at the end, under its own heading only if there are no other deeds.
  const shown = useMemo(() => joined(groups), [groups])
  const flat = shown.flatMap(({ name, items }) => items.map((item) => ({ item, value: `${name} ${item.id}` })))
  const at = flat.find(({ value }) => value === chosen) ?? flat[0]

  // A mail that the page offers itself has its deeds from the server's answer.
  const deedsOf = (item: PaletteItem | undefined) =>
    item?.deeds ?? answers.items.find(({ id }) => id === item?.id)?.deeds ?? []
  const deeds = whose ? [] : deedsOf(at?.item)

  const close = (then: () => void) => {
    setDialog(null)
    // After the dialog has given the focus back.
    requestAnimationFrame(then)
  }
  const run = (item: PaletteItem) => {
    rememberUse(whose ?? item)
    close(item.run)
  }
  const back = () => {
    setWhose(null)
    setChosen(null)
    setSought('')
    byHand.current = false
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return
    const item = at?.item
    if (/^(Arrow|Home|End)/.test(event.key) || event.ctrlKey) byHand.current = true
    if (event.key === 'Tab') {
      // There is nothing else to tab to: the list is the field's.
      event.preventDefault()
      if (event.shiftKey) return whose ? back() : undefined
      if (item && deeds.length > 0) {
        setWhose({ ...item, deeds })
        setChosen(null)
        byHand.current = false
        setSought('')
      }
    } else if (event.key === 'Enter' && (event.metaKey || event.ctrlKey)) {
      const [first] = deeds
      event.preventDefault()
      event.stopPropagation()
      if (item && first) {
        rememberUse(item)
        close(first.run)
      }
    } else if (whose && event.key === 'Backspace' && sought === '') {
      event.preventDefault()
      back()
    }
  }

  return (
    <Dialog
      open={open}
      // Esc leaves the deeds of a hit first.
      onOpenChange={(next) => (next ? setDialog('palette') : whose ? back() : setDialog(null))}
      title={palette.title}
      bare
    >
      <Command
        shouldFilter={false}
        loop
        label={palette.title}
        value={at?.value ?? ''}
        onValueChange={(value) => byHand.current && setChosen(value)}
        onPointerMove={() => {
          byHand.current = true
        }}
        onKeyDownCapture={onKeyDown}
        className="flex min-h-0 flex-col"
      >
        <div className="flex h-[60px] shrink-0 items-center gap-3 border-line border-b px-5">
          <Search aria-hidden="true" className="size-[18px] shrink-0 text-ink-3" />
          {whose && (
            <span className="cut max-w-48 shrink-0 rounded-chip bg-brand-soft px-2 py-0.5 text-13 font-label text-brand-ink">
              {whose.label}
            </span>
          )}
          <Command.Input
            value={sought}
            onValueChange={(next) => {
              setSought(next)
              byHand.current = false
              // The list is another one: its first stands out again.
              setChosen(null)
            }}
            placeholder={whose ? '' : palette.placeholder}
            className="h-full min-w-0 flex-1 bg-transparent text-[17px] outline-none"
          />
          <Kbd className="max-desk:hidden">Esc</Kbd>
        </div>
        <Command.List className="scroll-thin min-h-0 flex-1 px-2 pb-2 max-desk:min-h-[50dvh] desk:max-h-[52dvh]">
          <Command.Empty className="px-3 py-8 text-center text-ink-2">{palette.none}</Command.Empty>
          {shown.map((group) => (
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
                  className="group flex h-11 cursor-pointer items-center gap-3 rounded-row px-3 font-label data-[selected=true]:bg-selected [&_svg]:size-[18px] [&_svg]:shrink-0 [&_svg]:text-ink-3"
                >
                  <span className="grid w-7 shrink-0 place-items-center">
                    {item.icon ?? (item.group === 'deeds' ? <Keyboard /> : <CornerDownLeft />)}
                  </span>
                  <span className="cut">{item.label}</span>
                  {item.hint && <span className="cut shrink-[2] text-13 text-ink-3">{item.hint}</span>}
                  <span className="ml-auto flex shrink-0 gap-1">
                    {item.keys && (registry.singleKeys || !isSingle(item.keys)) ? (
                      printed(item.keys, mac).map((key) => <Kbd key={key}>{key}</Kbd>)
                    ) : (
                      <Kbd className="hidden group-data-[selected=true]:block max-desk:hidden!">↵</Kbd>
                    )}
                  </span>
                </Command.Item>
              ))}
            </Command.Group>
          ))}
        </Command.List>
        <footer className="flex shrink-0 items-center gap-4 border-line border-t bg-well px-5 py-2.5 text-12 text-ink-3 max-desk:hidden">
          <Hint
            keys={[
              <ArrowUp key="up" aria-hidden="true" className="inline size-3" />,
              <ArrowDown key="down" aria-hidden="true" className="inline size-3" />,
            ]}
          >
            {palette.move}
          </Hint>
          <Hint keys={['↵']}>{palette.open}</Hint>
          {whose ? (
            <Hint keys={['Esc']}>{palette.back}</Hint>
          ) : (
            deeds.length > 0 && (
              <>
                <Hint keys={['Tab']}>{palette.actions}</Hint>
                <Hint keys={['⌘↵']}>{deeds[0]?.label}</Hint>
              </>
            )
          )}
          <span className="ml-auto" role="status">
            {answers.failed ? palette.failed : ''}
          </span>
          <Hint keys={['?']}>{palette.all}</Hint>
        </footer>
      </Command>
    </Dialog>
  )
}

const hit = (item: PaletteItem, typed: string) => rank([item], typed, new Set()).length > 0

/** Groups of one name are one group, where the first stood; what came later stands at its end. */
function joined(groups: readonly Section[]): Section[] {
  const out: Section[] = []
  for (const group of groups) {
    const same = out.find(({ name }) => name === group.name)
    if (same) same.items = [...same.items, ...group.items]
    else out.push({ ...group })
  }
  return out
}

function Hint({ keys, children }: { keys: React.ReactNode[]; children: React.ReactNode }) {
  return (
    <span className="flex min-w-0 items-center gap-1.5">
      {keys.map((key, at) => (
        <Kbd key={at === 0 ? 'first' : 'second'}>{key}</Kbd>
      ))}
      <span className="cut">{children}</span>
    </span>
  )
}
