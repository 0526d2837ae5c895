import type { Metadata } from 'next'
import { PersonScreen } from '@/components/people/person-screen'
import { words } from '@/components/people/words'
import { savePerson } from '@/lib/features/people/actions'
import { loadPerson, loadPersonForm } from '@/lib/features/people/loaders'
import { saveTask, setTaskDone } from '@/lib/features/tasks/actions'
import { addActivity, askAccess } from '@/lib/features/timeline/actions'
import { loadTimeline } from '@/lib/features/timeline/loaders'
import { forPage } from '@/lib/platform/for-page'

type Params = Promise<{ id: string }>

export const metadata: Metadata = { title: words.people }

/** /people/{id}: one person and their timeline. */
export default async function PersonPage({ params }: { params: Params }) {
  const { id } = await params
  const [person, first, form] = await forPage(
    Promise.all([loadPerson(id), loadTimeline({ personId: id }), loadPersonForm(id)]),
  )
  return (
    <PersonScreen
      key={id}
      person={person}
      first={first}
      form={form}
      actions={{ addActivity, askAccess, saveTask, setTaskDone, savePerson }}
    />
  )
}
