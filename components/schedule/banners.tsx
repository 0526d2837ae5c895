'use client'

import { CloudUpload, RefreshCw, TriangleAlert } from 'lucide-react'
import { useCallback } from 'react'
import { useOffline } from '@/components/frame/use-offline'
import { Banner } from '@/components/ui/banner'
import { Button, ButtonLink } from '@/components/ui/button'
import { useClock, useNow } from '@/components/ui/clock'
import { shortTime } from '@/components/ui/time'
import type { Kept } from './changes/change'
import type { ScheduleView } from './view'
import { words } from './words'

type BannersProps = {
  kept: readonly Kept[]
  notice: ScheduleView['notice']
  failed: string | null
  syncedAt: string | null
  hasOutlook: boolean
  isSyncing: boolean
  isRecreating: boolean
  onTrouble: () => void
  onSend: () => void
  onSync: () => void
  onRecreate: () => void
}

const oldAfter = 10 * 60_000

/** What one should know, one at a time: what needs a word first, then what is not sent, then what is old. */
export function Banners(props: BannersProps) {
  const { kept, notice, failed, syncedAt, hasOutlook, isSyncing, isRecreating } = props
  const { onTrouble, onSend, onSync, onRecreate } = props
  const { locale, zone } = useClock()
  const offline = useOffline()
  const at = syncedAt ? Date.parse(syncedAt) : Number.NaN
  const now = useNow(useCallback((from: number) => Math.max(15_000, at + oldAfter - from), [at]))
  const conflicts = kept.filter(({ trouble }) => trouble?.kind === 'conflict').length
  const refused = kept.filter(({ trouble }) => trouble?.kind === 'refused').length
  const unsent = kept.filter((op) => op.unsent && !op.trouble).length
  const isOld = hasOutlook && now - at > oldAfter
  const className = 'mx-4 mb-2 max-desk:mx-3 max-desk:mt-2'
  // Without a network the frame says so over every page, and nothing here can be done until it is back.
  if (offline) return null
  if (conflicts + refused > 0)
    return (
      <Banner
        tone="warn"
        icon={<TriangleAlert aria-hidden="true" className="size-4 shrink-0" />}
        title={conflicts > 0 ? words.conflict.banner(conflicts) : words.conflict.refusedBanner(refused)}
        action={
          <Button size="s" onClick={onTrouble}>
            {words.conflict.look}
          </Button>
        }
        className={className}
      />
    )
  if (unsent > 0)
    return (
      <Banner
        icon={<CloudUpload aria-hidden="true" className="size-4 shrink-0" />}
        title={words.unsent.banner(unsent)}
        action={
          <Button size="s" onClick={onSend}>
            {words.unsent.now}
          </Button>
        }
        className={className}
      >
        {words.unsent.bannerMeans}
      </Banner>
    )
  if (notice)
    return (
      <Banner
        tone="warn"
        icon={<TriangleAlert aria-hidden="true" className="size-4 shrink-0" />}
        action={
          notice.deed === 'recreate' ? (
            <Button size="s" busy={isRecreating} onClick={onRecreate}>
              {notice.label}
            </Button>
          ) : (
            <ButtonLink href={notice.href} size="s">
              {notice.label}
            </ButtonLink>
          )
        }
        className={className}
      >
        {notice.text}
      </Banner>
    )
  if (failed)
    return (
      <Banner
        icon={<TriangleAlert aria-hidden="true" className="size-4 shrink-0" />}
        title={failed}
        className={className}
      >
        {words.failed.stale}
      </Banner>
    )
  if (!isOld) return null
  return (
    <Banner
      icon={<RefreshCw aria-hidden="true" className="size-4 shrink-0" />}
      title={words.sync.old}
      action={
        <Button size="s" busy={isSyncing} onClick={onSync}>
          {words.sync.now}
        </Button>
      }
      className={className}
    >
      {words.sync.oldMeans(shortTime(at, now, locale, zone))}
    </Banner>
  )
}
