/** How well each row of a card is known: its source tags, read strictly, and what they come to. */

import { DAY, HOUR, MINUTE, SECOND } from './clock.ts'
import type { Parameter } from './facts.ts'
import type { JsonObject } from './http.ts'
import type { Budget, Provider, Route } from './provider.ts'
import { fallbackOf } from './routes.ts'

export const KINDS = ['route', 'parameter', 'header', 'limit', 'error', 'setting', 'cause'] as const
export const STANDINGS = ['documented', 'observed', 'assumed'] as const
export type Kind = (typeof KINDS)[number]
export type Standing = (typeof STANDINGS)[number]

/** One fact that the emulator goes by. */
export interface Row {
  readonly provider: string
  readonly kind: Kind
  /** Of a parameter `route place.name`, such as `tracks.list query.page`; without a route where every call has it. */
  readonly name: string
  readonly about: string
  readonly source: string
  readonly standing: Standing
  /** The setting that turns it. */
  readonly switch?: string
}

/** Provider -> kind -> standing -> how many rows. */
export type Counts = Readonly<Record<string, Readonly<Record<Kind, Readonly<Record<Standing, number>>>>>>

/** A number of an observation, a decision, a disagreement or a section; after a comma or a space it goes on with the tag before. */
const REFERENCE = /^[A-Z]?\d[\d.]*$/
const NUMBERED = /^(?:[A-Z]?\d[\d.]*(?: |$))*$/
const BARE = /^$/
/** A page or file of a documentation, by name. */
const NAMED = /^[\w./*-]*(?: [\w./*-]+)*$/

/** The words that a source may be made of: what each is worth, and what may follow it. */
const TAGS: Readonly<Record<string, readonly [worth: Standing, detail: RegExp]>> = {
  seed: ['documented', NUMBERED],
  docs: ['documented', NAMED],
  openapi: ['documented', NAMED],
  sdk: ['documented', BARE],
  'sdk-oauth': ['documented', BARE],
  // Written by a third party from its own tries.
  'openapi-3p': ['observed', BARE],
  observed: ['observed', NUMBERED],
  client: ['observed', BARE],
  assumed: ['assumed', NUMBERED],
  decision: ['assumed', NUMBERED],
}

export interface Tag {
  readonly word: string
  /** Page, file or numbers. */
  readonly details: readonly string[]
  /** What stands after it in brackets: a remark, or the number of a decision. */
  readonly note?: string
}

/** The tags of a source, such as `docs ref/artist; observed O2, O10 (U14)`, and the parts of it that are none. */
export function readTags(source: string): { readonly tags: readonly Tag[]; readonly unknown: readonly string[] } {
  const tags: { word: string; details: string[]; note?: string }[] = []
  const unknown: string[] = []
  for (const part of source.split(/[;,](?![^(]*\))/)) {
    const [, body = '', note] = /^\s*(.*?)\s*(?:\(([^()]+)\))?\s*$/.exec(part) ?? []
    const [, word = '', detail = ''] = /^([a-z][\w-]*)(?:[ /](.+))?$/.exec(body) ?? []
    const last = tags.at(-1)
    if (Object.hasOwn(TAGS, word) && TAGS[word]![1].test(detail)) tags.push({ word, details: detailsOf(word, detail) })
    else if (last && REFERENCE.test(body)) last.details.push(body)
    else {
      unknown.push(part.trim())
      continue
    }
    if (note !== undefined) tags.at(-1)!.note = note
  }
  return { tags, unknown }
}

function detailsOf(word: string, detail: string): string[] {
  if (detail === '') return []
  return TAGS[word]![1] === NUMBERED ? detail.split(' ') : [detail]
}

/** One assumption makes a row assumed; otherwise the best of its tags counts. What names no tag is assumed. */
export function standingOf(source: string): Standing {
  const found = readTags(source).tags.map(({ word }) => TAGS[word]![0])
  if (found.length === 0 || found.includes('assumed')) return 'assumed'
  return found.includes('documented') ? 'documented' : 'observed'
}

/** Every row of a card, kind by kind, in the card's own order. */
export function fidelity(provider: Provider): Row[] {
  const routes = [...provider.routes, fallbackOf(provider)]
  const rows: Omit<Row, 'provider' | 'standing'>[] = [
    ...routes.map((route) => ({
      ...known(route),
      kind: 'route' as const,
      about: [`${route.method} ${route.path}`, ...(route.about ? [route.about] : [])].join(': '),
    })),
    ...(provider.security ?? []).flatMap((schemes) =>
      Object.entries(schemes).map(([name, row]) => ({
        ...known({ ...row, name: `security.${name}` }),
        kind: 'parameter' as const,
        about: 'carries the credential',
      })),
    ),
    ...(provider.parameters ?? []).map((parameter) => parameterRow(parameter)),
    ...routes.flatMap((route) => parametersOf(route).map((parameter) => parameterRow(parameter, route))),
    ...Object.entries(provider.answerHeaders ?? {}).map(([name, { about, ...row }]) => ({
      ...known({ ...row, name }),
      kind: 'header' as const,
      about,
    })),
    ...provider.budgets.map((budget) => ({
      // Whatever else turns it, `limits` does.
      ...known({ switch: 'limits', ...budget }),
      kind: 'limit' as const,
      about: `${limitOf(budget)}: ${budget.about}`,
    })),
    ...Object.entries(provider.errors).map(([name, { status, when, ...row }]) => ({
      ...known({ ...row, name }),
      kind: 'error' as const,
      about: `${status}: ${when}`,
    })),
    ...Object.entries(provider.settings).map(([name, { about, source, default: usual }]) => ({
      ...known({ name, source }),
      kind: 'setting' as const,
      about: `${about}; default ${usual === '' ? 'none' : usual}`,
    })),
    ...Object.entries(provider.causes ?? {}).map(([name, { about, object, ...row }]) => ({
      ...known({ ...row, name }),
      kind: 'cause' as const,
      about: `${object}: ${about}`,
    })),
  ]
  return rows.map((row) => ({ provider: provider.name, ...row, standing: standingOf(row.source) }))
}

/** What a route reads, with the path's parameters that it does not declare: those are any text. */
export function parametersOf({ path, parameters = [], source }: Pick<Route, 'path' | 'parameters' | 'source'>) {
  const names = [...path.matchAll(/:(\w+)/g)].map(([, name]) => name!)
  const bare = names.filter((name) => !parameters.some((each) => each.in === 'path' && each.name === name))
  const undeclared = bare.map((name): Parameter => {
    return { in: 'path', name, required: true, schema: { type: 'string' }, source }
  })
  return [...undeclared, ...parameters]
}

/** How many rows of each kind stand how. */
export function count(rows: readonly Row[]): Counts {
  const counts: Record<string, Record<Kind, Record<Standing, number>>> = {}
  for (const { provider, kind, standing } of rows) {
    counts[provider] ??= Object.fromEntries(
      KINDS.map((each) => [each, { documented: 0, observed: 0, assumed: 0 }]),
    ) as Record<Kind, Record<Standing, number>>
    counts[provider][kind][standing]++
  }
  return counts
}

/** `10s`, `1m`, `1d`, `month`. */
export function lengthOf(per: Budget['per']): string {
  if (per === 'month') return per
  const units = { d: DAY, h: HOUR, m: MINUTE, s: SECOND }
  const [unit, ms] = Object.entries(units).find(([, length]) => per % length === 0) ?? ['ms', 1]
  return `${per / ms}${unit}`
}

function parameterRow(parameter: Parameter, route?: Route) {
  const { in: place, name, required, schema, about } = parameter
  const whole = `${place}.${name}`
  return {
    ...known({ ...parameter, name: route ? `${route.name} ${whole}` : whole }),
    kind: 'parameter' as const,
    about: [checkOf(schema), required && place !== 'path' && 'required', about].filter(Boolean).join('; '),
  }
}

/** What a schema asks, in a few words: `integer from 1 to 100`, `asc or desc`, `string`. */
function checkOf({ type, enum: options, const: only, minimum, maximum, pattern }: JsonObject): string {
  if (only !== undefined) return String(only)
  if (Array.isArray(options)) return options.map((each) => (each === '' ? 'nothing' : String(each))).join(' or ')
  return [
    Array.isArray(type) ? type.join(' or ') : type,
    minimum !== undefined && `from ${minimum}`,
    maximum !== undefined && `to ${maximum}`,
    pattern !== undefined && `like ${pattern}`,
  ]
    .filter(Boolean)
    .join(' ')
}

function limitOf({ limit, per }: Budget): string {
  return limit === null ? 'none' : `${limit} per ${lengthOf(per)}`
}

/** What every kind of row has. A source that is missing is an empty one, which a test refuses. */
function known(row: { name: string; source?: string; switch?: string | undefined }) {
  return {
    name: row.name,
    source: row.source ?? '',
    ...(row.switch === undefined ? {} : { switch: row.switch }),
  }
}
