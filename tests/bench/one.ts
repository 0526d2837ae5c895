// Runs one part of a bench in a process of its own (harness.ts: inProcess).

const [part = '', input = 'null'] = process.argv.slice(2)
const { run } = (await import(`./${part}.ts`)) as { run(input: unknown): Promise<unknown> }
const value = await run(JSON.parse(input))
process.send?.({ value }, () => process.exit(0))

export {}
