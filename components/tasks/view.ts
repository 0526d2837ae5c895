/** What the screens of tasks need to know. `dueOn` is a date (YYYY-MM-DD), never an instant. */

export type TaskView = {
  id: string
  title: string
  notes: string
  dueOn: string | null
  done: boolean
  owner: { id: string; name: string }
  person: { id: string; name: string } | null
  company: { id: string; name: string } | null
  /** The mail that it was made of, if the viewer holds it: opens in the inbox. */
  mail: { messageId: string; subject: string } | null
  /** Waits for a reply: shown as "No reply from …" once it is due. */
  isReminder: boolean
}

export type TasksView = {
  tasks: TaskView[] /** Finished lately, newest first, at most 50. */
  done: TaskView[]
  today: string
}

export type Refusal = { error: string }
export type SaveTask = (
  id: string | null,
  input: {
    title: string
    notes: string
    dueOn: string | null
    ownerId: string | null
    personId: string | null
    companyId: string | null
  },
) => Promise<{ id: string } | Refusal>
export type SetTaskDone = (id: string, done: boolean) => Promise<Refusal | undefined>
export type DeleteTask = (id: string) => Promise<Refusal | undefined>
/** A task made of a mail, in one key: its subject as title, its sender's person, due as said. */
export type TaskOfMail = (input: {
  messageId: string
  title?: string
  dueOn?: string | null
}) => Promise<{ id: string } | Refusal>
