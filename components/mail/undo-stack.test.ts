import { expect, it } from 'vitest'
import { UndoStack } from './undo-stack'

function setup() {
  const clock = { at: 0 }
  const undone: string[] = []
  const stack = new UndoStack(() => clock.at)
  return { clock, undone, stack, push: (name: string) => stack.push(() => undone.push(name)) }
}

it('takes the last deed back first, each once, by key or by its own button', () => {
  const { stack, undone, push } = setup()
  push('one')
  const two = push('two')
  push('three')
  two.undo()
  two.undo()
  expect(stack.undoLast()).toBe(true)
  expect(stack.undoLast()).toBe(true)
  expect(stack.undoLast()).toBe(false)
  expect(undone).toEqual(['two', 'three', 'one'])
})

it('forgets what was never done, and what is long ago', () => {
  const { clock, stack, undone, push } = setup()
  push('one').forget()
  expect(stack.undoLast()).toBe(false)
  push('two')
  clock.at = 10 * 60_000
  expect(stack.undoLast()).toBe(false)
  expect(undone).toEqual([])
})
