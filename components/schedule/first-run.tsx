'use client'

import { Eye, Lock, Undo2 } from 'lucide-react'
import { Button, ButtonLink } from '@/components/ui/button'
import { Dialog } from '@/components/ui/dialog'
import { Mark, MicrosoftSquares } from '@/components/ui/mark'
import { words } from './words'

/** Where one connects the calendar; Microsoft is asked for just that. */
export const connectHref = '/settings/integrations/connect?features=calendar&returnTo=/schedule'

/** Asks once whether Outlook's calendar shall appear here (R4). */
export function FirstRun({ open, onNotNow }: { open: boolean; onNotNow: () => void }) {
  const { first } = words
  return (
    <Dialog
      open={open}
      onOpenChange={(next) => next || onNotNow()}
      title={first.title}
      bare
      size="s"
      className="desk:max-w-[460px] desk:p-7 max-desk:p-6"
    >
      <Mark state="apart" tone="picture" size={36} label="" className="mb-4" />
      <p aria-hidden="true" className="text-20">
        {first.title}
      </p>
      <p className="mt-1.5 text-ink-2">{first.lead}</p>
      <ul className="mt-4 flex flex-col gap-2.5 [&_svg]:mt-0.5 [&_svg]:size-4 [&_svg]:shrink-0 [&_svg]:text-brand-ink">
        <li className="flex gap-2.5">
          <Eye aria-hidden="true" />
          {first.points.outline}
        </li>
        <li className="flex gap-2.5">
          <Lock aria-hidden="true" />
          {first.points.private}
        </li>
        <li className="flex gap-2.5">
          <Undo2 aria-hidden="true" />
          {first.points.leave}
        </li>
      </ul>
      <div className="mt-6 flex justify-end gap-2.5">
        <Button onClick={onNotNow}>{first.notNow}</Button>
        <ButtonLink href={connectHref} prefetch={false} kind="filled" icon={<MicrosoftSquares />}>
          {first.signIn}
        </ButtonLink>
      </div>
      <p className="mt-3 text-right text-12 text-ink-3">{first.later}</p>
    </Dialog>
  )
}
