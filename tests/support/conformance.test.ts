import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { checkRecordings, routesNotHit } from './conformance'

const me = { method: 'GET', template: '/me' }
let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tandem-conformance-'))
})
afterEach(() => {
  rmSync(folder, { recursive: true, force: true })
  delete process.env.TANDEM_CONFORMANCE
})

test('a route counts as reached if any run reached it', () => {
  const photo = { method: 'GET', template: '/me/photo' }
  expect(
    routesNotHit([
      [{ ...me, hits: 0 }],
      [
        { ...me, hits: 2 },
        { ...photo, hits: 0 },
      ],
    ]),
  ).toEqual(['GET /me/photo'])
})

test('no recording, a route that nobody reached, and a finding each fail', async () => {
  const good = async () => 0
  expect(await checkRecordings(folder, good)).toEqual({ passed: 0, failed: 1 })
  writeFileSync(join(folder, 'a.jsonl'), '{}\n')
  writeFileSync(join(folder, 'a.routes.json'), JSON.stringify([{ ...me, hits: 0 }]))
  // Any file that exists may stand for the checker: the runner is ours.
  process.env.TANDEM_CONFORMANCE = join(folder, 'a.jsonl')
  expect(await checkRecordings(folder, good)).toEqual({ passed: 1, failed: 1 })
  writeFileSync(join(folder, 'a.routes.json'), JSON.stringify([{ ...me, hits: 1 }]))
  expect(await checkRecordings(folder, good)).toEqual({ passed: 2, failed: 0 })
  expect(await checkRecordings(folder, async () => 1)).toEqual({ passed: 1, failed: 1 })
})

test('without the checker only the coverage is judged', async () => {
  process.env.TANDEM_CONFORMANCE = join(folder, 'nowhere.mjs')
  writeFileSync(join(folder, 'a.jsonl'), '{}\n')
  writeFileSync(join(folder, 'a.routes.json'), JSON.stringify([{ ...me, hits: 1 }]))
  expect(await checkRecordings(folder, async () => 1)).toEqual({ passed: 1, failed: 0 })
})
