import { ChevronRight } from 'lucide-react'
import { Card, GroupHead } from '@/components/ui/sheet'
import type { PublishingMode } from './view'
import { words } from './words'

/** How to share the calendar, get it on the phone, see it in Teams (R32). */
export function Help({ mode, calendarName }: { mode: Exclude<PublishingMode, 'off'>; calendarName: string }) {
  const { help } = words
  const name = mode === 'two-way' ? help.main : calendarName
  const topics = [
    { title: help.share.title, steps: help.share.steps(name) },
    { title: help.phone.title, steps: help.phone.steps(name) },
    { title: help.teams.title, steps: mode === 'two-way' ? help.teams.twoWay : help.teams.steps(name) },
  ]
  return (
    <section>
      <GroupHead>{help.title}</GroupHead>
      <Card className="divide-y divide-line">
        {topics.map(({ title, steps }) => (
          <details key={title} className="group">
            <summary className="flex min-h-12 cursor-pointer list-none items-center gap-3 px-4 py-2 font-label desk:px-5 [&::-webkit-details-marker]:hidden">
              <ChevronRight
                aria-hidden="true"
                className="size-4 shrink-0 text-ink-3 transition-transform group-open:rotate-90"
              />
              {title}
            </summary>
            <ol className="grid list-decimal gap-1.5 pr-5 pb-4 pl-[52px] text-13 text-ink-2 marker:text-ink-3">
              {steps.map((step) => (
                <li key={step} className="max-w-[70ch] text-pretty">
                  {step}
                </li>
              ))}
            </ol>
          </details>
        ))}
      </Card>
    </section>
  )
}
