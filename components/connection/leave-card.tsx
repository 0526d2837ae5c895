import { ButtonLink } from '@/components/ui/button'
import { Card } from '@/components/ui/sheet'
import { words } from './words'

/** The way out, which begins with a list. */
export function LeaveCard({ href }: { href: string }) {
  return (
    <Card
      className="flex flex-col items-start gap-3 p-4 desk:px-5 desk:py-[18px]"
      role="region"
      aria-label={words.leave.title}
    >
      <div>
        <h2 className="mb-1 text-15 font-strong">{words.leave.title}</h2>
        <p className="text-13 text-ink-2 text-pretty">{words.leave.text}</p>
      </div>
      <ButtonLink href={href} kind="leads">
        {words.disconnect}
      </ButtonLink>
    </Card>
  )
}
