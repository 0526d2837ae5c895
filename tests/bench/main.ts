// npm run bench -- [--only P3,P6] [--json FILE] [--check] [--quick]: how fast, as ratios to floors of the same run.

import { writeFileSync } from 'node:fs'
import { cpus } from 'node:os'
import { parseArgs } from 'node:util'
import { type BenchOptions, inProcess, type Score } from './harness'

const BENCHES: Record<string, string[]> = {
  P1: ['p1-webhook'],
  P2: ['p2-live'],
  P3: ['p3-import'],
  P4: ['p4-growth', 'p4-calendar'],
  P6: ['p6-inbox', 'p6-vitals', 'p6-search', 'p6-suggestions'],
  P7: ['p7-disconnect'],
  P8: ['p8-publish'],
}

const figure = (value: number | null): string => {
  if (value === null) return ''
  return value >= 1000 ? Math.round(value).toLocaleString('en-GB') : String(Number(value.toPrecision(3)))
}

function print(scores: Score[]): void {
  const rows = scores.map((each) => [
    ...[each.bench, each.what, figure(each.floor), figure(each.subject), each.unit],
    ...[each.ratio === null ? '' : `${figure(each.ratio)}×`, each.must, each.aim, each.verdict, each.note],
  ])
  const table = [['', 'what', 'floor', 'subject', 'unit', 'ratio', 'must', 'aim', 'verdict', 'note'], ...rows]
  const widths = (table[0] ?? []).map((_, at) => Math.max(...table.map((row) => row[at]?.length ?? 0)))
  for (const row of table)
    console.log(
      row
        .map((cell, at) => cell.padEnd(widths[at] ?? 0))
        .join('  ')
        .trimEnd(),
    )
}

const { values } = parseArgs({
  options: {
    only: { type: 'string' },
    json: { type: 'string' },
    check: { type: 'boolean', default: false },
    quick: { type: 'boolean', default: false },
  },
})
const wanted = values.only?.split(',').map((name) => name.trim().toUpperCase()) ?? Object.keys(BENCHES)
const unknown = wanted.filter((name) => !BENCHES[name])
if (unknown.length > 0) {
  console.error(`There is no bench ${unknown.join(', ')}; there are ${Object.keys(BENCHES).join(', ')}.`)
  process.exit(1)
}

const scores: Score[] = []
const broken: { bench: string; error: string }[] = []
for (const name of wanted) {
  const began = Date.now()
  console.log(`${name} …`)
  try {
    const options: BenchOptions = { quick: values.quick }
    const found: Score[] = []
    for (const part of BENCHES[name] ?? []) found.push(...(await inProcess<Score[]>(part, options)))
    scores.push(...found)
    print(found)
  } catch (error) {
    broken.push({ bench: name, error: String(error) })
    console.error(`${name} could not be measured: ${String(error)}`)
  }
  console.log(`${name}: ${Math.round((Date.now() - began) / 1000)} s\n`)
}
if (wanted.length > 1) print(scores)
if (values.json) {
  const machine = { node: process.version, cpus: cpus().length, cpu: cpus()[0]?.model ?? '' }
  writeFileSync(
    values.json,
    `${JSON.stringify({ at: new Date().toISOString(), quick: values.quick, machine, scores, broken }, null, 2)}\n`,
  )
}
// A floor that moved proves nothing either way.
const failed = scores.filter(({ verdict }) => verdict === 'below' || verdict === 'floor moved')
if (values.check && (failed.length > 0 || broken.length > 0)) process.exit(1)
