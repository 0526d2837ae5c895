'use server'

import { z } from 'zod'
import type { SetCalendarFields } from '@/components/publishing/view'
import { withAdmin } from '@/lib/auth/with-user'
import { answer } from '@/lib/platform/answer'
import * as change from './mutations'

/** Chooses the optional fields that are pulled from Outlook (administrators). */
export const setCalendarFields: SetCalendarFields = async (ids) =>
  answer(() =>
    withAdmin((db, scope) => change.setCalendarFields(db, scope, z.array(z.string().max(40)).max(50).parse(ids))),
  )
