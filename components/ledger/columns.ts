import { cn } from '@/components/ui/cn'

// Three layouts of the same children: cards on the phone, reasons under deeds on narrow screens, a table on wide ones.
const own = [
  "[grid-template-areas:'what_what_time'_'why_why_result'_'way_._request']",
  "desk:[grid-template-areas:'time_way_what_result_request'_'time_way_why_result_request']",
  'desk:grid-cols-[84px_60px_minmax(0,1fr)_108px_96px]',
  "wide:[grid-template-areas:'time_way_what_why_result_request']",
  'wide:grid-cols-[84px_60px_minmax(0,1.25fr)_minmax(0,1fr)_108px_96px]',
]
const everybody = [
  "[grid-template-areas:'what_what_time'_'why_why_result'_'way_member_request']",
  "desk:[grid-template-areas:'time_way_what_result_request'_'time_way_why_result_request'_'time_way_member_result_request']",
  'desk:grid-cols-[84px_60px_minmax(0,1fr)_108px_96px]',
  "wide:[grid-template-areas:'time_way_member_what_why_result_request']",
  'wide:grid-cols-[84px_60px_minmax(0,0.7fr)_minmax(0,1.15fr)_minmax(0,1fr)_108px_96px]',
]

/** The grid of a line and of the heads over it. */
export function columns(withMember: boolean): string {
  return cn(
    'grid grid-cols-[auto_minmax(0,1fr)_auto] items-center gap-x-3 gap-y-1 desk:gap-x-4 desk:gap-y-0 desk:px-1',
    ...(withMember ? everybody : own),
  )
}
