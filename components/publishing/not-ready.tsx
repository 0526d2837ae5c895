import { ButtonLink } from '@/components/ui/button'
import { Mark, MicrosoftSquares } from '@/components/ui/mark'
import { Card } from '@/components/ui/sheet'
import type { PublishingView } from './view'
import { words } from './words'

const connect = '/settings/integrations/connect?features=calendar,publishing&returnTo=/settings/calendar'

/** Why there is nothing to choose yet, and the way there. */
export function NotReady({ state }: { state: Exclude<PublishingView['state'], 'ready'> }) {
  const say = words.notReady[state]
  return (
    <Card className="flex flex-col gap-5 p-5 desk:flex-row desk:items-center desk:p-7">
      <Mark state={state === 'reconnect' ? 'pending' : 'apart'} tone="picture" size={36} label="" />
      <div className="min-w-0 flex-1">
        <h2 className="text-16">{say.title}</h2>
        <p className="mt-1 max-w-[62ch] text-ink-2 text-pretty">{say.text}</p>
        {state === 'needs-permission' && <p className="mt-1.5 font-mono text-12 text-ink-3">Calendars.ReadWrite</p>}
      </div>
      <ButtonLink
        href={state === 'reconnect' ? '/settings/integrations' : connect}
        prefetch={false}
        kind="filled"
        icon={<MicrosoftSquares />}
      >
        {say.button}
      </ButtonLink>
    </Card>
  )
}
