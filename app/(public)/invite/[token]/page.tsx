import { Invite } from '@/components/workspace/invite'
import { words } from '@/components/workspace/words'
import { acceptInvitation } from '@/lib/features/workspace/actions'
import { loadInvite } from '@/lib/features/workspace/loaders'

export const metadata = { title: words.invitations.title, referrer: 'no-referrer' as const }

/** An invitation to a workspace, for whoever holds the link. */
export default async function InvitePage({ params }: { params: Promise<{ token: string }> }) {
  const { token } = await params
  const view = await loadInvite(token)
  const here = `/invite/${encodeURIComponent(token)}`
  return (
    <Invite
      view={view}
      accept={acceptInvitation.bind(null, token)}
      signInHref={`/signin?returnTo=${encodeURIComponent(here)}`}
    />
  )
}
