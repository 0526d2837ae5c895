import { type ReactNode, useId } from 'react'

type LineProps = {
  label: string
  /** Labels stand above where what follows is large. */
  tall?: boolean
  error?: string | null
  /** A group of controls instead of one. */
  group?: boolean
  children: (id: string, described: string | undefined) => ReactNode
}

const nameStyle = 'text-13 leading-9 text-ink-3 max-desk:leading-11'

/** One line of the sheet: what it is, and the control for it. */
export function Line({ label, tall, error, group, children }: LineProps) {
  const id = useId()
  const wrong = error ? `${id}-error` : undefined
  const style = tall ? 'flex flex-col' : 'grid grid-cols-[88px_minmax(0,1fr)] items-start'
  const content = (
    <div className="min-w-0">
      {children(id, wrong)}
      {error && (
        <p id={wrong} role="alert" className="mt-1 text-12 text-bad-ink">
          {error}
        </p>
      )}
    </div>
  )
  if (group)
    return (
      <fieldset aria-labelledby={`${id}-name`} className={style}>
        <span id={`${id}-name`} className={nameStyle}>
          {label}
        </span>
        {content}
      </fieldset>
    )
  return (
    <div className={style}>
      <label htmlFor={id} className={nameStyle}>
        {label}
      </label>
      {content}
    </div>
  )
}

/** Fields of the sheet are a little lower than those of a page. */
export const smallField = 'h-9 max-desk:h-11'
