import { Sheet, SheetBody } from '@/components/ui/sheet'
import { Members } from '@/components/workspace/members'
import { words } from '@/components/workspace/words'
import {
  createInvitation,
  releaseBinding,
  revokeInvitation,
  setAllowPersonal,
  setDisabled,
  setIntegrationEnabled,
  setRole,
} from '@/lib/features/workspace/actions'
import { loadMembers } from '@/lib/features/workspace/loaders'
import { forPage } from '@/lib/platform/for-page'

export const metadata = { title: words.members.title }

/** People of the workspace; for administrators (the loader refuses others). */
export default async function MembersPage() {
  const view = await forPage(loadMembers())
  return (
    <Sheet>
      <SheetBody>
        <Members
          view={view}
          deeds={{ setRole, setDisabled, setIntegration: setIntegrationEnabled, release: releaseBinding }}
          invite={createInvitation}
          revoke={revokeInvitation}
          setAllowPersonal={setAllowPersonal}
        />
      </SheetBody>
    </Sheet>
  )
}
