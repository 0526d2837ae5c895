// singleValueExtendedProperties: named MAPI properties that a program hangs on an item. Kept as text by property id,
// never echoed unless $expand asks for them by id. Microsoft Graph: singleValueLegacyExtendedProperty.

import { GraphFault } from '../seam'

/** Values by canonical property id. */
export type Extended = Readonly<Record<string, string>>

export const NO_EXTENDED: Extended = Object.freeze({})

const TYPES = [
  'ApplicationTime',
  'Binary',
  'Boolean',
  'CLSID',
  'Currency',
  'Double',
  'Error',
  'Float',
  'Integer',
  'Long',
  'Null',
  'Object',
  'Short',
  'String',
  'SystemTime',
]
const GUID = '\\{?([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})\\}?'
const NAMED = new RegExp(`^([a-z]+) ${GUID} (name|id) (.+)$`, 'i')
const TAGGED = /^([a-z]+) (0x[0-9a-f]{1,8})$/i

const bad = (code: string, message: string) => new GraphFault(400, code, message)
const badId = (id: unknown) =>
  bad(
    'ErrorInvalidPropertyId',
    `PropertyId values may only be in one of the following formats: 'MapiPropertyType namespaceGuid Name propertyName', 'MapiPropertyType namespaceGuid Id propertyId' or 'MapiPropertyType propertyTag'. Not '${String(id)}'.`,
  )

/**
 * One spelling for all that name the same property: type and GUID in any case, the name exactly as written.
 * @throws GraphFault 400 for a text that is no property id.
 */
export function propertyId(id: unknown): string {
  const text = typeof id === 'string' ? id.trim() : ''
  const [, type = '', guid = '', way = '', name = ''] = NAMED.exec(text) ?? []
  const [, tagType = '', tag = ''] = TAGGED.exec(text) ?? []
  const known = TYPES.find((each) => each.toLowerCase() === (type || tagType).toLowerCase())
  if (!known) throw badId(id)
  if (tag) return `${known} ${tag.toLowerCase()}`
  if (way.toLowerCase() === 'name') return `${known} {${guid.toLowerCase()}} Name ${name}`
  if (!/^(0x[0-9a-f]{1,8}|\d{1,10})$/i.test(name)) throw badId(id)
  return `${known} {${guid.toLowerCase()}} Id ${name.toLowerCase()}`
}

const FORMATS: Record<string, RegExp> = {
  Binary: /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/,
  Boolean: /^(true|false)$/i,
  CLSID: new RegExp(`^${GUID}$`, 'i'),
  Double: /^[+-]?\d+(\.\d+)?(e[+-]?\d+)?$/i,
  Float: /^[+-]?\d+(\.\d+)?(e[+-]?\d+)?$/i,
  Integer: /^[+-]?\d{1,10}$/,
  Long: /^[+-]?\d{1,19}$/,
  Short: /^[+-]?\d{1,5}$/,
  SystemTime: /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)?)?$/,
}

/**
 * Reads `singleValueExtendedProperties` of a POST or PATCH: the values by property id.
 * @throws GraphFault 400 for anything but a list of { id, value }, for a wrong id, a repeated one or an ill-typed value.
 */
export function readExtended(json: unknown): Record<string, string> {
  if (!Array.isArray(json)) throw bad('RequestBodyRead', "'singleValueExtendedProperties' must be a list.")
  const found: Record<string, string> = {}
  for (const each of json as unknown[]) {
    if (typeof each !== 'object' || each === null)
      throw bad('RequestBodyRead', 'An extended property must be { id, value }.')
    for (const name of Object.keys(each)) {
      if (name !== 'id' && name !== 'value' && !name.startsWith('@'))
        throw bad(
          'RequestBodyRead',
          `The property '${name}' does not exist on type 'microsoft.graph.singleValueLegacyExtendedProperty'.`,
        )
    }
    const { id, value } = each as { id?: unknown; value?: unknown }
    const key = propertyId(id)
    if (Object.hasOwn(found, key)) throw bad('ErrorInvalidRequest', `The extended property '${key}' is given twice.`)
    if (typeof value !== 'string') throw bad('RequestBodyRead', `The value of '${key}' must be a string.`)
    const format = FORMATS[key.slice(0, key.indexOf(' '))]
    if (format && !format.test(value))
      throw bad('ErrorInvalidExtendedPropertyValue', `'${value}' is no value for '${key}'.`)
    found[key] = value
  }
  return found
}
