import { ArrivalHeading } from '@/components/connection/arrival-heading'
import { Mark, type MarkState } from '@/components/ui/mark'

/** Mark, title and what is so. */
export function Head({ mark, title, children }: { mark: MarkState; title: string; children: string }) {
  return (
    <header className="mb-[18px] flex items-start gap-3.5 max-desk:flex-col desk:mb-[26px] desk:items-center desk:gap-6">
      <Mark state={mark} size={44} tone="picture" label="" className="max-desk:h-8 max-desk:w-auto" />
      <div>
        <ArrivalHeading key={title} className="text-20 text-balance desk:text-26">
          {title}
        </ArrivalHeading>
        <p className="mt-1 max-w-[70ch] text-ink-2 text-pretty">{children}</p>
      </div>
    </header>
  )
}
