'use client'

import { useClock } from '@/components/ui/clock'
import { cn } from '@/components/ui/cn'

/** A number in the person's own customs, figures of equal width. */
export function Count({ of, className }: { of: number; className?: string }) {
  const { locale } = useClock()
  return <span className={cn('num', className)}>{new Intl.NumberFormat(locale).format(of)}</span>
}
