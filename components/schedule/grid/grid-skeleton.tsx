import { Loading, Skeleton } from '@/components/ui/skeleton'

const hours = Array.from({ length: 11 }, (_, hour) => `h${hour}`)
const days = Array.from({ length: 7 }, (_, day) => `d${day}`)
/** Where blocks would stand: column, top and height in hours. */
const blocks = [
  [0, 1, 0.5],
  [0, 2, 1],
  [1, 1, 0.5],
  [1, 2.5, 1.5],
  [2, 1, 0.5],
  [2, 3.5, 1],
  [3, 3, 2],
  [4, 1, 0.5],
  [4, 5, 1.5],
] as const

/** A week in the shape of the one that comes. */
export function GridSkeleton() {
  return (
    <Loading className="flex min-h-0 flex-1 flex-col max-desk:hidden">
      <div className="grid h-[38px] shrink-0 grid-cols-[56px_repeat(7,minmax(0,1fr))] items-center border-line border-b">
        <span />
        {days.map((day) => (
          <Skeleton key={day} className="ml-2 h-3 w-14" />
        ))}
      </div>
      <div className="h-[38px] shrink-0 border-line border-b" />
      <div className="relative min-h-0 flex-1 overflow-hidden">
        {hours.map((hour) => (
          <div key={hour} className="ml-14 h-16 border-line border-t" />
        ))}
        <div className="absolute inset-0 left-14 grid grid-cols-7">
          {days.map((day, at) => (
            <div key={day} className="relative border-line border-l">
              {blocks
                .filter(([column]) => column === at)
                .map(([, top, height]) => (
                  <span
                    key={top}
                    className="skel absolute right-[5px] left-[3px] block rounded-[7px]"
                    style={{ top: top * 64 + 2, height: height * 64 - 4 }}
                  />
                ))}
            </div>
          ))}
        </div>
      </div>
    </Loading>
  )
}
