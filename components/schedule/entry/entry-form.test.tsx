import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { act, createRef, type ReactNode } from 'react'
import { createRoot, type Root } from 'react-dom/client'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { Announcer } from '@/components/frame/announcer'
import { words } from '../words'
import { AttendeesField } from './attendees-field'
import { newInput } from './draft'
import { EntryForm } from './entry-form'
import { ScopeDialog } from './scope-dialog'

Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: true })

let root: Root
beforeEach(() => {
  root = createRoot(document.body.appendChild(document.createElement('div')))
})
afterEach(async () => {
  await act(async () => root.unmount())
  document.body.replaceChildren()
})

const draw = (what: ReactNode) =>
  act(async () => root.render(<QueryClientProvider client={new QueryClient()}>{what}</QueryClientProvider>))
const me = { id: 'me', name: 'Sarah Jones', address: null }
const begin = { isAllDay: false, start: '2026-11-25T10:00', end: '2026-11-25T10:30' }

type Given = { ownerId?: string | null; isInTheirs?: boolean }
async function drawForm(makesLinks: boolean, isOnline: boolean, { ownerId = me.id, isInTheirs = false }: Given = {}) {
  const input = { ...newInput('meeting', begin, 'Europe/London', me), isOnline, ownerId }
  await draw(
    <EntryForm
      {...{ input, makesLinks, errors: {}, isNew: true, ofSeries: false, known: [], knowsAbsence: false, members: [] }}
      names={{ people: [], companies: [] }}
      onChange={() => {}}
      onNames={() => {}}
      owner={me}
      isInTheirs={isInTheirs}
      titleField={createRef()}
    />,
  )
}
const teams = () => document.querySelector(`[role=switch][aria-label="${words.sheet.online}"]`)
const says = (text: string) => document.body.textContent?.includes(text)

describe('the Teams link', () => {
  it('is offered where Outlook makes one', async () => {
    await drawForm(true, false)
    expect(teams()).not.toBeNull()
  })

  it('is not offered where nothing would come of it', async () => {
    await drawForm(false, false)
    expect(teams()).toBeNull()
  })

  it('says what it waits for, if it was wanted before', async () => {
    await drawForm(false, true)
    expect(teams()).not.toBeNull()
    expect(says(words.sheet.onlineNeeds)).toBe(true)
  })
})

describe('attendees', () => {
  it('are suggested to those who listen, by their number', async () => {
    const asked = vi.spyOn(globalThis, 'fetch').mockRejectedValue(new TypeError('offline'))
    const members = ['Jonas', 'Joan'].map((name) => ({ id: name, name, address: `${name}@larkfield.example` }))
    await draw(
      <>
        <AttendeesField value={[]} known={[]} knowsAbsence={false} members={members} onChange={() => {}} />
        <Announcer />
      </>,
    )
    const field = document.querySelector<HTMLInputElement>('[role=combobox]')
    await act(async () => {
      Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')?.set?.call(field, 'jo')
      field?.dispatchEvent(new Event('input', { bubbles: true }))
    })
    expect(document.querySelector('[role=status]')?.textContent).toBe('2 suggestions')
    asked.mockRestore()
  })
})

describe('the owner', () => {
  it('is told what becomes of it in Outlook and after Disconnect, once it is to go to somebody else', async () => {
    await drawForm(true, false, { isInTheirs: true })
    expect(says(words.sheet.handedOn)).toBe(false)
    await drawForm(true, false, { isInTheirs: true, ownerId: 'jonas' })
    expect(says(words.sheet.handedOn)).toBe(true)
    await drawForm(true, false, { isInTheirs: true, ownerId: null })
    expect(says(words.sheet.letGo)).toBe(true)
    await drawForm(true, false, { ownerId: 'jonas' })
    expect(says(words.sheet.handedOn)).toBe(false)
  })
})

describe('which part of a series', () => {
  const dialog = (props: Partial<Parameters<typeof ScopeDialog>[0]>) =>
    draw(
      <ScopeDialog
        what="save"
        date="2026-11-25"
        scopes={['this', 'following', 'all']}
        onChoose={() => {}}
        onClose={() => {}}
        {...props}
      />,
    )

  it('says what becomes of single dates: they stay, unless the times change', async () => {
    await dialog({})
    expect(says(words.scope.allMeans)).toBe(true)
    await dialog({ isMoved: true })
    expect(says(words.scope.allMoves)).toBe(true)
  })

  it('answers what was chosen when one was dragged', async () => {
    let chosen: string | null = null
    await dialog({
      what: 'move',
      onChoose: (scope) => {
        chosen = scope
      },
    })
    await act(async () => document.querySelector<HTMLInputElement>('input[value=following]')?.click())
    const move = [...document.querySelectorAll('button')].find((each) => each.textContent === words.scope.moveDo)
    await act(async () => move?.click())
    expect(chosen).toBe('following')
  })
})
