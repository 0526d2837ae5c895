import { cn } from './cn'

/** Text on a soft ground, in eight hues. */
export const softHues = [
  'bg-c1-s text-c1-i',
  'bg-c2-s text-c2-i',
  'bg-c3-s text-c3-i',
  'bg-c4-s text-c4-i',
  'bg-c5-s text-c5-i',
  'bg-c6-s text-c6-i',
  'bg-c7-s text-c7-i',
  'bg-c8-s text-c8-i',
] as const

const sizes = {
  20: 'size-5 text-[9px]',
  28: 'size-7 text-[10.5px]',
  36: 'size-9 text-[12.5px]',
  56: 'size-14 text-[19px]',
  72: 'size-[72px] text-[24px]',
} as const

/** One of eight hues, always the same for the same id (FNV-1a). */
export function hueOf(id: string): number {
  let hash = 0x811c9dc5
  for (let at = 0; at < id.length; at++) hash = Math.imul(hash ^ id.charCodeAt(at), 0x01000193)
  return (hash >>> 0) % softHues.length
}

/** Two letters: first of the first and of the last word; of an address, of its local part. Titles are skipped. */
export function initialsOf(name: string): string {
  const plain = name.includes('@') ? (name.split('@')[0] ?? name) : name
  const found = plain
    .replace(/\b(?:dr|prof|mr|mrs|ms|sir)\.?\s+/giu, '')
    .split(/[^\p{L}\p{N}]+/u)
    .filter(Boolean)
  const first = [...(found[0] ?? '?')]
  const last = found.length > 1 ? [...(found[found.length - 1] ?? '')] : []
  return ((first[0] ?? '?') + (last[0] ?? first[1] ?? '')).toLocaleUpperCase('en')
}

type AvatarProps = {
  name: string
  /** What the hue is taken from: the person's id or address. */
  id: string
  size?: keyof typeof sizes
  shape?: 'person' | 'company'
  className?: string
}

/** Decorative: the name always stands beside it. People are circles, companies rounded squares. */
export function Avatar({ name, id, size = 36, shape = 'person', className }: AvatarProps) {
  return (
    <span
      aria-hidden="true"
      className={cn(
        'inline-grid shrink-0 select-none place-items-center font-strong leading-none tracking-[0.01em]',
        shape === 'person' ? 'rounded-full' : 'rounded-[28%]',
        sizes[size],
        softHues[hueOf(id.toLowerCase())],
        className,
      )}
    >
      {initialsOf(name)}
    </span>
  )
}
