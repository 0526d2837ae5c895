/** What the screens of tasks need to know. `dueOn` is a date (YYYY-MM-DD), never an instant; instants are ISO 8601 in UTC. */

export type TaskView = {
  id: string
  title: string
  notes: string
  dueOn: string | null
  done: boolean
  owner: { id: string; name: string }
  person: { id: string; name: string } | null
  company: { id: string; name: string } | null
  /** The mail that it was made of, if the viewer holds it: opens in the inbox. `to` are those it went to. */
  mail: { messageId: string; subject: string; to: { name: string; address: string }[] } | null
  /** Waits for a reply: shown as "No reply from …" once it is due. */
  isReminder: boolean
  /** Owner, who made it, and administrators may change it. */
  mayChange: boolean
}

/** Whose tasks: one's own, or everybody's in the workspace. */
export type TaskWhose = 'mine' | 'team'

export type TasksView = {
  whose: TaskWhose
  /** Open ones by date, those without one last, at most 500. */
  tasks: TaskView[]
  /** There are more open ones than `tasks`. */
  more: boolean
  /** Finished lately, newest first, at most 50. */
  done: TaskView[]
  today: string
  /** Who may own a task. */
  members: { id: string; name: string }[]
}

/** GET /api/tasks/counts: what asks for the person today. Live topic: tasks; reminders become due by the minute. */
export type TaskCounts = {
  /** Overdue, due today, and reminders that are due. */
  due: number
  reminders: number
}

export type Refusal = { error: string }
export type TaskInput = {
  title: string
  notes: string
  dueOn: string | null
  /** Null: oneself. */
  ownerId: string | null
  personId: string | null
  companyId: string | null
}
export type SaveTask = (id: string | null, input: TaskInput) => Promise<{ id: string } | Refusal>
export type SetTaskDone = (id: string, done: boolean) => Promise<Refusal | undefined>
export type DeleteTask = (id: string) => Promise<Refusal | undefined>
/**
 * A task made of a mail, in one key: its subject as title, its sender's person, due as said. Asked again while it is
 * open, it answers the one that is there.
 */
export type TaskOfMail = (input: {
  messageId: string
  title?: string
  dueOn?: string | null
}) => Promise<{ id: string } | Refusal>

export type TaskActions = { saveTask: SaveTask; setTaskDone: SetTaskDone }
