'use server'

import { z } from 'zod'
import type {
  AnswerInvitation,
  DeleteEntry,
  InviteFromMine,
  MoveEntry,
  Refusal,
  RestoreEntry,
  SaveEntry,
} from '@/components/schedule/view'
import { withUser } from '@/lib/auth/with-user'
import { announceCalendar } from '@/lib/features/calendar/link/mutations'
import { answerInvitation as sendAnswer } from '@/lib/features/calendar/two-way/answer/mutations'
import { inviteFromMine as invite } from '@/lib/features/calendar/two-way/invite/mutations'
import { refusal } from '@/lib/platform/answer'
import * as deletion from './deletion/mutations'
import * as change from './mutations'
import { BadEntry } from './rules'
import { answerInput, deleteInput, moveInput, saveInput, sayWhatIsWrong } from './schema'

// Who calls is asked first, then what was sent is looked at. What goes to Outlook is announced after the commit.

function refused(thrown: unknown): Refusal {
  if (thrown instanceof z.ZodError) return sayWhatIsWrong(thrown)
  const said = refusal(thrown)
  return thrown instanceof BadEntry && thrown.field ? { ...said, field: thrown.field } : said
}

/** Announces a change, and answers it without what only the background needs. */
async function told(
  outcome: change.Outcome,
): Promise<{ id: string; version: number } | Extract<change.Outcome, { conflict: unknown }>> {
  if ('conflict' in outcome) return outcome
  await announceCalendar(outcome.touched)
  return { id: outcome.id, version: outcome.version }
}

/** Saves an entry, or a part of a series. */
export async function saveEntry(input: Parameters<SaveEntry>[0]): ReturnType<SaveEntry> {
  try {
    return await told(await withUser((db, scope) => change.saveEntry(db, scope, saveInput.parse(input))))
  } catch (error) {
    return refused(error)
  }
}

/** Moves or resizes an entry, or a part of a series. */
export async function moveEntry(input: Parameters<MoveEntry>[0]): ReturnType<MoveEntry> {
  try {
    return await told(await withUser((db, scope) => change.moveEntry(db, scope, moveInput.parse(input))))
  } catch (error) {
    return refused(error)
  }
}

/** Deletes an entry, or a part of a series; the answer takes it back. */
export async function deleteEntry(input: Parameters<DeleteEntry>[0]): ReturnType<DeleteEntry> {
  try {
    const { undo, touched } = await withUser((db, scope) => deletion.deleteEntry(db, scope, deleteInput.parse(input)))
    await announceCalendar(touched)
    return { undo }
  } catch (error) {
    return refused(error)
  }
}

/** Takes a deletion back. */
export async function restoreEntry(undo: Parameters<RestoreEntry>[0]): ReturnType<RestoreEntry> {
  try {
    const { touched } = await withUser((db, scope) => deletion.restoreEntry(db, scope, z.string().parse(undo)))
    await announceCalendar(touched)
  } catch (error) {
    return refused(error)
  }
}

/** Invites the people of an entry from one's own mailbox, though another has invited them before. */
export async function inviteFromMine(entryId: Parameters<InviteFromMine>[0]): ReturnType<InviteFromMine> {
  try {
    await announceCalendar(await withUser((db, scope) => invite(db, scope, z.uuid().parse(entryId))))
  } catch (error) {
    return refused(error)
  }
}

/** Answers an invitation; Outlook tells the organiser. */
export async function answerInvitation(
  target: Parameters<AnswerInvitation>[0],
  answer: Parameters<AnswerInvitation>[1],
): ReturnType<AnswerInvitation> {
  try {
    const connectionId = await withUser((db, scope) => {
      const given = answerInput.parse({ target, answer })
      return sendAnswer(db, scope, given.target, given.answer)
    })
    await announceCalendar([connectionId])
  } catch (error) {
    return refused(error)
  }
}
