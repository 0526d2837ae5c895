import { CircleMinus, Hourglass, Trash2, Unplug } from 'lucide-react'
import { Banner, type BannerTone } from '@/components/ui/banner'
import { ButtonLink } from '@/components/ui/button'
import { CopyButton } from '@/components/ui/copy-button'
import { Since } from './day'
import type { Deed } from './deed'
import { DeedButton } from './deed-button'
import type { IntegrationsView } from './view'
import { words } from './words'

const looks: Record<IntegrationsView['state'], [BannerTone, typeof Unplug]> = {
  available: ['info', Hourglass],
  connected: ['info', Hourglass],
  attention: ['bad', Unplug],
  suspended: ['warn', CircleMinus],
  leaving: ['info', Trash2],
}

type AttentionProps = { view: IntegrationsView; reconnect: Deed; disconnectHref: string; watchHref: string | null }

/** What stopped, since when, and the way out of it. */
export function Attention({ view, reconnect, disconnectHref, watchHref }: AttentionProps) {
  const { attention } = view
  if (!attention) return null
  const [tone, Picture] = looks[view.state]
  const deed = {
    reconnect: (
      <DeedButton run={reconnect} kind="filled" align="end">
        {words.reconnect}
      </DeedButton>
    ),
    delete_data: (
      <ButtonLink href={disconnectHref} kind="leads">
        {words.deleteData}
      </ButtonLink>
    ),
    watch: watchHref ? <ButtonLink href={watchHref}>{words.watch}</ButtonLink> : null,
  }
  return (
    <Banner
      tone={tone}
      icon={<Picture aria-hidden="true" className="size-[18px] shrink-0" />}
      title={`${attention.title}.`}
      action={attention.action && deed[attention.action]}
      className="py-3 pr-3 max-desk:flex-wrap max-desk:pr-3.5 max-desk:[&>a]:w-full max-desk:[&>form]:w-full max-desk:[&>p]:basis-[80%]"
    >
      {attention.sentence}
      {attention.since && (
        <>
          {' '}
          {words.since} <Since at={attention.since} />.
        </>
      )}
      {attention.reference && (
        <span className="mt-1.5 flex flex-wrap items-center gap-2 text-ink-2">
          {words.reference} <CopyButton size="s" text={attention.reference} />
        </span>
      )}
    </Banner>
  )
}
