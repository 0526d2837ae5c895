import { PersonPane, type PersonPaneProps } from './person-pane'
import { threadWords } from './thread-words'

/** The people beside the conversation, where there is room. */
export function PersonColumn(props: PersonPaneProps) {
  return (
    <aside
      aria-label={threadWords.pane}
      className="scroll-thin flex w-[272px] shrink-0 flex-col gap-5 border-line border-l bg-well px-5 py-[22px] max-wide:hidden"
    >
      <PersonPane {...props} />
    </aside>
  )
}
