/**
 * Text of a stranger without the marks that turn the direction of what follows: a name could so disguise the address
 * behind it. Text of either direction is read right without them.
 */
export const withoutTurns = (text: string): string => text.replace(/[\u202a-\u202e\u2066-\u2069]/g, '')
