'use server'

import { z } from 'zod'
import type { DeleteTask, SaveTask, SetTaskDone, TaskOfMail } from '@/components/tasks/view'
import { withUser } from '@/lib/auth/with-user'
import { answer, refusal } from '@/lib/platform/answer'
import { AppError } from '@/lib/platform/errors'
import * as change from './mutations'
import { taskInput, taskOfMailInput } from './schema'

/** Writes a task, or changes the one with this id. */
export const saveTask: SaveTask = async (id, input) => {
  try {
    return await withUser(async (db, scope) => {
      const parsed = taskInput.safeParse(input)
      if (!parsed.success)
        throw new AppError('invalid_input', 'bad task', { userMessage: sayWhatIsWrong(parsed.error) })
      const own = z.uuid().nullable().parse(id)
      if (!own) return { id: await change.createTask(db, scope, parsed.data) }
      await change.updateTask(db, scope, own, parsed.data)
      return { id: own }
    })
  } catch (error) {
    return refusal(error)
  }
}

function sayWhatIsWrong(error: z.ZodError): string {
  const { path, code } = error.issues[0] ?? {}
  if (path?.[0] === 'title') return code === 'too_small' ? 'A task needs a title.' : 'The title is over 500 letters.'
  if (path?.[0] === 'notes') return 'The notes are over 20,000 letters.'
  if (path?.[0] === 'dueOn') return 'That is not a date.'
  return 'That could not be understood. Nothing was changed.'
}

export const setTaskDone: SetTaskDone = async (id, done) =>
  answer(() => withUser((db, scope) => change.setDone(db, scope, z.uuid().parse(id), done === true)))

export const deleteTask: DeleteTask = async (id) =>
  answer(() => withUser((db, scope) => change.deleteTask(db, scope, z.uuid().parse(id))))

/** A task of a mail, in one key. */
export const taskOfMail: TaskOfMail = async (input) => {
  try {
    return await withUser(async (db, scope) => ({
      id: await change.createTaskOfMail(db, scope, taskOfMailInput.parse(input)),
    }))
  } catch (error) {
    return refusal(error)
  }
}
