/** What the choice of fields says (R31). */
export const fieldsWords = {
  title: 'Fields from Outlook',
  lead: 'Choose what Tandem takes in of Outlook events. A change counts for events that are synced from then on; what is here stays until its event changes in Outlook.',
  always:
    'When an event is, whether it is private and how it shows in the calendar always comes in. Of private events nothing else does.',
} as const
