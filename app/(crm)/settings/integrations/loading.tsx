import { words } from '@/components/connection/words'
import { Sheet, SheetBody } from '@/components/ui/sheet'
import { Loading, Skeleton } from '@/components/ui/skeleton'

/** The page's own shape: hero, two feature cards, health. */
export default function IntegrationsLoading() {
  return (
    <Sheet>
      <SheetBody>
        <Loading label={words.loading} className="mx-auto grid w-full max-w-[1100px] gap-8">
          <div className="flex items-center gap-6">
            <Skeleton className="h-[52px] w-[76px] rounded-full" />
            <div className="grid flex-1 gap-3">
              <Skeleton className="h-6 w-56 max-w-full" />
              <Skeleton className="w-3/4" />
            </div>
          </div>
          <div className="grid gap-8 wide:grid-cols-[minmax(0,1fr)_348px]">
            <Skeleton className="h-[104px] rounded-card" />
            <Skeleton className="h-[300px] rounded-card" />
          </div>
        </Loading>
      </SheetBody>
    </Sheet>
  )
}
