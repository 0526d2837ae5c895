import type { Hono } from 'hono'
import { parseFilter } from '../odata/filter'
import { readOptions, withOptions } from '../odata/options'
import { type Core, type GraphEnv, GraphFault } from '../seam'
import { deltaPage } from './delta'
import { type DeltaState, readToken, stateLost, writeToken } from './delta-token'
import { addExpanded, readExpand } from './extended-properties-expand'
import { viewFolder } from './folder-view'
import type { Folder } from './folders'
import { context, findFolder, type GraphContext, type Opened, selection, viewOptions } from './request'
import { viewMessage } from './view'

const MESSAGE_OPTIONS = new Set([
  '$select',
  '$top',
  '$expand',
  '$filter',
  '$orderby',
  'changetype',
  '$skiptoken',
  '$deltatoken',
])
const FOLDER_OPTIONS = new Set(['$select', '$skiptoken', '$deltatoken'])
const PAGE = 10
const PAGE_MAX = 1000

const bad = (message: string) => new GraphFault(400, 'BadRequest', message)

/** Microsoft Graph: only receivedDateTime ge or gt a time is possible in a delta. */
function receivedFrom(filter: string | null): DeltaState['from'] {
  if (filter === null) return null
  const parsed = parseFilter(filter)
  if (
    parsed.kind === 'compare' &&
    parsed.path === 'receivedDateTime' &&
    /^g[et]$/.test(parsed.operator) &&
    typeof parsed.value.value === 'number'
  ) {
    return { at: parsed.value.value, inclusive: parsed.operator === 'ge' }
  }
  throw bad('Change tracking supports $filter=receivedDateTime ge|gt {value} only.')
}

/** Microsoft Graph: Prefer: odata.maxpagesize, on every page request. */
function maxPageSize(c: GraphContext, top: number | null): number {
  const preferred = c.get('prefer').get('odata.maxpagesize')
  const size = preferred === undefined ? (top ?? PAGE) : Number(preferred)
  if (!Number.isInteger(size) || size < 1) throw bad('odata.maxpagesize must be a positive integer.')
  if (preferred !== undefined) c.header('Preference-Applied', `odata.maxpagesize=${Math.min(size, PAGE_MAX)}`)
  return Math.min(size, PAGE_MAX)
}

/** State of this request: from its token, or a new round. */
function openState(c: GraphContext, core: Core, opened: Opened, kind: DeltaState['kind'], folder: number): DeltaState {
  const options = readOptions(c.get('publicUrl'), kind === 'messages' ? MESSAGE_OPTIONS : FOLDER_OPTIONS)
  const { mailbox } = opened
  const token = options.deltatoken ?? options.skiptoken
  if (token !== null) {
    if (options.names.length > 1) throw bad('Query options are part of the token and must not be repeated with it.')
    const about = { upn: c.get('owner').upn, path: new URL(c.get('publicUrl')).pathname, method: 'GET' }
    if (core.takeFault('delta-reset', about)) throw stateLost()
    return readToken(token, kind, mailbox.generation, folder, core.now())
  }
  const changeType = options.custom.get('changetype') ?? null
  if (changeType !== null && !/^(created|updated|deleted)$/.test(changeType))
    throw bad(`Invalid changeType '${changeType}'.`)
  if (options.orderby !== null && !/^\s*receivedDateTime\s+desc\s*$/i.test(options.orderby)) {
    throw bad('Change tracking supports $orderby=receivedDateTime desc only.')
  }
  return {
    kind,
    generation: mailbox.generation,
    folder,
    issued: core.now(),
    select: options.select,
    expand: options.expand,
    changeType,
    from: receivedFrom(options.filter),
    top: options.top,
    phase: 'initial',
    base: mailbox.seq,
    done: mailbox.seq,
    until: null,
    cursor: null,
    count: 0,
    page: 0,
  }
}

