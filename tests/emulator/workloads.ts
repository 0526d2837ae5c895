// The one list of what the emulated Microsoft 365 consists of.

import { createScheduling } from './calendar/scheduling/workload'
import { createCalendar } from './calendar/workload'
import { createDirectoryWorkload } from './directory/users'
import { createMail } from './mail/mail'
import { createUploads } from './mail/upload-routes'
import { createMeetings } from './meetings/workload'
import { createPeople } from './people/workload'
import type { Core, Subscriptions, Workload } from './seam'
import { createSettings } from './settings/workload'
import { createSubscriptions } from './subscriptions/subscriptions'

export interface Workloads {
  workloads: Workload[]
  subscriptions: Subscriptions | null
}

export function createWorkloads(core: Core): Workloads {
  const mail = createMail(core)
  const calendar = createCalendar(core)
  const settings = createSettings(core, mail)
  return {
    workloads: [
      createDirectoryWorkload(core),
      mail,
      createUploads(core, mail),
      settings,
      createPeople(core, mail),
      createMeetings(core),
      // Before the calendar: what is due happens before anybody looks.
      createScheduling(core, mail, calendar, settings.settingsOf),
      calendar,
    ],
    subscriptions: createSubscriptions(core, { folderId: mail.folderId }),
  }
}
