import { cn } from './cn'
import { words } from './words'

/** Where a thing lives. Disc = Tandem, ring = Microsoft; their place tells the state. */
export type MarkState = 'both' | 'tandem' | 'outlook' | 'pending' | 'differs' | 'apart'

type MarkProps = {
  state?: MarkState
  /** Height in px: 13 in rows, 18 beside titles, 40 to 52 as a picture. */
  size?: number
  /** `picture` has the celeste disc and the ink ring of the logo. */
  tone?: 'sync' | 'picture'
  /** The token of what lies behind, for the gap between ring and disc. */
  ground?: 'sheet' | 'mist' | 'raised' | 'well' | 'hover' | 'brand-soft' | 'warn-soft' | 'bad-soft' | 'selected'
  /** Text alternative; the state's own words by default, '' where the words stand beside it. */
  label?: string
  /** The one signature movement: the ring glides into the disc, or away from it. */
  motion?: 'in' | 'away'
  className?: string
}

const widths: Record<MarkState, number> = { both: 29, tandem: 29, outlook: 29, pending: 29, differs: 44, apart: 40 }
const ringAt: Record<MarkState, number> = {
  both: 19.6,
  tandem: 0,
  outlook: 14.5,
  pending: 19.6,
  differs: 35.6,
  apart: 31.4,
}

/** The sync mark and logo. Server-safe. */
export function Mark({
  state = 'both',
  size = 18,
  tone = 'sync',
  ground = 'sheet',
  label,
  motion,
  className,
}: MarkProps) {
  const width = widths[state]
  const disc = tone === 'picture' ? 'var(--celeste)' : 'var(--brand)'
  const ring = tone === 'picture' ? 'var(--ink)' : 'var(--ink-2)'
  const text = label ?? words.mark[state]
  const overlaps = state === 'both' || state === 'pending'
  return (
    <svg
      viewBox={`0 0 ${width} 20`}
      width={(size * width) / 20}
      height={size}
      className={cn('shrink-0 overflow-visible', className)}
      role={text ? 'img' : undefined}
      aria-label={text || undefined}
      aria-hidden={text ? undefined : true}
    >
      {state !== 'outlook' && <circle cx={state === 'tandem' ? 14.5 : 9} cy="10" r="8.5" fill={disc} />}
      {state !== 'tandem' && (
        <g className={motion === 'in' ? 'glide-in' : motion === 'away' ? 'glide-away' : undefined}>
          {overlaps && (
            <circle cx={ringAt[state]} cy="10" r="9.1" fill="none" stroke={`var(--${ground})`} strokeWidth="1.9" />
          )}
          <circle
            cx={ringAt[state]}
            cy="10"
            r="7.2"
            fill="none"
            stroke={ring}
            strokeWidth="2.6"
            strokeDasharray={state === 'pending' ? '4.2 3.34' : undefined}
          />
        </g>
      )}
      {state === 'differs' && (
        <g fill="var(--warn)" stroke="var(--warn)">
          <path d="M22.3 3.4v7" strokeWidth="3" strokeLinecap="round" />
          <circle cx="22.3" cy="15.4" r="1.8" stroke="none" />
        </g>
      )}
    </svg>
  )
}

/** Microsoft's four squares: only beside a sign-in or an account. */
export function MicrosoftSquares({ size = 16, className }: { size?: number; className?: string }) {
  return (
    <svg viewBox="0 0 16 16" width={size} height={size} aria-hidden="true" className={cn('shrink-0', className)}>
      <path fill="#f25022" d="M0 0h7.5v7.5H0z" />
      <path fill="#7fba00" d="M8.5 0H16v7.5H8.5z" />
      <path fill="#00a4ef" d="M0 8.5h7.5V16H0z" />
      <path fill="#ffb900" d="M8.5 8.5H16V16H8.5z" />
    </svg>
  )
}
