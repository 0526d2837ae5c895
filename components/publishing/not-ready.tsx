import { ButtonLink } from '@/components/ui/button'
import { Mark, MicrosoftSquares } from '@/components/ui/mark'
import { Card, GroupHead } from '@/components/ui/sheet'
import { modes } from './mode-cards'
import type { PublishingView } from './view'
import { words } from './words'

const connect = '/settings/integrations/connect?features=calendar,publishing&returnTo=/settings/calendar'

/** Why there is nothing to choose yet, and the way there. */
export function NotReady({ state }: { state: Exclude<PublishingView['state'], 'ready'> }) {
  const say = words.notReady[state]
  return (
    <div>
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
      {state !== 'reconnect' && <Ways />}
    </div>
  )
}

function Ways() {
  return (
    <section className="mt-10">
      <GroupHead>{words.notReady.ways}</GroupHead>
      <ul className="grid gap-5 pane:grid-cols-3">
        {modes.map(({ mode, mark }) => (
          <li key={mode} className="rounded-card bg-well p-4">
            <span className="flex items-center gap-2.5 font-strong">
              <Mark state={mark} size={18} label="" ground="well" />
              {words.modes[mode].label}
            </span>
            <span className="mt-1.5 block text-13 text-ink-2 text-pretty">{words.modes[mode].means}</span>
          </li>
        ))}
      </ul>
    </section>
  )
}
