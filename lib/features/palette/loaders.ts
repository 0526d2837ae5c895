import 'server-only'
import type { PaletteAnswer } from '@/components/frame/view'
import { withUser } from '@/lib/auth/with-user'
import { findCompanies, findEntries, findOutlook, findPeople, findTasks } from './queries'

/** What the palette finds for the words typed: people, companies, tasks, entries. Mail is searched by its own route. */
export async function loadPalette(typed: string): Promise<PaletteAnswer> {
  return withUser(async (db, scope) => {
    const words = typed.replaceAll('\u0000', '').trim().slice(0, 200)
    if (!words) return { people: [], companies: [], tasks: [], entries: [] }
    return {
      people: await findPeople(db, scope, words),
      companies: await findCompanies(db, scope, words),
      tasks: await findTasks(db, scope, words),
      entries: [...(await findEntries(db, scope, words)), ...(await findOutlook(db, scope, words))],
    }
  })
}
