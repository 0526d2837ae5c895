'use server'

import { z } from 'zod'
import type { AddActivity, AskAccess, DeleteActivity, LogMail } from '@/components/timeline/view'
import { withUser } from '@/lib/auth/with-user'
import { answer, refusal } from '@/lib/platform/answer'
import { createActivity, deleteActivity as dropActivity, logMail as log } from './activities/mutations'
import { askAccess as ask } from './mutations'
import { activityInput, logMailInput } from './schema'

// Who calls is asked first, then what was sent is looked at.

/** Writes a note or a call onto the timeline of a person or a company. */
export async function addActivity(input: Parameters<AddActivity>[0]): ReturnType<AddActivity> {
  try {
    return { id: await withUser((db, scope) => createActivity(db, scope, activityInput.parse(input))) }
  } catch (error) {
    return refusal(error)
  }
}

/** Deletes a note or call of one's own. */
export async function deleteActivity(id: string): ReturnType<DeleteActivity> {
  return answer(() => withUser((db, scope) => dropActivity(db, scope, z.uuid().parse(id))))
}

/** Logs a mail of one's own onto the timeline of its people. */
export async function logMail(input: Parameters<LogMail>[0]): ReturnType<LogMail> {
  try {
    return { id: await withUser((db, scope) => log(db, scope, logMailInput.parse(input))) }
  } catch (error) {
    return refusal(error)
  }
}

/** Asks a colleague to be let into a conversation that the timeline hides. */
export async function askAccess(entryId: string): ReturnType<AskAccess> {
  return answer(() => withUser((db, scope) => ask(db, scope, z.uuid().parse(entryId))))
}
