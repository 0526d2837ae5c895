// The zones that the mailbox knows. Microsoft Graph: outlookUser, supportedTimeZones.

import type { Hono } from 'hono'
import { readOptions } from '../odata/options'
import { type GraphEnv, GraphFault } from '../seam'
import type { GraphContext } from './access'
import { supportedZones } from './zones/zones'

/** `TimeZoneStandard=microsoft.graph.timeZoneStandard'Iana'` @throws GraphFault 400 */
function standard(text: string): 'windows' | 'iana' {
  const [, name = ''] = /^TimeZoneStandard=(?:microsoft\.graph\.timeZoneStandard)?'(\w+)'$/i.exec(text) ?? []
  const found = (['windows', 'iana'] as const).find((each) => each === name.toLowerCase())
  if (found) return found
  throw new GraphFault(400, 'BadRequest', `The parameter '${text}' of supportedTimeZones is invalid.`)
}

function answer(c: GraphContext, which: 'windows' | 'iana'): Response {
  readOptions(c.get('publicUrl'), new Set())
  const { origin } = new URL(c.get('publicUrl'))
  return c.json({
    '@odata.context': `${origin}/v1.0/$metadata#Collection(microsoft.graph.timeZoneInformation)`,
    value: supportedZones(which),
  })
}

export function zoneRoutes(app: Hono<GraphEnv>): void {
  app.get('/outlook/supportedTimeZones', (c) => answer(c, 'windows'))
  app.get('/outlook/:zones{supportedTimeZones\\(.+\\)}', (c) => {
    const [, inner = ''] = /\((.*)\)$/.exec(decodeURIComponent(c.req.param('zones') ?? '')) ?? []
    return answer(c, standard(inner))
  })
}
