import { ListChecks, LockKeyhole, Undo2, UserRoundCheck } from 'lucide-react'
import { Card } from '@/components/ui/sheet'
import { Assurance } from './assurance'
import { words } from './words'

/** What a person may want to know before the first click. */
export function OfferCard() {
  const { offer, picker } = words
  return (
    <Card className="p-4 desk:p-5" role="region" aria-label={offer.title}>
      <h2 className="text-15 font-strong">{offer.title}</h2>
      <ul className="mt-3.5 grid gap-3 text-13">
        <Assurance icon={<ListChecks aria-hidden="true" />}>{offer.choose}</Assurance>
        <Assurance icon={<LockKeyhole aria-hidden="true" />}>{picker.password}</Assurance>
        <Assurance icon={<UserRoundCheck aria-hidden="true" />}>{picker.confirm}</Assurance>
        <Assurance icon={<Undo2 aria-hidden="true" />}>{picker.leave}</Assurance>
      </ul>
    </Card>
  )
}
