'use client'

import { Forward, Reply, ReplyAll } from 'lucide-react'
import { useSyncExternalStore } from 'react'
import { composersNow, watchComposers } from '@/components/compose/open'
import { Button } from '@/components/ui/button'
import { cn } from '@/components/ui/cn'
import type { ShownMessage } from './thread-view'
import { threadWords } from './thread-words'
import type { Deeds } from './use-deeds'

type ReplyBarProps = { look: 'foot' | 'phone'; deeds: Deeds; head: ShownMessage; threadId: string }

const noComposers: ReturnType<typeof composersNow> = []

/** Reply, reply all, forward: after the last message, on the phone fixed below. Gone while one writes here. */
export function ReplyBar({ look, deeds, head, threadId }: ReplyBarProps) {
  const composers = useSyncExternalStore(watchComposers, composersNow, () => noComposers)
  if (head.isDraft || composers.some((each) => each.place === 'thread' && each.threadId === threadId)) return null
  const small = look === 'phone'
  const fill = small ? 'flex-1 px-2' : undefined
  return (
    <div
      className={cn(
        'flex gap-2',
        small
          ? 'shrink-0 border-line border-t px-3 pt-2.5 pb-[calc(18px+env(safe-area-inset-bottom))] desk:hidden'
          : 'mt-6 pl-[60px] max-desk:hidden',
      )}
    >
      <Button className={fill} icon={<Reply className="size-4" />} onClick={() => deeds.answer('reply', head)}>
        {threadWords.reply}
      </Button>
      <Button
        className={fill}
        icon={small ? undefined : <ReplyAll className="size-4" />}
        onClick={() => deeds.answer('replyAll', head)}
      >
        {threadWords.replyAll}
      </Button>
      <Button className={fill} icon={<Forward className="size-4" />} onClick={() => deeds.answer('forward', head)}>
        {threadWords.forward}
      </Button>
    </div>
  )
}
