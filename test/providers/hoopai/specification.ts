/**
 * What HighLevel's OpenAPI files declare of the emulated routes. They are public data that is read from beside the
 * repository and never copied into it.
 */

import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv'
import addFormats from 'ajv-formats'
import type { Route } from '../../../src/core/provider.ts'

const ROOT = new URL('../../../../shared/specs/hoopai/', import.meta.url)
/** Why there is nothing to hold answers against; undefined when there is. */
export const absent = existsSync(ROOT) ? undefined : `no ${fileURLToPath(ROOT)}`

/** The file of each resource. */
const FILES: Readonly<Record<string, string>> = {
  oauth: 'oauth',
  contacts: 'contacts',
  notes: 'contacts',
  tasks: 'contacts',
  conversations: 'conversations',
  messages: 'conversations',
  calendars: 'calendars',
  groups: 'calendars',
  events: 'calendars',
  blockedSlots: 'calendars',
  appointments: 'calendars',
  pipelines: 'opportunities',
  opportunities: 'opportunities',
  locations: 'locations',
  users: 'users',
  companies: 'companies',
}
/** The nested list, which the newest file no longer has (sheet, section 16). */
const NESTED: Readonly<Record<string, string>> = { 'messages.list': 'conversations.2025-08-26' }
/** What the sheet has from elsewhere. */
const IN_NO_FILE = /^oauth\.(page|choice)(V2)?$|^oauth\.reconnect$/

interface Operation {
  readonly responses: Readonly<Record<string, { readonly content?: Readonly<Record<string, { schema?: object }>> }>>
}
interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>
}

export interface Declared {
  readonly file: string
  readonly statuses: readonly number[]
  /** The declared statuses that say what their body is. */
  readonly described: readonly number[]
}

const documents = new Map<string, Document>()
const validators = new Map<string, ValidateFunction>()
const ajv = new Ajv({ strict: false, verbose: true, allErrors: true, validateSchema: false })
addFormats.default(ajv)

/** What the files say of a route; undefined when it is in none of them. Throws when it should be there and is not. */
export function declared(route: Route): Declared | undefined {
  if (IN_NO_FILE.test(route.name)) return undefined
  const { file, responses } = find(route)
  const statuses = Object.keys(responses).map(Number)
  return { file, statuses, described: statuses.filter((status) => schemaIn(responses, status)) }
}

/** What is wrong with an answer, such as `/contact/tags must be array`. Throws when the files do not describe it. */
export function problemsOf(route: Route, status: number, text: string): string[] {
  const key = `${route.name} ${status}`
  let validate = validators.get(key)
  if (!validate) {
    const { file, template, responses } = find(route)
    if (!schemaIn(responses, status)) throw new Error(`${file}.json describes no ${status} of ${route.name}`)
    const method = route.method.toLowerCase()
    const pointer = ['paths', template, method, 'responses', status, 'content', 'application/json', 'schema']
    const escaped = pointer.map((part) => encodeURIComponent(String(part).replaceAll('~', '~0').replaceAll('/', '~1')))
    validate = ajv.compile({ $ref: `${keyOf(`apps/${file}`)}#/${escaped.join('/')}` })
    validators.set(key, validate)
  }
  validate(JSON.parse(text))
  return (validate.errors ?? []).map(({ instancePath, message, data }: ErrorObject) => {
    return `${instancePath} ${message}${data === null ? ', not null' : ''}`
  })
}

function find({ name, method, path }: Route) {
  const file = NESTED[name] ?? FILES[name.split('.', 1)[0]!]
  if (file === undefined) throw new Error(`no file is known for ${name}`)
  const { paths } = load(`apps/${file}`)
  const template = Object.keys(paths).find((each) => shape(each) === shape(path))
  const operation = template === undefined ? undefined : paths[template]?.[method.toLowerCase()]
  if (!operation) throw new Error(`${file}.json has no ${method} ${path}`)
  return { file, template: template!, responses: operation.responses }
}

function load(name: string): Document {
  let document = documents.get(name)
  if (!document) {
    // The error models are referred to from every file.
    if (documents.size === 0 && name !== 'common/common-schemas') load('common/common-schemas')
    document = JSON.parse(readFileSync(new URL(`${name}.json`, ROOT), 'utf8')) as Document
    documents.set(name, document)
    ajv.addSchema(document as object, keyOf(name))
  }
  return document
}

/** Absolute, so that references between files lead somewhere. */
function keyOf(name: string): string {
  return `https://specs.example/${name}.json`
}

function schemaIn(responses: Operation['responses'], status: number): object | undefined {
  return responses[status]?.content?.['application/json']?.schema
}

/** The names of a path's parameters differ, and so does its final slash. */
function shape(path: string): string {
  return path.replace(/:\w+|\{\w+\}/g, '{}').replace(/(.)\/$/, '$1')
}
