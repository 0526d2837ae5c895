import { Progress } from '@/components/ui/progress'
import type { ImportView } from './view'
import { words } from './words'

/** How far older mail has come. It stands under the list, where it moves nothing. */
export function ImportBar({ state }: { state: ImportView }) {
  if (state.state === 'idle' || state.state === 'off' || state.state === 'done') return null
  const label =
    state.state === 'first' ? words.import.first : state.state === 'paused' ? words.import.paused : words.import.label
  const figures =
    state.state === 'first'
      ? null
      : state.total === null
        ? words.import.so(state.done)
        : words.import.of(state.done, state.total)
  return (
    <div className="m-2 shrink-0 rounded-row bg-brand-soft px-3.5 py-3 text-13">
      <div className="mb-2 flex justify-between gap-3">
        <span className="font-label">{label}</span>
        <span className="num text-ink-2">{figures}</span>
      </div>
      {state.state === 'paused' ? (
        state.reason && <p className="text-ink-2">{state.reason}</p>
      ) : (
        <Progress
          label={label}
          done={state.done}
          total={state.state === 'first' ? null : state.total}
          className="bg-brand-line"
        />
      )}
    </div>
  )
}
