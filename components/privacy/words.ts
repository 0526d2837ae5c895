/** What Settings → Privacy says. */
export const words = {
  title: 'Privacy',
  lead: 'What colleagues see of your mail on the timelines of people and companies. Your mailbox itself is yours alone.',
  visibility: {
    title: 'What colleagues see',
    legend: 'What colleagues see of your mail',
    saved: 'Saved. It counts at once, for older mail too.',
    choices: {
      metadata: {
        label: 'Time and people',
        means: 'That you wrote to each other, and when. Colleagues can ask you for a conversation.',
      },
      subject: { label: 'The subject too', means: 'Time, people and subject. Never the text.' },
      everything: { label: 'Everything', means: 'They can read the mail. Drafts and blocked addresses stay with you.' },
    },
    /** The same mail, as a colleague sees it. */
    example: {
      label: 'A colleague sees',
      who: 'You → Ingrid Solheim',
      when: 'Mon 14:31',
      subject: 'Frame order, two questions',
      preview: 'Thank you for the drawings. We would like to …',
      hidden: 'Shares the time and the people, not the words.',
    },
  },
  requests: {
    title: 'Colleagues who ask',
    none: 'Nobody asks at the moment. When a colleague asks to read a conversation, you answer here.',
    asks: (name: string, subject: string) =>
      subject ? `${name} asks to read “${subject}”` : `${name} asks to read a conversation without a subject`,
    withPeople: (people: string) => `With ${people}`,
    letIn: 'Let in',
    not: 'Not this one',
    granted: 'Let in',
    reads: (name: string, subject: string) =>
      subject ? `${name} reads “${subject}”` : `${name} reads a conversation without a subject`,
    takeBack: 'Take back',
    declined: 'Turned down',
    turnedDown: (name: string, subject: string) =>
      subject ? `${name}: “${subject}”` : `${name}: a conversation without a subject`,
  },
  blocked: {
    title: 'Never on timelines',
    lead: 'Mail with these addresses or domains is not shown on any timeline, older mail included. Take an entry off, and it is shown again.',
    field: 'Address or domain',
    help: 'For example ann@fabrikam.com, or fabrikam.com for everybody there.',
    shared: 'For everybody in the workspace',
    add: 'Block',
    hides: (pattern: string, count: number) =>
      count === 0
        ? `${pattern} is blocked. No mail was on timelines.`
        : `${pattern} is blocked. That hides ${count === 1 ? '1 mail' : `${count.toLocaleString('en-GB')} mails`} from timelines.`,
    forAll: 'For everybody',
    byAdmin: 'An administrator blocked this for everybody.',
    remove: (pattern: string) => `Take ${pattern} off`,
    removed: (pattern: string) => `${pattern} is no longer blocked.`,
    undo: 'Undo',
    none: 'Nothing is blocked.',
    domain: (domain: string) => `Everybody at ${domain}`,
  },
  internal: {
    title: 'Colleagues’ domains',
    lead: 'Mail among colleagues is never on timelines. Colleagues are people at these domains.',
    leadOthers: 'Mail among colleagues is never on timelines. An administrator can add domains.',
    fromMembers: 'Of members',
    field: 'Another domain of yours',
    help: 'For example a domain of a sister company.',
    add: 'Add',
    remove: (domain: string) => `Take ${domain} off`,
    none: 'No domain yet. That of your work account appears once you connect.',
  },
  offline: 'Tandem cannot be reached. Nothing was changed.',
} as const
