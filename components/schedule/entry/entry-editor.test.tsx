import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { act } from 'react'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { ShortcutProvider } from '@/components/frame/shortcuts'
import { ClockProvider } from '@/components/ui/clock'
import { draw } from '@/tests/support/draw'
import { device, input } from '@/tests/support/schedule-device'
import type { EntryInput, EntryView } from '../view'
import { EntryEditor } from './entry-editor'
import type { Opened } from './entry-sheet'

const entry = {
  ...{ ...input, id: 'a', version: 3, source: 'tandem', owner: null, people: [], companies: [], attendees: [] },
  ...{ mayChange: true, mayAnswer: false, joinUrl: null, webLink: null, outlook: { state: 'none' } },
} as unknown as EntryView
const daily = {
  pattern: { type: 'daily', interval: 1 },
  range: { type: 'noEnd', startDate: '2026-11-20', recurrenceTimeZone: 'UTC' },
} as EntryInput['recurrence']

// No suggestions: nobody is known.
beforeEach(() => void vi.stubGlobal('fetch', async () => Response.json([])))
afterEach(() => void vi.unstubAllGlobals())

type Closed = { unsaved?: EntryInput; why?: string; as?: Opened }

/** The sheet of a new entry or of one that stands there, before a Tandem that answers once it is let go. */
function open(opened: Opened, stands: EntryView | null) {
  const { state, open: store } = device()
  const changes = store()
  const closed: Closed[] = []
  let letGo = () => {}
  const hold = () => {
    const plain = state.answer
    const held = new Promise<void>((resolve) => {
      letGo = resolve
    })
    state.answer = async (change) => {
      await held
      return plain(change)
    }
  }
  const { host } = draw(
    <QueryClientProvider client={new QueryClient()}>
      <ClockProvider locale="en-GB" zone="Europe/London" now={Date.parse('2026-11-21T09:00:00Z')}>
        <ShortcutProvider>
          <EntryEditor
            {...{ opened, entry: stands, id: opened.id, item: null, knowsAbsence: false }}
            {...{ first: input, start: input, names: { people: [], companies: [] } }}
            {...(stands && { first: { ...input, recurrence: stands.recurrence } })}
            {...(stands && { start: { ...input, recurrence: stands.recurrence } })}
            view={{ me: { id: 'me', name: 'Sarah Jones', address: null }, members: [], mode: 'separate' } as never}
            changes={() => changes}
            answer={async () => undefined}
            invite={async () => undefined}
            onDraft={() => {}}
            onClose={(unsaved, why, as) => closed.push({ unsaved, why, as })}
            onDelete={() => {}}
          />
        </ShortcutProvider>
      </ClockProvider>
    </QueryClientProvider>,
  )
  const area = () => host.querySelector('textarea') as HTMLTextAreaElement
  const type = (text: string) =>
    act(async () => {
      Object.getOwnPropertyDescriptor(HTMLTextAreaElement.prototype, 'value')?.set?.call(area(), text)
      area().dispatchEvent(new Event('input', { bubbles: true }))
    })
  const press = (name: RegExp) =>
    act(async () => {
      const found = [...document.querySelectorAll('button')].find((each) =>
        name.test(each.getAttribute('aria-label') ?? each.textContent ?? ''),
      )
      if (!found) throw new Error(`no button ${name}`)
      found.click()
    })
  const answered = () =>
    act(async () => {
      letGo()
      await changes.drain()
    })
  const saves = () => state.sent.flatMap((change) => (change.kind === 'save' ? [change] : []))
  return { host, state, closed, hold, type, press, answered, saves, title: () => area().value }
}
const existing: Opened = { kind: 'entry', id: 'a', date: null, key: 'a' }
const made: Opened = { kind: 'new', id: 'n', input }
const save = /^(Save|Add|Create)/

it('what is typed while the entry is being saved stays, and is saved over what was saved first', async () => {
  const { closed, hold, type, press, answered, saves, title } = open(existing, entry)
  hold()
  await type('Ben')
  await press(save)
  await type('Ben and Cleo')
  await answered()
  expect(closed).toEqual([])
  expect(title()).toBe('Ben and Cleo')
  await press(save)
  await answered()
  expect(saves().map(({ version, input }) => [version, input.title])).toEqual([
    [3, 'Ben'],
    [4, 'Ben and Cleo'],
  ])
  expect(closed).toEqual([{}])
})

it('a new entry that is written on while it is being made is then changed, not made again', async () => {
  const { closed, hold, type, press, answered, saves } = open(made, null)
  hold()
  await type('Ben')
  await press(save)
  await type('Ben and Cleo')
  await answered()
  expect(closed).toEqual([])
  await press(/^Cancel/)
  expect(closed).toMatchObject([{ unsaved: { title: 'Ben and Cleo' }, as: { kind: 'entry', id: 'n' } }])
  await press(save)
  await answered()
  expect(saves().map(({ version, input }) => [version, input.title])).toEqual([
    [null, 'Ben'],
    [1, 'Ben and Cleo'],
  ])
})

