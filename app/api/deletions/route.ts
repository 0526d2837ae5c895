import type { Deletion } from '@/components/frame/delete-directly'
import { discardDraft } from '@/lib/features/compose/actions'
import { acceptDeletion } from '@/lib/features/frame/deletions/loaders'
import { deletePeople } from '@/lib/features/people/actions'
import { deleteCompanies } from '@/lib/features/people/companies/actions'
import { deleteTask } from '@/lib/features/tasks/actions'
import { deleteActivity } from '@/lib/features/timeline/actions'
import { respond } from '@/lib/platform/respond'

const remove = (deletion: Deletion) => {
  switch (deletion.kind) {
    case 'people':
      return deletePeople(deletion.ids)
    case 'companies':
      return deleteCompanies(deletion.ids)
    case 'activity':
      return deleteActivity(deletion.id)
    case 'task':
      return deleteTask(deletion.id)
    case 'draft':
      return discardDraft(deletion.id)
  }
}

/** POST a Deletion → {}, or the refusal of its action. A request of its own, since it must go on when the page is closed. */
export const POST = (request: Request) => respond(async () => (await remove(await acceptDeletion(request))) ?? {})
