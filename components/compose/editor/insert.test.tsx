import { Editor } from '@tiptap/core'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { extensionsOf } from './extensions'
import { insertLines } from './insert'

let editor: Editor
beforeEach(() => {
  const element = document.body.appendChild(document.createElement('div'))
  editor = new Editor({ element, extensions: extensionsOf('', () => {}) })
})
afterEach(() => {
  editor.destroy()
  document.body.replaceChildren()
})

const LINES = ['Tue 24 Nov: 09:00–10:30 (Berlin)', 'Wed 25 Nov: 09:00–17:00 (Berlin)']
const texts = () => editor.state.doc.content.content.map(({ textContent }) => textContent)

it('lines stand where the caret was, each by itself, and one types on below them', () => {
  editor.commands.setContent('<p>Does this suit you?</p><p></p><p>Greetings</p>')
  editor.commands.setTextSelection(22)
  insertLines(editor, LINES)
  editor.commands.insertContent('Until then.')
  expect(texts()).toEqual(['Does this suit you?', ...LINES, 'Until then.', 'Greetings'])
})

it('lines in the middle of words part them, and take nothing away', () => {
  editor.commands.setContent('<p>BeforeAfter</p>')
  editor.commands.setTextSelection(7)
  insertLines(editor, LINES)
  expect(texts().join('|')).toMatch(/^Before\|.*24 Nov.*\|.*25 Nov.*\|(\|)?After$/)
})

it('whoever stands in the signature gets them above it; what looks like HTML stays text', () => {
  editor.commands.setContent('<p>Hello</p><div data-signature="a1b2c3d4-0000-4000-8000-000000000001"><p>Alex</p></div>')
  editor.commands.setTextSelection(editor.state.doc.content.size - 2)
  insertLines(editor, ['<b>1</b>'])
  expect(texts()).toEqual(['Hello', '<b>1</b>', '', 'Alex'])
})
