import { describe, expect, it } from 'vitest'
import { draw } from '@/tests/support/draw'
import { MailEntry } from './mail-entry'

describe('a mail on a timeline', () => {
  it('keeps names and subject apart where they are written from right to left', () => {
    const { host } = draw(
      <ul>
        <MailEntry
          entry={{
            kind: 'mail',
            id: 'one',
            at: '2026-11-25T10:38:00Z',
            direction: 'out',
            owner: { id: 'me', name: 'Sarah Jones', isMe: true },
            people: [{ personId: 'yael', name: 'יעל כהן', address: 'yael@norrvik.example' }],
            subject: 'מכתב חשוב',
            preview: null,
            href: '/inbox?message=one',
            access: 'none',
            conversationId: null,
            readable: true,
          }}
          about={{ kind: 'company', id: 'norrvik', name: 'Norrvik' }}
          onRead={() => {}}
          onChanged={() => {}}
          askAccess={async () => undefined}
        />
      </ul>,
    )
    expect([...host.querySelectorAll('[dir]')].map((each) => each.textContent)).toEqual(['יעל כהן', 'מכתב חשוב'])
  })
})
