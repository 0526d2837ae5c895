'use server'

import type { DeleteCompanies, Refusal, SaveCompany } from '@/components/people/view'
import { withUser } from '@/lib/auth/with-user'
import { answer, refusal } from '@/lib/platform/answer'
import { FormRefused } from '../mutations'
import { companyInput, someIds } from '../schema'
import { createCompany, deleteCompanies as drop, updateCompany } from './mutations'

/** Enters a company, or changes one. */
export async function saveCompany(...[id, typed]: Parameters<SaveCompany>): Promise<{ id: string } | Refusal> {
  try {
    return await withUser(async (db, scope) => {
      const input = companyInput.parse(typed)
      const known = id === null ? null : (someIds.parse([id])[0] ?? '')
      if (known === null) return { id: await createCompany(db, scope, input) }
      await updateCompany(db, scope, known, input)
      return { id: known }
    })
  } catch (error) {
    if (error instanceof FormRefused) return { error: error.userMessage, fields: error.fields, taken: error.taken }
    return refusal(error)
  }
}

/** Deletes companies; their people stay. */
export async function deleteCompanies(ids: string[]): ReturnType<DeleteCompanies> {
  return answer(() => withUser((db, scope) => drop(db, scope, someIds.parse(ids))))
}