it('what is typed while it is being saved is offered again when the sheet is closed before the answer', async () => {
  const { closed, hold, type, press } = open(existing, entry)
  hold()
  await type('Ben')
  await press(save)
  await press(/^Cancel/)
  await type('Ben and Cleo')
  await press(/^Cancel/)
  expect(closed.map(({ unsaved }) => unsaved?.title)).toEqual([undefined, 'Ben and Cleo'])
})

it('the rest of a series that is written on is from then on the new series', async () => {
  const { state, closed, hold, type, press, answered, saves } = open(
    { kind: 'entry', id: 'a', date: '2026-11-25', key: 'a@2026-11-25' },
    { ...entry, recurrence: daily, occurrenceDate: '2026-11-25', seriesId: 'a' },
  )
  state.answer = () => ({ id: 'b', version: 1 })
  hold()
  await type('Ben')
  await press(save)
  await act(async () => document.querySelector<HTMLInputElement>('input[value=following]')?.click())
  const answers = [...document.querySelectorAll<HTMLButtonElement>('[role=dialog] button')]
  await act(async () => answers.find(({ textContent }) => textContent === 'Save')?.click())
  await type('Ben and Cleo')
  await answered()
  expect(closed).toEqual([])
  await press(/^Cancel/)
  expect(closed).toMatchObject([{ unsaved: { title: 'Ben and Cleo' }, as: { id: 'b', date: '2026-11-25' } }])
  expect(saves().map(({ id, scope }) => [id, scope])).toEqual([['a', 'following']])
})

it('an address that is half typed when the keys save belongs to what is saved; what is none holds it back', async () => {
  const { host, saves, answered } = open(existing, entry)
  const field = host.querySelector<HTMLInputElement>('input[inputmode=email]')
  if (!field) throw new Error('no field')
  const saveWith = async (text: string) => {
    await act(async () => {
      Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')?.set?.call(field, text)
      field.dispatchEvent(new Event('input', { bubbles: true }))
    })
    const key = { key: 'Enter', ctrlKey: true, bubbles: true, cancelable: true }
    await act(async () => void field.dispatchEvent(new KeyboardEvent('keydown', key)))
  }
  await saveWith('nobody')
  expect(saves()).toEqual([])
  expect(field.value).toBe('nobody')
  await saveWith('megan@contoso.test')
  await answered()
  expect(saves().map(({ input }) => input.attendees.map(({ address }) => address))).toEqual([['megan@contoso.test']])
})

it('an address that is none holds back the save, here and offline, and is what one is led to', async () => {
  const { host, state, press, type, saves, answered } = open(made, null)
  await type('Ann')
  const field = host.querySelector<HTMLInputElement>('input[inputmode=email]')
  if (!field) throw new Error('no field')
  const write = (text: string) =>
    act(async () => {
      field.focus()
      Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')?.set?.call(field, text)
      field.dispatchEvent(new Event('input', { bubbles: true }))
      field.blur()
    })
  for (const online of [true, false]) {
    state.online = online
    await write('foo@')
    expect(document.activeElement).not.toBe(field)
    await press(save)
    await vi.waitFor(() => expect(document.activeElement === field).toBe(true), 5000)
    expect(field.value).toBe('foo@')
    expect(field.getAttribute('aria-invalid')).toBe('true')
    const why = document.getElementById(field.getAttribute('aria-describedby') ?? '')
    expect(why?.textContent).toBe('“foo@” is no mail address. Nothing stands after the @.')
  }
  expect(saves()).toEqual([])
  expect([...state.kept.values()].join()).not.toContain('Ann')
  state.online = true
  await write('foo@contoso.test')
  await press(save)
  await answered()
  expect(saves().map(({ input }) => input.attendees.map(({ address }) => address))).toEqual([['foo@contoso.test']])
})

it('one address of several that is none holds back all of them, and is named', async () => {
  const { host, press, type, saves } = open(made, null)
  await type('Ann')
  const field = host.querySelector<HTMLInputElement>('input[inputmode=email]')
  if (!field) throw new Error('no field')
  await act(async () => {
    Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')?.set?.call(field, 'a@contoso.test; foo@')
    field.dispatchEvent(new Event('input', { bubbles: true }))
  })
  // Not every touch screen takes the focus from a field when a button is touched.
  await press(save)
  expect(saves()).toEqual([])
  expect(field.value).toBe('a@contoso.test; foo@')
  expect(host.textContent).toContain('“foo@” is no mail address.')
})
