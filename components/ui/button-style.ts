import { cva, type VariantProps } from 'class-variance-authority'

/** The look of buttons and of links that act like one. At most one `filled` a sheet. */
export const buttonStyle = cva(
  [
    'relative inline-flex shrink-0 select-none items-center justify-center gap-2 whitespace-nowrap rounded-control font-label no-underline transition-colors',
    'aria-disabled:bg-press aria-disabled:text-ink-3 aria-disabled:shadow-none aria-disabled:hover:bg-press',
    'forced-colors:border',
  ],
  {
    variants: {
      kind: {
        filled: 'bg-brand text-on-brand shadow-lift-1 hover:bg-brand-hover active:bg-brand-press',
        plain: 'bg-raised text-ink shadow-control hover:bg-hover active:bg-press [&_svg]:text-ink-3',
        quiet: 'bg-transparent text-ink-2 hover:bg-hover hover:text-ink active:bg-press',
        link: 'bg-transparent text-brand-ink hover:underline',
        /** Leads to the preview of something that deletes: red words, no red ground. */
        leads: 'bg-raised text-bad-ink shadow-control hover:bg-hover active:bg-press',
        /** Deletes now. The label says what and how many. */
        destroys: 'bg-bad text-on-bad hover:bg-bad-hover active:bg-bad-hover',
      },
      size: {
        s: 'h-[30px] gap-1.5 rounded-[7px] px-[11px] text-13 max-desk:h-11',
        m: 'h-9 px-3.5 text-14 max-desk:h-11',
        l: 'h-11 rounded-row px-5 text-15',
      },
    },
    compoundVariants: [{ kind: 'link', class: 'px-2' }],
    defaultVariants: { kind: 'plain', size: 'm' },
  },
)

export type ButtonStyle = VariantProps<typeof buttonStyle>

/** A square button with an icon only; its name comes from aria-label. */
export const iconButtonStyle = cva(
  'inline-grid shrink-0 cursor-pointer place-items-center rounded-control bg-transparent text-ink-2 transition-colors hover:bg-hover hover:text-ink active:bg-press aria-disabled:text-ink-3 aria-disabled:hover:bg-transparent aria-pressed:bg-press',
  {
    variants: { size: { s: 'size-7 max-desk:size-11', m: 'size-[34px] max-desk:size-11' } },
    defaultVariants: { size: 'm' },
  },
)
