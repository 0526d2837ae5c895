// What a developer sees at the engine's address: functions, runs, failures. Server-rendered, no script.

import { listRuns, type Quiet, quiet, type RunView } from './control'
import type { Core } from './core'
import type { Executor } from './executor'
import type { EngineFunction } from './model'
import { STYLE } from './status-style'
import { cut } from './wire'

const SHOWN_RUNS = 60

const ESCAPES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }

function html(text: unknown): string {
  return String(text ?? '').replace(/[&<>"']/g, (sign) => ESCAPES[sign] ?? sign)
}

/** The page as HTML; it reloads itself every two seconds. */
export function statusPage(core: Core, executor: Executor): string {
  const now = core.now()
  const runs = listRuns(core, executor)
  const failures = runs.filter((run) => run.status === 'failed').slice(0, SHOWN_RUNS)
  const apps = [...core.state.apps.values()]
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta http-equiv="refresh" content="2">
<meta name="viewport" content="width=device-width"><title>Local Inngest engine</title><style>${STYLE}</style></head><body>
<header><h1>Local Inngest engine</h1><p>For one developer’s machine and CI. ${new Date(now).toISOString().slice(0, 19).replace('T', ' ')} UTC</p></header>
${counters(quiet(core), executor, failures.length)}
<section><h2>Failures</h2>${failures.length ? runTable(failures, now) : '<p class="none">No failed run.</p>'}</section>
<section><h2>Runs</h2>${runs.length ? runTable(runs.slice(0, SHOWN_RUNS), now) : '<p class="none">No run yet. Send an event to see one here.</p>'}</section>
<section><h2>Functions</h2>${
    apps.length
      ? apps
          .map((app) => `<h3>${html(app.name)} <small>${html(app.url)}</small></h3>${functionTable(app.functions)}`)
          .join('')
      : '<p class="none">No app has registered yet. Open the app’s /api/inngest with PUT, or set ENGINE_APPS.</p>'
  }</section></body></html>`
}

function counters(count: Quiet, executor: Executor, failed: number): string {
  const cells: [string, number][] = [
    ['calls open', executor.open.size],
    ['queued', count.queued],
    ['sleeping', count.sleeping],
    ['waiting', count.waiting],
    ['in batches', count.batched],
    ['failed', failed],
  ]
  return `<dl>${cells.map(([label, value]) => `<div><dt>${label}</dt><dd>${value}</dd></div>`).join('')}</dl>`
}

function runTable(runs: RunView[], now: number): string {
  const rows = runs.map((run) => {
    const steps = run.steps
      .map(
        (step) => `<span class="step ${step.status}" title="${html(step.status)}">${html(cut(step.name, 40))}</span>`,
      )
      .join(' ')
    const began = run.startedAt ?? run.createdAt
    const error = run.error ? `<div class="error">${html(cut(run.error, 300))}</div>` : ''
    return `<tr><td><span class="status ${run.status}">${run.status}</span></td><td><b>${html(run.function)}</b><br>
<small>${html(run.event)}</small></td><td>${steps}${error}</td><td class="time">${time(began)}<br><small>${span((run.endedAt ?? now) - began)}</small></td></tr>`
  })
  return `<table><thead><tr><th>Status</th><th>Function</th><th>Steps</th><th class="time">Began, took</th></tr></thead><tbody>${rows.join('')}</tbody></table>`
}

function functionTable(functions: EngineFunction[]): string {
  const rows = functions.map((fn) => {
    const triggers = fn.triggers.map((trigger) => html(trigger.cron ?? trigger.event)).join('<br>')
    const limits = fn.concurrency
      .map(({ limit, key, scope }) => html(`${limit} a ${key ?? 'function'} (${scope})`))
      .join('<br>')
    return `<tr><td><b>${html(fn.id)}</b></td><td>${triggers}</td><td>${limits}</td><td class="time">${fn.maxAttempts}</td></tr>`
  })
  return `<table><thead><tr><th>Function</th><th>Triggers</th><th>Concurrency</th><th class="time">Attempts</th></tr></thead><tbody>${rows.join('')}</tbody></table>`
}

function time(at: number): string {
  return new Date(at).toISOString().slice(11, 19)
}

function span(ms: number): string {
  if (ms < 1000) return `${Math.max(0, Math.round(ms))} ms`
  if (ms < 120_000) return `${(ms / 1000).toFixed(1)} s`
  return `${Math.round(ms / 60_000)} min`
}
