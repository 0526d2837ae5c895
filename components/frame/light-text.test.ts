import { describe, expect, it } from 'vitest'
import type { ConnectionView } from '@/components/mail/view'
import { lightOf } from './light-text'

const say = { count: (value: number) => value.toLocaleString('en-GB'), time: (iso: string) => iso.slice(11, 16) }
const light = (connection: ConnectionView, live: 'open' | 'again' = 'open') => lightOf(connection, live, say)

describe('the connection light', () => {
  it.each<[ConnectionView, string, string | null]>([
    [{ state: 'connected' }, 'In sync', null],
    [{ state: 'catching-up', left: 1204 }, 'Catching up', '1,204 changes left'],
    [{ state: 'slowed', at: '2026-11-25T10:51:00Z' }, 'Slowed by Microsoft', 'Until 10:51, nothing is lost'],
    [{ state: 'reconnect', reason: 'Your password changed' }, 'Reconnect Microsoft', 'Your password changed'],
    [{ state: 'suspended' }, 'Turned off', 'By an administrator'],
    [{ state: 'none' }, 'Not connected', 'Connect Microsoft 365'],
  ])('says what is so: %o', (connection, title, note) => {
    expect(light(connection)).toMatchObject({ title, note })
  })

  it('says that this screen connects again, but not over something worse', () => {
    expect(light({ state: 'connected' }, 'again').title).toBe('Connecting again…')
    expect(light({ state: 'reconnect' }, 'again').title).toBe('Reconnect Microsoft')
  })
})
