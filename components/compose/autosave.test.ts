import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { firstState, isSafe, type SaveEvent, saveDelay, step, wantsSave } from './autosave'

const start = firstState(1, null, false)
const run = (...events: SaveEvent[]) => events.reduce(step, start)
const saved = (version: number): SaveEvent => ({ type: 'saved', version, savedAt: '2026-11-21T09:00:00Z' })

describe('saving while one writes', () => {
  it('saves what was typed, and again what was typed meanwhile', () => {
    const busy = run({ type: 'edited' }, { type: 'began' }, { type: 'edited' })
    expect(wantsSave(busy)).toBe(false)
    const after = step(busy, saved(2))
    expect(after).toMatchObject({ version: 2, dirty: true })
    expect(wantsSave(after)).toBe(true)
    expect(isSafe(after)).toBe(false)
  })

  it('holds what a failed save carried to be unsaved, and tries again more slowly', () => {
    const failed = run({ type: 'edited' }, { type: 'began' }, { type: 'refused', problem: 'Tandem cannot be reached.' })
    expect(wantsSave(failed)).toBe(true)
    expect(failed.version).toBe(1)
    expect(saveDelay(failed)).toBeGreaterThan(saveDelay(start))
    expect(saveDelay({ ...failed, failures: 40 })).toBe(30_000)
    expect(
      run({ type: 'edited' }, { type: 'began' }, { type: 'refused', problem: 'x' }, { type: 'began' }, saved(2)),
    ).toMatchObject({ problem: null, failures: 0, dirty: false })
  })

  it('saves nothing more over another tab’s version until the person has chosen', () => {
    const behind = run({ type: 'edited' }, { type: 'began' }, { type: 'behind' }, { type: 'edited' })
    expect(wantsSave(behind)).toBe(false)
    const mine = step(behind, { type: 'adopted', version: 7, savedAt: 'x', inOutlook: false, dirty: true })
    expect(wantsSave(mine)).toBe(true)
    expect(mine.version).toBe(7)
  })

  it('believes Outlook only for the version that stands here', () => {
    const here = run({ type: 'edited' }, { type: 'began' }, saved(2))
    expect(step(here, { type: 'outlook', version: 1, inOutlook: true }).inOutlook).toBe(false)
    expect(step(here, { type: 'outlook', version: 2, inOutlook: true }).inOutlook).toBe(true)
    const typing = step(here, { type: 'edited' })
    expect(step(typing, { type: 'outlook', version: 2, inOutlook: true }).inOutlook).toBe(false)
  })

  it('is never called safe after an edit that no successful save followed', () => {
    const event = fc.constantFrom<SaveEvent>(
      { type: 'edited' },
      { type: 'began' },
      saved(2),
      { type: 'refused', problem: 'x' },
      { type: 'behind' },
    )
    fc.assert(
      fc.property(fc.array(event, { maxLength: 40 }), (events) => {
        let state = start
        let unsaved = 0
        let carried = 0
        for (const each of events) {
          // Saves end only if they began, and begin only when wanted: the session keeps to that.
          if (each.type === 'began' ? !wantsSave(state) : each.type !== 'edited' && !state.saving) continue
          if (each.type === 'edited') unsaved += 1
          if (each.type === 'began') [carried, unsaved] = [unsaved, 0]
          if (each.type === 'refused' || each.type === 'behind') unsaved += carried
          state = step(state, each)
          if (unsaved > 0) expect(isSafe(state)).toBe(false)
        }
      }),
    )
  })
})
