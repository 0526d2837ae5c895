// The settings workload: mailboxSettings, mail tips, and a person's own switches through the control API.

import type { Context } from 'hono'
import { decodeJson, encodeJson } from '../core/store'
import type { Mail } from '../mail/mail'
import { context, jsonBody } from '../mail/request'
import { readOptions } from '../odata/options'
import { type Core, type DirectoryUser, type GraphEnv, GraphFault, type Workload } from '../seam'
import { patchReplies, viewReplies } from './automatic-replies'
import { mailTips, parseWanted } from './mail-tips'
import { defaultSettings, type MailboxSettings, patchSettings, viewSettings } from './mailbox-settings'

const NAME = 'settings'
/** Single settings that have an address of their own. */
const PARTS = [
  'automaticRepliesSetting',
  'dateFormat',
  'delegateMeetingMessageDeliveryOptions',
  'language',
  'timeFormat',
  'timeZone',
  'userPurpose',
  'workingHours',
]
const MOST_LAG_SECONDS = 86_400

/** What other modules may ask the settings workload. */
export interface Settings extends Workload {
  /** Settings of a user with a mailbox. */
  settingsOf(owner: DirectoryUser): MailboxSettings
}

export function createSettings(core: Core, mail: Mail): Settings {
  const kept = new Map<string, MailboxSettings>()

  const settingsOf = (owner: DirectoryUser): MailboxSettings =>
    kept.get(owner.id) ?? defaultSettings(mail.opened(owner).mailbox.language, core.now())
  const keep = (owner: DirectoryUser, settings: MailboxSettings) => {
    kept.set(owner.id, settings)
    core.touched(NAME, owner.id)
  }
  const view = (owner: DirectoryUser) => viewSettings(settingsOf(owner), mail.folderId(owner.id, 'archive'))
  const select = (all: Record<string, unknown>, names: readonly string[] | null): Record<string, unknown> => {
    if (!names) return all
    return Object.fromEntries(
      names.map((name) => {
        if (!Object.hasOwn(all, name))
          throw new GraphFault(
            400,
            'RequestBroker--ParseUri',
            `Could not find a property named '${name}' on type 'microsoft.graph.mailboxSettings'.`,
          )
        return [name, all[name]]
      }),
    )
  }

  /** Truth for tests: the settings, whether the person is away now, and the switches. */
  const truth = (owner: DirectoryUser) => {
    const { automaticReplies, ...rest } = settingsOf(owner)
    const searchLagSeconds = mail.opened(owner).mailbox.searchLag / 1000
    return { automaticReplies: viewReplies(automaticReplies), ...rest, searchLagSeconds }
  }
  const change = (owner: DirectoryUser, body: Record<string, unknown>) => {
    const { automaticReplies, searchLagSeconds, ...rest } = body
    let { next } = patchSettings(settingsOf(owner), rest, core.now())
    if (automaticReplies !== undefined)
      next = { ...next, automaticReplies: patchReplies(next.automaticReplies, automaticReplies, core.now()) }
    if (searchLagSeconds !== undefined) {
      const seconds = typeof searchLagSeconds === 'number' ? searchLagSeconds : Number.NaN
      if (!(seconds >= 0 && seconds <= MOST_LAG_SECONDS))
        throw new GraphFault(400, 'ControlError', `searchLagSeconds must be 0 to ${MOST_LAG_SECONDS}.`)
      mail.opened(owner).mailbox.searchLag = seconds * 1000
      core.touched('mail', owner.id)
    }
    keep(owner, next)
  }
  const withMailbox =
    (run: (c: Context<GraphEnv>, owner: DirectoryUser) => Response | Promise<Response>) =>
    async (c: Context<GraphEnv>) => {
      const owner = c.get('owner')
      return owner.hasMailbox ? run(c, owner) : c.json({ error: 'This user has no mailbox.' }, 404)
    }

  return {
    name: NAME,
    settingsOf,
    mailboxRoutes(app) {
      app.get('/mailboxSettings', (c) => {
        const { select: names } = readOptions(c.get('publicUrl'), new Set(['$select']))
        return c.json({
          '@odata.context': context(c, 'mailboxSettings', names),
          ...select(view(c.get('owner')), names),
        })
      })
      app.patch('/mailboxSettings', async (c) => {
        readOptions(c.get('publicUrl'), new Set())
        const owner = c.get('owner')
        const { next, names } = patchSettings(settingsOf(owner), await jsonBody(c), core.now())
        keep(owner, next)
        return c.json({ '@odata.context': context(c, 'mailboxSettings', null), ...select(view(owner), names) })
      })
      for (const name of PARTS) {
        app.get(`/mailboxSettings/${name}`, (c) => {
          readOptions(c.get('publicUrl'), new Set())
          const value = view(c.get('owner'))[name]
          const about = { '@odata.context': context(c, `mailboxSettings/${name}`, null) }
          return c.json(typeof value === 'object' ? { ...about, ...value } : { ...about, value })
        })
      }
      app.post('/getMailTips', async (c) => {
        readOptions(c.get('publicUrl'), new Set())
        const value = mailTips(core, c.get('owner'), parseWanted(await jsonBody(c)), settingsOf)
        const { origin } = new URL(c.get('publicUrl'))
        return c.json({ '@odata.context': `${origin}/v1.0/$metadata#Collection(microsoft.graph.mailTips)`, value })
      })
    },
    controlRoutes(app) {
      app.get(
        '/settings',
        withMailbox((c, owner) => c.json(truth(owner))),
      )
      app.patch(
        '/settings',
        withMailbox(async (c, owner) => {
          change(owner, await jsonBody(c))
          return c.json(truth(owner))
        }),
      )
    },
    counts: () => ({}),
    reset: () => kept.clear(),
    snapshot(ownerId) {
      const settings = kept.get(ownerId)
      return settings ? encodeJson(settings) : null
    },
    restore: (ownerId, data) => void kept.set(ownerId, decodeJson(data) as MailboxSettings),
  }
}
