import { expect, it } from 'vitest'
import { isAutomatic } from './map'

const header = (name: string, value: string) => ({ internetMessageHeaders: [{ name, value }] })
const ofClass = (value: string) => ({ singleValueExtendedProperties: [{ id: 'String 0x1a', value }] })

it.each([
  header('Auto-Submitted', 'auto-replied'),
  header('auto-submitted', ' AUTO-GENERATED'),
  header('Auto-Submitted', 'auto-notified; owner-email="x@y.example"'),
  header('Auto-Submitted', '(an absence) auto-replied'),
  header('Auto-Submitted', 'no-idea'),
  ofClass('IPM.Note.Rules.OofTemplate.Microsoft'),
  ofClass('ipm.note.rules.replytemplate.microsoft'),
])('%j was written by a machine', (message) => expect(isAutomatic(message)).toBe(true))

it.each([
  {},
  { internetMessageHeaders: null },
  { internetMessageHeaders: 'x', singleValueExtendedProperties: [7] },
  header('Auto-Submitted', 'no'),
  header('Auto-Submitted', 'No (a person)'),
  header('Auto-Submitted', ' (a comment) no; x=y'),
  header('Auto-Submitted', ''),
  header('X-Auto-Response-Suppress', 'All'),
  header('Subject', 'Auto-Submitted: auto-replied'),
  ofClass('IPM.Note'),
  ofClass('IPM.Schedule.Meeting.Resp.Pos'),
])('%j was written by a person, as far as anybody can tell', (message) => expect(isAutomatic(message)).toBe(false))
