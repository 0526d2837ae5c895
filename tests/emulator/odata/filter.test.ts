import { describe, expect, it } from 'vitest'
import { GraphFault } from '../seam'
import { checkEfficient, comparator, compileFilter, type EntityModel, parseOrderby } from './evaluate'
import { parseFilter, propertiesOf } from './filter'
import { pageSize, readOptions, withOptions } from './options'

interface Row {
  name: string | null
  size: number
  done: boolean
  at: number
  tags: string[]
}

const model: EntityModel<Row> = {
  type: 'test.row',
  properties: {
    name: { kind: 'string', get: (row) => row.name },
    size: { kind: 'number', get: (row) => row.size },
    done: { kind: 'boolean', get: (row) => row.done },
    at: { kind: 'date', get: (row) => row.at },
  },
  collections: { tags: { paths: [''], elements: (row) => row.tags.map((tag) => ({ '': tag })) } },
}
const rows: Row[] = [
  { name: "O'Neill", size: 1, done: true, at: Date.UTC(2026, 0, 1), tags: ['red', 'Blue'] },
  { name: 'anna', size: 2, done: false, at: Date.UTC(2026, 5, 1), tags: [] },
  { name: null, size: 3, done: false, at: Date.UTC(2026, 11, 1), tags: ['green'] },
]
const sizes = (filter: string) => rows.filter(compileFilter(parseFilter(filter), model)).map(({ size }) => size)
const status = (run: () => unknown) => {
  try {
    run()
    return 200
  } catch (error) {
    return error instanceof GraphFault ? [error.status, error.code] : 'crash'
  }
}

describe('$filter', () => {
  it.each([
    ["name eq 'O''Neill'", [1]],
    ["name eq 'ANNA'", [2]],
    ['name eq null', [3]],
    ['done', [1]],
    ['not done and size ge 3', [3]],
    ['size eq 1 or size eq 2 and done eq false', [1, 2]],
    ['(size eq 1 or size eq 2) and done eq false', [2]],
    ['at ge 2026-06-01T00:00:00Z', [2, 3]],
    ['at lt 2026-06-01', [1]],
    ["startswith(name,'o')", [1]],
    ["contains(name,'nn') eq true", [2]],
    ["tags/any(t:t eq 'blue')", [1]],
    ["not tags/any(t: startswith(t,'g'))", [1, 2]],
  ])('%s', (filter, expected) => {
    expect(sizes(filter)).toEqual(expected)
  })

  it.each([
    "name eq 'x",
    'nonsense eq 1',
    'size eq',
    "size eq '1'",
    'size eq 1 and',
    'soundex(name)',
    "contains(size,'1')",
    'size eq 1 size eq 2',
    `${'('.repeat(200)}done${')'.repeat(200)}`,
    "__proto__ eq 'x'",
  ])('refuses %s with 400 and does not crash', (filter) => {
    expect(status(() => sizes(filter))).toEqual([400, 'BadRequest'])
  })
})

describe('$orderby', () => {
  it('sorts by several properties, nulls first', () => {
    const order = comparator(parseOrderby('done desc, name', model), model)
    expect([...rows].sort(order).map(({ size }) => size)).toEqual([1, 3, 2])
    expect(status(() => parseOrderby('colour', model))).toEqual([400, 'BadRequest'])
  })

  it('is refused as InefficientFilter unless $filter names its properties first and in the same order', () => {
    const check = (filter: string, orderby: string) =>
      status(() => checkEfficient(parseFilter(filter), parseOrderby(orderby, model)))
    expect(check('at ge 2020-01-01 and done eq true', 'at desc')).toBe(200)
    expect(check('done eq true', 'at desc')).toEqual([400, 'InefficientFilter'])
    expect(check('done eq true and at ge 2020-01-01', 'at desc')).toEqual([400, 'InefficientFilter'])
    expect(check('at ge 2020-01-01 and size gt 1', 'at desc,size')).toBe(200)
    expect(propertiesOf(parseFilter("size eq 1 and tags/any(t:t eq 'x') and size lt 9"))).toEqual(['size', 'tags'])
  })
})

describe('query options', () => {
  const read = (query: string) =>
    readOptions(`https://graph.test/v1.0/me/messages?${query}`, new Set(['$select', '$top', '$count', '$filter']))

  it('are strict: unknown ones answer 501, malformed and repeated ones 400', () => {
    expect(status(() => read('$search="x"'))).toEqual([501, 'NotImplemented'])
    expect(status(() => read('top=5'))).toEqual([501, 'NotImplemented'])
    expect(status(() => read('$top=-1'))).toEqual([400, 'BadRequest'])
    expect(status(() => read('$top=1&$TOP=2'))).toEqual([400, 'BadRequest'])
    expect(status(() => read('$count=yes'))).toEqual([400, 'BadRequest'])
    expect(status(() => read('$select=a,,b'))).toEqual([400, 'BadRequest'])
    expect(read('$select=a, b&$top=5')).toMatchObject({ select: ['a', 'b'], top: 5, count: false })
    expect(status(() => pageSize(1001, 10, 1000))).toEqual([400, 'ErrorInvalidParameter'])
  })

  it('keep all other options in the links to further pages', () => {
    const next = withOptions("https://graph.test/v1.0/me/messages?$filter=a eq 'x%26y'&$top=5", { $skip: '5' })
    expect(Object.fromEntries(new URL(next).searchParams)).toEqual({ $filter: "a eq 'x&y'", $top: '5', $skip: '5' })
    expect(next).toContain('?$filter=')
  })
})
