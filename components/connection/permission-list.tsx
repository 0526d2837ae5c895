import { ShieldCheck } from 'lucide-react'
import { cn } from '@/components/ui/cn'
import type { PermissionView } from './view'
import { words } from './words'

/** Every permission as Microsoft spells it, beside what it is for. */
export function PermissionList({ permissions, className }: { permissions: PermissionView[]; className?: string }) {
  return (
    <ul className={cn('divide-y divide-line rounded-card shadow-lift-0', className)}>
      {permissions.map((permission) => (
        <li
          key={permission.scope}
          className="grid gap-x-4 gap-y-0.5 px-4 py-[11px] text-13 desk:grid-cols-[232px_minmax(0,1fr)] desk:items-baseline"
        >
          <span className="flex items-center gap-1.5">
            <code className="font-mono text-12 text-ink [overflow-wrap:anywhere]">{permission.scope}</code>
            {permission.needsAdmin && <AdminShield />}
          </span>
          <span className="text-ink-2">{permission.reason}</span>
        </li>
      ))}
    </ul>
  )
}

/** The sign for what an administrator has to approve. */
export function AdminShield() {
  return (
    <span className="inline-flex text-warn-ink" title={words.feature.needsAdmin}>
      <ShieldCheck aria-hidden="true" className="size-3.5" />
      <span className="sr-only">{words.feature.needsAdmin}</span>
    </span>
  )
}
