import type { DisconnectReceipt } from './view'
import { words } from './words'

/** The receipt as plain text: counts, times in UTC and the number, no names, subjects or addresses. */
export function receiptText(receipt: DisconnectReceipt): string {
  const { receipt: say } = words
  const rows = receipt.goes.map(({ kind, count }): [string, string] => [words.kinds[kind].name, String(count)])
  const { found, confirmed, expireBy } = receipt.subscriptions
  const late = confirmed < found && expireBy ? [`${say.expire} ${expireBy}`] : []
  const { calendar } = receipt
  const own = calendar
    ? [`${say.calendar}: ${[say.calendarIs[calendar], say.calendarMeans[calendar]].filter(Boolean).join('. ')}`]
    : []
  const wide = 34
  const line = ([name, value]: [string, string]) => `${name.padEnd(wide - value.length, ' ')} ${value}`
  return [
    `Tandem: ${say.title}`,
    line([say.number, receipt.number]),
    `${say.began} ${receipt.startedAt}`,
    `${say.ended} ${receipt.finishedAt}`,
    '',
    say.removed,
    ...rows.map(line),
    line([say.together, String(receipt.total)]),
    '',
    say.stopped,
    `${say.signals}: ${say.confirmed(confirmed, found)}`,
    ...late,
    ...own,
    `${say.memory}: ${say.cleared}`,
    `${say.keys}: ${say.deleted}`,
    ...(receipt.kept.length > 0 ? ['', say.kept, ...receipt.kept.map((sentence) => `- ${sentence}`)] : []),
    '',
  ].join('\n')
}

/** Saves the receipt as a text file on the person's device. */
export function saveReceipt(receipt: DisconnectReceipt): void {
  const address = URL.createObjectURL(new Blob([receiptText(receipt)], { type: 'text/plain;charset=utf-8' }))
  const link = document.createElement('a')
  link.href = address
  link.download = `${words.receipt.file(receipt.number)}.txt`
  link.click()
  setTimeout(() => URL.revokeObjectURL(address), 10_000)
}
