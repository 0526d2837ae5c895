import type { MembersView } from '@/components/connection/view'
import { Card, PageHead } from '@/components/ui/sheet'
import { Invitations, type InviteDeed, type RevokeDeed } from './invitations'
import { type MemberDeeds, MemberRow } from './member-row'
import { PersonalPolicy } from './personal-policy'
import { words } from './words'

type MembersProps = {
  view: MembersView
  deeds: MemberDeeds
  invite: InviteDeed
  revoke: RevokeDeed
  setAllowPersonal: (on: boolean) => Promise<unknown>
}

/** Everybody in the workspace, what they may do, and how their Microsoft 365 stands. */
export function Members({ view, deeds, invite, revoke, setAllowPersonal }: MembersProps) {
  const { members } = words
  // Always in one order, so that a row stays where it was after a change.
  const people = view.members.toSorted((a, b) => a.name.localeCompare(b.name, 'en') || a.userId.localeCompare(b.userId))
  return (
    <div className="mx-auto w-full max-w-[1100px]">
      <PageHead title={members.title} lead={members.lead(view.workspace)} />
      <section aria-label={members.title}>
        <Card className="overflow-hidden">
          <div
            aria-hidden="true"
            className="hidden grid-cols-[minmax(0,1.3fr)_132px_minmax(0,1fr)_84px_40px] gap-4 border-line border-b px-5 py-2.5 text-12 font-label text-ink-3 pane:grid"
          >
            <span>{members.columns.person}</span>
            <span>{members.columns.role}</span>
            <span>{members.columns.microsoft}</span>
            <span>{members.columns.allowed}</span>
          </div>
          <ul className="divide-y divide-line">
            {people.map((member) => (
              <MemberRow key={member.userId} member={member} deeds={deeds} />
            ))}
          </ul>
        </Card>
        <p className="mt-2 text-12 text-ink-3">{members.count(view.members.length)}</p>
      </section>
      <Invitations view={view} invite={invite} revoke={revoke} />
      <PersonalPolicy allowed={view.allowPersonal} setAllowed={setAllowPersonal} />
    </div>
  )
}