/** Highest sequence that this request may see (fault delta-lag). */
function visibleSeq(c: GraphContext, core: Core, opened: Opened, folder: Folder): number {
  const about = { upn: c.get('owner').upn, path: new URL(c.get('publicUrl')).pathname, method: 'GET' }
  const lag = core.takeFault('delta-lag', about)
  return lag ? folder.log.upTo(core.now() - (lag.delayMs ?? 5000), opened.mailbox.seq) : opened.mailbox.seq
}

function links(c: GraphContext, core: Core, next: DeltaState, complete: boolean): Record<string, string> {
  const bare = withOptions(new URL(c.get('publicUrl')).origin + new URL(c.get('publicUrl')).pathname, {})
  const token = writeToken(complete ? { ...next, issued: core.now() } : next)
  return complete
    ? { '@odata.deltaLink': withOptions(bare, { $deltatoken: token }) }
    : { '@odata.nextLink': withOptions(bare, { $skiptoken: token }) }
}

function messageDelta(core: Core, open: (c: GraphContext) => Opened) {
  return (c: GraphContext) => {
    const opened = open(c)
    const { mailbox } = opened
    const folder = findFolder(mailbox, c.req.param('id') ?? '')
    const fresh = openState(c, core, opened, 'messages', folder.serial)
    const selected = selection(fresh.select)
    const expansion = readExpand(fresh.expand)
    const size = maxPageSize(c, fresh.top)
    const visible = visibleSeq(c, core, opened, folder)
    const isNew = fresh.phase === 'initial' && fresh.page === 0
    const state = isNew ? { ...fresh, base: visible, done: visible } : fresh
    const view = viewOptions(c, opened)
    const page = deltaPage(folder, state, size, visible, view.immutableIds)
    const value = page.entries.map((entry) => {
      if ('stone' in entry) {
        const { n, moves } = entry.stone
        const id = view.immutableIds ? mailbox.ids.immutable(n) : mailbox.ids.rest({ n, folder: folder.serial, moves })
        return { '@odata.type': '#microsoft.graph.message', '@removed': { reason: 'deleted' }, id }
      }
      const shown = viewMessage(entry.item, selected, view)
      addExpanded(shown, entry.item, expansion, view)
      return { '@odata.type': '#microsoft.graph.message', ...shown }
    })
    const { origin } = new URL(c.get('publicUrl'))
    return c.json({
      '@odata.context': `${origin}/v1.0/$metadata#Collection(message)`,
      value,
      ...links(c, core, page.next, page.complete),
    })
  }
}

/** The hierarchy is small: a token is a sequence, and every folder after it is news. */
function folderDelta(core: Core, open: (c: GraphContext) => Opened) {
  return (c: GraphContext) => {
    const opened = open(c)
    const { mailbox } = opened
    const state = openState(c, core, opened, 'folders', 0)
    const size = maxPageSize(c, null)
    const since = state.phase === 'initial' && state.page === 0 ? 0 : state.done
    const changed = [...mailbox.folders.values()]
      .filter((folder) => folder !== mailbox.root && folder.seq > since)
      .map((folder) => ({ seq: folder.seq, shown: (): object => viewFolder(mailbox, folder, state.select) }))
    if (state.phase === 'changes') {
      for (const [id, seq] of mailbox.goneFolders) {
        if (seq > since) changed.push({ seq, shown: () => ({ '@removed': { reason: 'deleted' }, id }) })
      }
    }
    changed.sort((a, b) => a.seq - b.seq)
    const page = changed.slice(0, size)
    const complete = page.length === changed.length
    const done = complete ? mailbox.seq : (page[page.length - 1]?.seq ?? since)
    const next: DeltaState = { ...state, done, phase: complete ? 'changes' : state.phase, page: state.page + 1 }
    return c.json({
      '@odata.context': context(c, 'mailFolders', state.select),
      value: page.map(({ shown }) => shown()),
      ...links(c, core, next, complete),
    })
  }
}

export function deltaRoutes(app: Hono<GraphEnv>, core: Core, open: (c: GraphContext) => Opened): void {
  app.get('/mailFolders/delta', folderDelta(core, open))
  for (const base of ['/mailFolders/:id', '/mailFolders/:parent/childFolders/:id']) {
    app.get(`${base}/messages/delta`, messageDelta(core, open))
  }
}
