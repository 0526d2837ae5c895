const figure = (count: number): string => count.toLocaleString('en-GB')
const entries = (count: number): string => (count === 1 ? '1 entry' : `${figure(count)} entries`)
const changes = (count: number): string => (count === 1 ? '1 change' : `${figure(count)} changes`)

/** What Settings → Calendar says. */
export const words = {
  title: 'Calendar',
  lead: 'How your calls, meetings and time off go to Outlook. You see what will happen first.',
  state: { off: 'Off', separate: 'Separate calendar', 'two-way': 'Two-way', observe: 'Observing', paused: 'Paused' },
  modes: {
    title: 'Your entries in Outlook',
    legend: 'How your entries go to Outlook',
    now: 'This is so now.',
    off: { label: 'Off', means: 'Entries stay in Tandem. Outlook’s events still show in your schedule.' },
    separate: {
      label: 'Separate calendar',
      means: 'Your entries stand in a calendar of their own in Outlook. What is edited there is ignored.',
    },
    'two-way': {
      label: 'Two-way',
      means: 'Meetings here and events in your Outlook calendar are one: a change on either side is made on both.',
    },
  },
  repeats: 'Repeats',
  preview: {
    title: 'What will happen',
    add: 'to add',
    change: 'to change',
    remove: 'to remove',
    takeIn: 'to come in',
    first: 'The nearest of them',
    what: { add: 'To add', change: 'To change', remove: 'To remove', 'take-in': 'To come in' },
    observe: 'Only show what would be written',
    observeHelp: 'Tandem writes nothing to Outlook until you turn writing on.',
    cancel: 'Cancel',
    again: 'Try again',
    loading: 'Counting',
    go: {
      off: (remove: number) => (remove > 0 ? `Turn off and remove ${entries(remove)}` : 'Turn off'),
      separate: (add: number) => (add > 0 ? `Add ${entries(add)} to Outlook` : 'Use a separate calendar'),
      'two-way': (add: number) => (add > 0 ? `Keep both the same, add ${entries(add)}` : 'Keep both the same'),
      observe: 'Begin, writing nothing',
    },
    done: {
      off: 'Off. Nothing more goes to Outlook.',
      separate: 'Saved. Your entries are on their way to Outlook.',
      'two-way': 'Saved. Tandem and Outlook are kept the same from now on.',
      observe: 'Saved. Tandem shows what it would write, and writes nothing.',
    },
  },
  progress: {
    title: 'How far it is',
    inOutlook: 'In Outlook',
    waiting: 'On their way',
    held: 'Held back',
    refused: 'Refused by Outlook',
    later: 'For the next push',
    laterHelp: 'Outlook takes 10,000 at a time, the nearest first. The others follow within the hour.',
    never: 'Not compared with Outlook yet.',
    compared: 'Compared with Outlook',
    ledger: 'See every write in the sync ledger',
    why: 'Open one to see why.',
    more: (count: number) => (count === 1 ? 'And 1 more.' : `And ${figure(count)} more.`),
    calendar: (name: string) => `They stand in “${name}”.`,
  },
  preferences: {
    title: 'Reminder and writing',
    reminder: 'Outlook reminds you',
    reminderHelp: 'For entries that are in Outlook already, too.',
    choices: {
      none: 'Never',
      '0': 'When it begins',
      '5': '5 minutes before',
      '10': '10 minutes before',
      '15': '15 minutes before',
      '30': '30 minutes before',
      '60': '1 hour before',
      '120': '2 hours before',
      '1440': '1 day before',
      '10080': '1 week before',
    },
    otherwise: (minutes: number) => `${figure(minutes)} minutes before`,
    observe: 'Show what Tandem would write, write nothing',
    observeOff: 'Tandem writes to Outlook as you work.',
    observeOn: (waiting: number) =>
      waiting > 0
        ? `Nothing is written. Turned off, ${entries(waiting)} ${waiting === 1 ? 'is' : 'are'} brought up to date in Outlook.`
        : 'Nothing is written. There is nothing to write, either.',
    saved: 'Saved.',
    writes: 'Saved. Tandem writes to Outlook from now on.',
  },
  observed: {
    title: 'What Tandem would write',
    lead: 'Newest first. Nothing of this is in Outlook.',
    none: 'Nothing so far. Change an entry, and it stands here.',
    what: { create: 'Add', change: 'Change', delete: 'Remove' },
    untitled: 'An entry that was deleted here',
    failed: 'The list could not be read.',
    again: 'Try again',
    loading: 'Reading the list',
  },
  pause: {
    title: { out: 'Changes to Outlook are paused', in: 'Changes from Outlook are paused' },
    lead: {
      out: 'Tandem was about to change far more in Outlook than in a day’s work. It stopped before it did.',
      in: 'Outlook reported far more changes than in a day’s work. Tandem stopped before it followed.',
    },
    since: 'Paused',
    share: (percent: number) => `${percent} %, and Tandem asks from 30 %`,
    bar: (percent: number) => `${percent} percent of all; Tandem asks from 30 percent`,
    stay: (count: number) => (count === 1 ? '1 would stay as it is' : `${figure(count)} would stay as they are`),
    examples: 'For example',
    more: (count: number) => `and ${figure(count)} more`,
    untitled: 'An entry without a name',
    out: {
      keep: {
        title: 'Leave Outlook as it is',
        means:
          'What was deleted here stays in Outlook and is no longer followed. What was changed goes with its next change.',
        button: (count: number) => `Keep ${entries(count)} in Outlook`,
      },
      apply: {
        title: 'Change Outlook, too',
        means: 'Outlook gets what Tandem has: copies are changed, and those of deleted entries removed.',
        button: (count: number) => `Make ${changes(count)} in Outlook`,
      },
    },
    outTwoWay: {
      keep: {
        title: 'Leave Outlook as it is',
        means: 'What was deleted here comes back from Outlook. What was changed here is again as Outlook has it.',
        button: (count: number) => `Keep ${entries(count)} in Outlook`,
      },
      apply: {
        title: 'Change Outlook, too',
        means: 'Outlook gets what Tandem has, deletions too. It tells the people who are invited.',
        button: (count: number) => `Make ${changes(count)} in Outlook`,
      },
    },
    in: {
      keep: {
        title: 'Keep them in Tandem',
        means:
          'Outlook is made as it is here. What was deleted there is made again, and Outlook invites its people anew.',
        button: (count: number) => `Keep ${entries(count)} here`,
      },
      apply: {
        title: 'Follow Outlook',
        means: 'As in Outlook, entries are changed here or removed. What was entered in Tandem is called off and kept.',
        button: (count: number) => `Make ${changes(count)} here`,
      },
    },
    foot: 'Nothing has been changed so far. Mail is not affected and stays live.',
    kept: 'Saved. They stay as they are.',
    applied: 'Saved. It goes on now.',
  },
  problem: {
    recreated: 'The calendar is made again. Your entries are on their way.',
    resumed: 'Tried again. It goes on now.',
  },
  notReady: {
    ways: 'Then you choose one of three ways',
    'not-connected': {
      title: 'Put your entries into Outlook',
      text: 'Connect Microsoft, and choose here how your calls, meetings and time off go to Outlook. Nothing is written before you have chosen.',
      button: 'Connect Microsoft',
    },
    'needs-permission': {
      title: 'Tandem may not write to your calendar',
      text: 'To put your entries into Outlook, Tandem needs one more permission. Nothing is written before you have chosen how.',
      button: 'Allow it',
    },
    reconnect: {
      title: 'Reconnect Microsoft',
      text: 'Tandem cannot reach your account just now, so nothing goes to Outlook. Your choice and your entries are kept.',
      button: 'Reconnect',
    },
  },
  help: {
    title: 'Good to know',
    share: {
      title: 'Share the calendar with colleagues',
      steps: (name: string) => [
        'In Outlook on the web, open Calendar.',
        `Beside “${name}”, open the three dots and choose “Sharing and permissions”.`,
        'Enter a colleague’s address, choose what they may see, and choose Share.',
      ],
    },
    phone: {
      title: 'Get notifications on your phone',
      steps: (name: string) => [
        'In the Outlook app, open Calendar and then the list of calendars at the top left.',
        `Tick “${name}”.`,
        'In the app’s settings, under Notifications, turn on those of the calendar. Your phone must allow Outlook to notify you, too.',
      ],
    },
    teams: {
      title: 'See it in Teams',
      steps: (name: string) => [
        'In Teams, open Calendar.',
        `In the list of calendars, tick “${name}”.`,
        'If there is no such list, your Teams has the older calendar, which shows your main Outlook calendar alone. Two-way puts your entries there.',
      ],
      twoWay: [
        'In Teams, open Calendar. Your entries stand in your main Outlook calendar, which Teams shows by itself.',
      ],
    },
    main: 'Calendar',
  },
  offline: 'Tandem cannot be reached. Nothing was changed.',
} as const
