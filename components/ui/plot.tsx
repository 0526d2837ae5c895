import { cn } from './cn'
import { words } from './words'

export type PlotPoint = { /** ms */ at: number /** null: a gap. */; typical: number | null; slow: number | null }
export type PlotBand = { from: number; to: number; label: string }

type PlotProps = {
  points: readonly PlotPoint[]
  /** "slowed by Microsoft until 10:51" */
  bands?: readonly PlotBand[]
  /** One sentence with the figures: the text alternative. */
  summary: string
  unit: string
  names: { typical: string; slow: string; band: string; time: string }
  /** How a time is said in the table and under the line. */
  sayTime: (at: number) => string
  /** In place of the line while there is nothing to draw. */
  none: string
  className?: string
}

const width = 320
const height = 132
const left = 34

function niceTop(most: number): number {
  const step = 10 ** Math.floor(Math.log10(most || 1))
  return Math.ceil((most || 1) / (step / 2)) * (step / 2)
}

function line(
  points: readonly PlotPoint[],
  pick: (point: PlotPoint) => number | null,
  x: (at: number) => number,
  y: (value: number) => number,
): string {
  let pen = 'M'
  let path = ''
  for (const point of points) {
    const value = pick(point)
    if (value === null) {
      pen = 'M'
      continue
    }
    path += `${pen}${x(point.at).toFixed(1)} ${y(value).toFixed(1)}`
    pen = 'L'
  }
  return path
}

/** Two lines over time: typical and slow, with bands. The figures are in a table on request. */
export function Plot({ points, bands = [], summary, unit, names, sayTime, none, className }: PlotProps) {
  const first = points[0]
  const last = points[points.length - 1]
  const values = points.flatMap((point) => [point.typical, point.slow]).filter((value) => value !== null)
  if (!first || !last || values.length < 2)
    return <p className={cn('rounded-row bg-well px-4 py-8 text-center text-13 text-ink-2', className)}>{none}</p>

  const top = niceTop(Math.max(...values))
  const span = Math.max(1, last.at - first.at)
  const x = (at: number) => left + ((at - first.at) / span) * (width - left - 4)
  const y = (value: number) => 8 + (1 - value / top) * (height - 16)
  const ticks = [top, (top * 2) / 3, top / 3]
  return (
    <figure className={className}>
      <svg viewBox={`0 0 ${width} ${height}`} role="img" aria-label={summary} className="w-full overflow-visible">
        {bands.map((band) => (
          <rect
            key={band.from}
            x={x(Math.max(band.from, first.at))}
            y="0"
            width={Math.max(2, x(Math.min(band.to, last.at)) - x(Math.max(band.from, first.at)))}
            height={height - 8}
            fill="var(--warn-soft)"
          >
            <title>{band.label}</title>
          </rect>
        ))}
        {[...ticks, 0].map((tick) => (
          <g key={tick}>
            <path d={`M${left} ${y(tick)}H${width}`} stroke="var(--line)" />
            {tick > 0 && (
              <text x={left - 8} y={y(tick) + 4} textAnchor="end" fontSize="11" fill="var(--ink-3)">
                {`${Math.round(tick * 100) / 100} ${unit}`}
              </text>
            )}
          </g>
        ))}
        <path
          d={line(points, (p) => p.slow, x, y)}
          fill="none"
          stroke="var(--c7-o)"
          strokeWidth="1.5"
          strokeDasharray="3 3"
        />
        <path
          d={line(points, (p) => p.typical, x, y)}
          fill="none"
          stroke="var(--brand)"
          strokeWidth="2"
          strokeLinejoin="round"
        />
        {last.typical !== null && <circle cx={x(last.at)} cy={y(last.typical)} r="3.5" fill="var(--brand)" />}
      </svg>
      <div className="flex justify-between pl-[11%] text-12 text-ink-3">
        <span>{sayTime(first.at)}</span>
        <span>{sayTime(last.at)}</span>
      </div>
      <figcaption className="mt-2 flex flex-wrap gap-x-4 gap-y-1 text-12 text-ink-2">
        <Key mark="bg-brand h-0.5">{names.typical}</Key>
        <Key mark="h-0 border-c7-o border-t-2 border-dashed">{names.slow}</Key>
        {bands.length > 0 && <Key mark="size-2.5 rounded-[3px] bg-warn-soft shadow-lift-0">{names.band}</Key>}
      </figcaption>
      <details className="mt-2 text-12">
        <summary className="text-brand-ink">{words.plotTable}</summary>
        <div className="scroll-thin mt-2 max-h-52">
          <table className="w-full text-left">
            <thead className="text-ink-3">
              <tr>
                <th className="py-1 font-label">{names.time}</th>
                <th className="font-label">{names.typical}</th>
                <th className="font-label">{names.slow}</th>
              </tr>
            </thead>
            <tbody>
              {points.map((point) => (
                <tr key={point.at} className="border-line border-t">
                  <td className="py-1">{sayTime(point.at)}</td>
                  <td>{point.typical === null ? '–' : `${point.typical} ${unit}`}</td>
                  <td>{point.slow === null ? '–' : `${point.slow} ${unit}`}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </details>
    </figure>
  )
}

function Key({ mark, children }: { mark: string; children: React.ReactNode }) {
  return (
    <span className="inline-flex items-center gap-2">
      <span aria-hidden="true" className={cn('inline-block w-3.5', mark)} />
      {children}
    </span>
  )
}
