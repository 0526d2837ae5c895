'use server'

import { z } from 'zod'
import type {
  AnswerAccess,
  BlockAddress,
  SetInternalDomains,
  SetVisibility,
  UnblockAddress,
} from '@/components/privacy/view'
import { withAdmin, withUser } from '@/lib/auth/with-user'
import { answer, refusal } from '@/lib/platform/answer'
import * as change from './mutations'
import { domains, typed, visibility } from './schema'

export const setVisibility: SetVisibility = async (chosen) =>
  answer(() => withUser((db, scope) => change.setVisibility(db, scope, visibility.parse(chosen))))

/** Adds to the block list; answers how many mails leave timelines by it. */
export const blockAddress: BlockAddress = async (pattern, shared) => {
  try {
    return await withUser((db, scope) => change.createBlocked(db, scope, typed.parse(pattern), shared === true))
  } catch (error) {
    return refusal(error)
  }
}

export const unblockAddress: UnblockAddress = async (id) =>
  answer(() => withUser((db, scope) => change.deleteBlocked(db, scope, z.uuid().parse(id))))

export const answerAccess: AnswerAccess = async (id, granted) =>
  answer(() => withUser((db, scope) => change.answerAsk(db, scope, z.uuid().parse(id), granted === true)))

export const setInternalDomains: SetInternalDomains = async (chosen) =>
  answer(() => withAdmin((db, scope) => change.setInternalDomains(db, scope, domains.parse(chosen))))
