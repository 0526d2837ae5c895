'use client'

import { ChevronRight } from 'lucide-react'
import { useActionState, useState } from 'react'
import type { ImportView } from '@/components/mail/view'
import { Button } from '@/components/ui/button'
import { Checkbox } from '@/components/ui/checkbox'
import { useClock } from '@/components/ui/clock'
import { Segmented } from '@/components/ui/segmented'
import { Card } from '@/components/ui/sheet'
import { attempt } from './deed'
import { DeedError } from './deed-error'
import { ImportBar } from './import-bar'
import { words } from './words'

type Days = 30 | 90 | 365 | null
export type ImportFolder = { id: string; name: string; depth: number; total: number; followed: boolean }
/** Range (null: all) and folders of the mail import, and how far it is. */
export type ImportSettings = { days: Days; folders: ImportFolder[]; progress: ImportView }
export type ImportDeed = (input: { days: Days; followed: string[] }) => Promise<unknown>

const ranges = [30, 90, 365, null] as const
const key = (days: Days) => (days === null ? 'all' : (String(days) as '30' | '90' | '365'))

/** How much mail comes in: range, folders, progress. Changes are saved together, since each moves a lot of mail. */
export function ImportCard({ settings, save }: { settings: ImportSettings; save: ImportDeed }) {
  const { locale } = useClock()
  const [days, setDays] = useState<Days>(settings.days)
  const [left, setLeft] = useState<ReadonlySet<string>>(() => unfollowed(settings.folders))
  const [saved, setSaved] = useState(false)
  const changed = days !== settings.days || settings.folders.some((folder) => left.has(folder.id) === folder.followed)
  const [error, submit, busy] = useActionState<string | null>(async () => {
    const followed = settings.folders.filter((folder) => !left.has(folder.id)).map((folder) => folder.id)
    const refused = await attempt(() => save({ days, followed }))
    setSaved(!refused)
    return refused
  }, null)
  const undo = () => {
    setDays(settings.days)
    setLeft(unfollowed(settings.folders))
  }
  const toggle = (id: string, on: boolean) => {
    const next = new Set(left)
    if (on) next.delete(id)
    else next.add(id)
    setLeft(next)
    setSaved(false)
  }
  const say = words.import
  const figures = new Intl.NumberFormat(locale)

  return (
    <Card className="p-4 desk:p-5" role="region" aria-label={say.title}>
      <h2 className="mb-3.5 text-15 font-strong">{say.title}</h2>
      <ImportBar mail={settings.progress} />
      <form action={submit} className="mt-5">
        <p aria-hidden="true" className="mb-1.5 text-13 font-label">
          {say.range}
        </p>
        <Segmented
          label={say.range}
          value={key(days)}
          options={ranges.map((range) => ({ value: key(range), label: say.ranges[key(range)] }))}
          onChange={(value) => {
            setDays(ranges.find((range) => key(range) === value) ?? null)
            setSaved(false)
          }}
          className="w-full [&>label]:flex-1 [&>label]:justify-center [&>label]:px-1.5"
        />
        <p className="mt-1.5 text-12 text-ink-3 text-pretty">{say.rangeHelp}</p>
        <details className="group mt-4">
          <summary className="flex min-h-6 items-center gap-2 rounded-chip text-13 max-desk:min-h-11">
            <ChevronRight aria-hidden="true" className="size-4 text-ink-3 transition-transform group-open:rotate-90" />
            <span className="font-label">{say.folders}</span>
            <span className="num ml-auto text-ink-2">
              {say.followed(settings.folders.length - left.size, settings.folders.length)}
            </span>
          </summary>
          {settings.folders.length === 0 ? (
            <p className="mt-2 text-13 text-ink-2">{say.none}</p>
          ) : (
            <>
              <p className="mt-1 text-12 text-ink-3 text-pretty">{say.foldersHelp}</p>
              <ul className="scroll-thin -mx-1 mt-2 max-h-72 px-1">
                {settings.folders.map((folder) => (
                  <li
                    key={folder.id}
                    style={{ paddingInlineStart: Math.min(folder.depth, 5) * 16 }}
                    className="flex items-start gap-2"
                  >
                    <Checkbox
                      checked={!left.has(folder.id)}
                      onChange={(on) => toggle(folder.id, on)}
                      className="min-w-0 flex-1"
                    >
                      <span className="[overflow-wrap:anywhere]">{folder.name}</span>
                      <span className="sr-only">, {say.messages(folder.total)}</span>
                    </Checkbox>
                    <span aria-hidden="true" className="num py-1 text-12 leading-5 text-ink-3 max-desk:py-2.5">
                      {figures.format(folder.total)}
                    </span>
                  </li>
                ))}
              </ul>
            </>
          )}
        </details>
        <div className="mt-4 flex flex-wrap items-center gap-2">
          <Button type="submit" busy={busy} off={!changed && !busy && say.unchanged}>
            {say.save}
          </Button>
          {changed && !busy && (
            <Button kind="quiet" onClick={undo}>
              {say.undo}
            </Button>
          )}
          <p role="status" className="text-12 text-ink-2">
            {saved && !changed && say.rangeSaved}
          </p>
        </div>
        <DeedError message={error} />
      </form>
    </Card>
  )
}

function unfollowed(folders: readonly ImportFolder[]): ReadonlySet<string> {
  return new Set(folders.filter((folder) => !folder.followed).map((folder) => folder.id))
}
