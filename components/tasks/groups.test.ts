import { describe, expect, it } from 'vitest'
import { groupOf, groupTasks, inOrder } from './groups'
import type { TaskView } from './view'

const task = (id: string, dueOn: string | null, isReminder = false): TaskView => ({
  id,
  title: id,
  notes: '',
  dueOn,
  done: false,
  owner: { id: 'me', name: 'Me' },
  person: null,
  company: null,
  mail: null,
  isReminder,
  mayChange: true,
})

describe('the headings over tasks', () => {
  it.each([
    // A Wednesday: the week ends on Sunday the 29th.
    ['2026-11-25', '2026-11-24', 'overdue'],
    ['2026-11-25', '2026-11-25', 'today'],
    ['2026-11-25', '2026-11-29', 'week'],
    ['2026-11-25', '2026-11-30', 'later'],
    ['2026-11-25', null, 'none'],
    // On a Sunday the week is over.
    ['2026-11-29', '2026-11-30', 'later'],
    ['2026-12-31', '2027-01-01', 'week'],
  ] as const)('on %s, one due %s stands under %s', (today, dueOn, group) =>
    expect(groupOf(task('a', dueOn), today)).toBe(group),
  )

  it('have replies on top, keep the order of the list, and are left out when nothing stands under them', () => {
    const list = [task('a', '2026-11-20'), task('b', '2026-11-20'), task('c', null), task('d', '2026-12-24', true)]
    const groups = groupTasks(list, '2026-11-25').map(({ id, tasks }) => [id, tasks.map((each) => each.id).join('')])
    expect(groups).toEqual([
      ['replies', 'd'],
      ['overdue', 'ab'],
      ['none', 'c'],
    ])
  })
  it('a new date moves a task to where the server will have it', () => {
    const list = inOrder([task('a', null), task('b', '2026-12-01'), task('c', '2026-11-30'), task('d', '2026-12-01')])
    expect(list.map(({ id }) => id).join('')).toBe('cbda')
  })
})
