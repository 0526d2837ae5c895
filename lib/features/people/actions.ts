'use server'

import type { DeletePeople, Refusal, SavePerson } from '@/components/people/view'
import { withUser } from '@/lib/auth/with-user'
import { answer, refusal } from '@/lib/platform/answer'
import { createPerson, deletePeople as drop, FormRefused, updatePerson } from './mutations'
import { personInput, someIds } from './schema'

/** Enters a person, or changes one. */
export async function savePerson(...[id, typed]: Parameters<SavePerson>): Promise<{ id: string } | Refusal> {
  try {
    return await withUser(async (db, scope) => {
      const input = personInput.parse(typed)
      const known = id === null ? null : (someIds.parse([id])[0] ?? '')
      if (known === null) return { id: await createPerson(db, scope, input) }
      await updatePerson(db, scope, known, input)
      return { id: known }
    })
  } catch (error) {
    if (error instanceof FormRefused) return { error: error.userMessage, fields: error.fields, taken: error.taken }
    return refusal(error)
  }
}

/** Deletes people; mail, tasks and notes stay. */
export async function deletePeople(ids: string[]): ReturnType<DeletePeople> {
  return answer(() => withUser((db, scope) => drop(db, scope, someIds.parse(ids))))
}
