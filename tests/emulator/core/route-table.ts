// Finds the registered route behind a Graph path. Literal segments match in any case, ids keep theirs, and the OData key
// form `mailFolders('inbox')` is the same as `mailFolders/inbox`. Microsoft Graph: calling the API.

import type { Hono } from 'hono'
import type { GraphEnv } from '../seam'

export interface RouteMatch {
  /** Path in the route's own spelling, with the ids as sent: what Hono is asked for. */
  path: string
  /** `/mailFolders/{id}/messages` */
  template: string
}

interface Route {
  method: string
  pattern: RegExp
  parts: string[]
  template: string
  rank: string
}

const PARAMETER = /^:(\w+)(?:\{(.+)\})?$/

/** Splits a Graph path into segments in plain form: keys become segments, `microsoft.graph.` and `()` go. */
export function normaliseSegments(path: string): string[] {
  const segments: string[] = []
  for (const raw of path.split('/')) {
    if (raw === '') continue
    const segment = raw.replace(/^%24/, '$').replace(/^(?:microsoft\.)?graph\.(?=[A-Za-z])/i, '')
    const key = /^([A-Za-z$]\w*)\((.*)\)$/.exec(segment)
    const name = key?.[1]
    const inner = key?.[2]
    if (name === undefined || inner === undefined) segments.push(segment)
    else if (inner === '') segments.push(name)
    else {
      const quoted = /^(?:'|%27)(.*)(?:'|%27)$/.exec(inner)
      // Unquoted with "=": parameters of a function, which belong to the segment.
      if (quoted === null && inner.includes('=')) segments.push(segment)
      else segments.push(name, quoted?.[1] ?? inner)
    }
  }
  return segments
}

function compile(method: string, path: string): Route {
  const parts = path.split('/').filter((part) => part !== '')
  const shown: string[] = []
  let source = ''
  let rank = ''
  for (const part of parts) {
    const parameter = PARAMETER.exec(part)
    if (!parameter) {
      source += `/${part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}`
      shown.push(part)
      rank += '0'
    } else {
      source += `/(${parameter[2] ?? '[^/]+'})`
      shown.push('{id}')
      rank += parameter[2] ? '2' : '1'
    }
  }
  return { method, parts, rank, pattern: new RegExp(`^${source || '/'}$`, 'i'), template: `/${shown.join('/')}` }
}

export class RouteTable {
  private routes: Route[] | undefined

  constructor(private readonly app: Hono<GraphEnv>) {}

  private compiled(): Route[] {
    this.routes ??= this.app.routes
      .filter((route) => route.method !== 'ALL')
      .map((route) => compile(route.method, route.path))
      .sort((a, b) => a.rank.localeCompare(b.rank))
    return this.routes
  }

  /** `[method, template]` of everything registered. */
  list(): [method: string, template: string][] {
    return this.compiled().map((route) => [route.method, route.template])
  }

  /** The route, or the methods that the path knows when the given one is not among them. */
  find(method: string, segments: string[]): RouteMatch | { allowed: string[] } {
    const path = `/${segments.join('/')}`
    const allowed: string[] = []
    for (const route of this.compiled()) {
      const match = route.pattern.exec(path)
      if (!match) continue
      if (route.method !== method) {
        allowed.push(route.method)
        continue
      }
      let group = 0
      const own = route.parts.map((part) => (PARAMETER.test(part) ? match[++group] : part))
      return { path: `/${own.join('/')}`, template: route.template }
    }
    return { allowed }
  }
}
