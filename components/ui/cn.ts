import { cx } from 'class-variance-authority'
import { extendTailwindMerge } from 'tailwind-merge'

// Our sizes, radii and shadows have names of their own; without these the merger takes text-12 for a colour.
const merge = extendTailwindMerge({
  extend: {
    theme: {
      text: ['11', '12', '13', '14', '15', '16', '20', '22', '26', '36'],
      radius: ['chip', 'control', 'row', 'card', 'dialog'],
      shadow: ['lift-0', 'lift-1', 'lift-2', 'lift-3', 'control', 'field', 'field-bad'],
      'font-weight': ['text', 'label', 'strong', 'head'],
    },
  },
})

/** Joins class names; of two that set the same property the last wins. */
export function cn(...names: Parameters<typeof cx>): string {
  return merge(cx(...names))
}
