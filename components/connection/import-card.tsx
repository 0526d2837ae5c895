'use client'

import { ChevronRight } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { useState, useTransition } from 'react'
import type { ImportView } from '@/components/mail/view'
import { Button } from '@/components/ui/button'
import { Checkbox } from '@/components/ui/checkbox'
import { useClock } from '@/components/ui/clock'
import { DeedError } from '@/components/ui/deed-error'
import { Segmented } from '@/components/ui/segmented'
import { Card } from '@/components/ui/sheet'
import { attempt } from './deed'
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
  const router = useRouter()
  // Only what the person changed is held here; everything else follows the server.
  const [range, setRange] = useState<{ days: Days } | null>(null)
  const [choices, setChoices] = useState<ReadonlyMap<string, boolean>>(new Map())
  const [saved, setSaved] = useState(false)
  const days = range ? range.days : settings.days
  const follows = (folder: ImportFolder) => choices.get(folder.id) ?? folder.followed
  const followed = settings.folders.filter(follows).map((folder) => folder.id)
  const changed = days !== settings.days || settings.folders.some((folder) => follows(folder) !== folder.followed)
  const [error, setError] = useState<string | null>(null)
  const [busy, start] = useTransition()
  const submit = () =>
    start(async () => {
      const refused = await attempt(() => save({ days, followed }))
      setError(refused)
      setSaved(!refused)
      if (!refused) router.refresh()
    })
  const undo = () => {
    setRange(null)
    setChoices(new Map())
  }
  const say = words.import
  const figures = new Intl.NumberFormat(locale)

  return (
    <Card className="p-4 desk:p-5" role="region" aria-label={say.title}>
      <h2 className="mb-3.5 text-15 font-strong">{say.title}</h2>
      <ImportBar mail={settings.progress} />
      {/* Not as the form's action: React resets the form after one, and the boxes would fall back. */}
      <form
        onSubmit={(event) => {
          event.preventDefault()
          if (changed && !busy) submit()
        }}
        className="mt-5"
      >
        <p aria-hidden="true" className="mb-1.5 text-13 font-label">
          {say.range}
        </p>
        <Segmented
          label={say.range}
          value={key(days)}
          options={ranges.map((each) => ({ value: key(each), label: say.ranges[key(each)] }))}
          onChange={(value) => {
            setRange({ days: ranges.find((each) => key(each) === value) ?? null })
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
              {settings.folders.length > 0 && say.followed(followed.length, settings.folders.length)}
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
                      checked={follows(folder)}
                      onChange={(on) => {
                        setChoices(new Map(choices).set(folder.id, on))
                        setSaved(false)
                      }}
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
