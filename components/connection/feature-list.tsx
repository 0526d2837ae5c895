import { GroupHead } from '@/components/ui/sheet'
import type { Deed } from './deed'
import { byGroup } from './feature-icon'
import { FeatureRow } from './feature-row'
import type { FeatureView } from './view'
import { words } from './words'

type FeatureListProps = {
  features: FeatureView[]
  liveAt: string | null
  /** Bound to a feature by its id. */
  deeds: Record<string, { turnOn: Deed; turnOff: Deed }>
}

/** All features by group. */
export function FeatureList({ features, liveAt, deeds }: FeatureListProps) {
  return (
    <section aria-label={words.feature.list}>
      {byGroup(features).map(([group, rows]) => (
        <div key={group} className="mt-6 first:mt-0">
          <GroupHead className="mb-2.5 text-15 font-strong">{group}</GroupHead>
          <ul className="divide-y divide-line overflow-hidden rounded-card shadow-lift-0">
            {rows.map((feature) => {
              const own = deeds[feature.id]
              return own ? <FeatureRow key={feature.id} feature={feature} liveAt={liveAt} {...own} /> : null
            })}
          </ul>
        </div>
      ))}
    </section>
  )
}
