/**
 * Text of a stranger without the marks that turn the direction of what follows: a name could so disguise the address
 * behind it. Text of either direction is read right without them.
 */
export const withoutTurns = (text: string): string => text.replace(/[\u202a-\u202e\u2066-\u2069]/g, '')

/**
 * A name or an address as it is shown: without any mark of direction, also those that turn nothing themselves. What is
 * kept and what is sent stays as it came.
 */
export const straightName = (name: string): string => withoutTurns(name).replace(/[\u061c\u200e\u200f]/g, '')
