import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { InboxModel } from './inbox-model'
import type { MessageRow } from './view'

const row = (id: string): MessageRow => ({
  id,
  folderId: 'in',
  fromName: 'Amara',
  fromAddress: 'amara@brannock.example',
  subject: 'Calibration',
  preview: '',
  receivedAt: `2026-11-25T10:0${id}:00.000Z`,
  isRead: false,
  hasAttachments: false,
  importance: 'normal',
  flagged: false,
  isInvitation: false,
})

function setup(works: boolean) {
  const sent: [string[], boolean][] = []
  const counts: number[] = []
  const failed: boolean[] = []
  const model = new InboxModel(() => ({
    setRead: async (ids, isRead) => {
      sent.push([ids, isRead])
      if (!works) throw new Error('away')
    },
    count: (change) => counts.push(change.get('in') ?? 0),
    failed: (isRead) => failed.push(isRead),
  }))
  const rows = [row('3'), row('2'), row('1')]
  const list = model.list('in', 'all', { rows, nextCursor: null, revision: '1' })
  const read = () => list.getState().rows.map((one) => one.isRead)
  return { model, rows, sent, counts, failed, read }
}

describe('marking as read', () => {
  beforeEach(() => {
    vi.useFakeTimers()
  })
  afterEach(() => {
    vi.useRealTimers()
  })

  it('shows at once and goes out as one deed', async () => {
    const { model, rows, sent, counts, read } = setup(true)
    for (const one of rows.slice(0, 2)) model.markRead(one, true)
    expect(read()).toEqual([true, true, false])
    expect(counts).toEqual([-1, -1])
    await vi.advanceTimersByTimeAsync(200)
    expect(sent).toEqual([[['3', '2'], true]])
    await vi.advanceTimersByTimeAsync(10_000)
    expect(read()).toEqual([true, true, false])
  })

  it('is taken back, count and all, when it fails', async () => {
    const { model, rows, counts, failed, read } = setup(false)
    for (const one of rows.slice(0, 2)) model.markRead(one, true)
    await vi.advanceTimersByTimeAsync(200)
    expect(read()).toEqual([false, false, false])
    expect(counts.reduce((sum, one) => sum + one, 0)).toBe(0)
    expect(failed).toEqual([true])
  })

  it('does nothing for what is so already', async () => {
    const { model, rows, sent } = setup(true)
    model.markRead(rows[0] as MessageRow, false)
    await vi.advanceTimersByTimeAsync(200)
    expect(sent).toEqual([])
  })
})
