'use client'

import { CalendarCheck2, CalendarX2, ExternalLink, MapPin, UserRound, Video } from 'lucide-react'
import type { ReactNode } from 'react'
import { buttonStyle } from '@/components/ui/button-style'
import { useClock } from '@/components/ui/clock'
import { Pill } from '@/components/ui/pill'
import { whenOf } from './invitation-when'
import { senderOf } from './row-label'
import { threadWords } from './thread-words'
import type { InvitationView, MessageView } from './view'

function headOf(invitation: InvitationView, sender: string): string {
  const said = threadWords.invitation
  if (invitation.kind === 'cancellation') return said.cancellation
  if (invitation.kind === 'answer' && invitation.answer) return said[invitation.answer](sender)
  return said.request
}

/** What an invitation says: when, where, by whom, and who answered what. */
export function InvitationCard({ invitation, message }: { invitation: InvitationView; message: MessageView }) {
  const { locale, zone } = useClock()
  const said = threadWords.invitation
  const off = invitation.kind === 'cancellation'
  const { response } = invitation
  return (
    <section
      aria-label={said[invitation.kind === 'cancellation' ? 'cancellation' : 'request']}
      className="mb-4 rounded-card bg-well p-4"
    >
      <div className="flex flex-wrap items-center gap-2">
        <Pill
          tone={off || invitation.answer === 'declined' ? 'bad' : invitation.answer === 'tentative' ? 'warn' : 'brand'}
          icon={
            off ? (
              <CalendarX2 aria-hidden="true" className="size-3.5" />
            ) : (
              <CalendarCheck2 aria-hidden="true" className="size-3.5" />
            )
          }
        >
          {headOf(invitation, senderOf(message))}
        </Pill>
        {response && response !== 'none' && <Pill tone="neutral">{said.yours[response]}</Pill>}
      </div>
      <p className="mt-2.5 text-16">{invitation.subject}</p>
      <dl className="mt-1.5 flex flex-col gap-1 text-13 text-ink-2">
        <Fact label={said.when} icon={<CalendarCheck2 aria-hidden="true" />}>
          <span className={off ? 'line-through' : undefined}>{whenOf(invitation, locale, zone)}</span>
        </Fact>
        {invitation.location && (
          <Fact label={said.where} icon={<MapPin aria-hidden="true" />}>
            {invitation.location}
          </Fact>
        )}
        {invitation.organizer && (
          <Fact label={said.organizer} icon={<UserRound aria-hidden="true" />}>
            {invitation.organizer.name || invitation.organizer.address}
          </Fact>
        )}
      </dl>
      {!off && invitation.kind === 'request' && (message.webLink || invitation.joinUrl) && (
        <div className="mt-3 flex flex-wrap gap-2">
          {message.webLink && (
            <a
              href={message.webLink}
              target="_blank"
              rel="noopener noreferrer"
              className={buttonStyle({ kind: 'plain', size: 's' })}
            >
              <ExternalLink aria-hidden="true" className="size-4" />
              {said.answer}
            </a>
          )}
          {invitation.joinUrl && (
            <a
              href={invitation.joinUrl}
              target="_blank"
              rel="noopener noreferrer"
              className={buttonStyle({ kind: 'quiet', size: 's' })}
            >
              <Video aria-hidden="true" className="size-4" />
              {said.join}
            </a>
          )}
        </div>
      )}
    </section>
  )
}

function Fact({ label, icon, children }: { label: string; icon: ReactNode; children: ReactNode }) {
  return (
    <div className="flex items-start gap-2 [&_svg]:mt-0.5 [&_svg]:size-4 [&_svg]:shrink-0 [&_svg]:text-ink-3">
      <dt>
        {icon}
        <span className="sr-only">{label}</span>
      </dt>
      <dd className="min-w-0 wrap-anywhere">{children}</dd>
    </div>
  )
}
