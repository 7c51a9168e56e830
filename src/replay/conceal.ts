/** Calls, acts and answers as they stand in a manifest: names in the place of credentials. */

import { type Call, isObject, type Json, mediaType, type Reply } from '../core/http.ts'
import type { Act } from '../core/order.ts'
import type { Redactor } from '../core/redact.ts'
import type { Endpoint } from '../core/routes.ts'
import { isSealed } from '../core/snapshot.ts'
import type { ActLine, AnswerLine, CallLine, HeaderText } from './lines.ts'
import { type Encoding, escaped, mark, marked, rewriteJson } from './template.ts'

/**
 * What a credential is called. `certain` says that it stands where only credentials do; else it may be some other text of
 * their make, and is left as it is (undefined) unless it is known for one. `field` is what a text itself calls it.
 */
export type Name = (credential: string, certain: boolean, field?: string) => string | undefined

/** By credential, what is known to turn up: those of the account, and what the turn itself has brought. */
export type Shown = ReadonlyMap<string, string>

export interface Concealing {
  readonly redactor: Redactor
  readonly name: Name
  readonly shown: Shown
}

export function callLine({ provider, route }: Endpoint, call: Call, how: Concealing): CallLine {
  const { redactor } = how
  const { method, path, query, headers, base, address, foundBy, oversize } = call
  // Where tokens are asked for, what bears a credential's name is one. Elsewhere `code` may be any code.
  const isSecret = ofTokens(route)
    ? (name: string) => redactor.isSecret(name)
    : (name: string, value: string) => redactor.isSecret(name) && (value.length >= 16 || !/^code$/i.test(name))
  const named = (name: string, value: string) =>
    (value !== '' && isSecret(name, value) && whole(value, how)) || inText(value, how, name !== 'state')
  const { body, latin1 } = bodyText(call.body)
  return {
    provider: provider.name,
    method,
    path: inText(path, how, true),
    query: [...query].map(([name, value]) => [name, named(name, value)] as const),
    headers: Object.fromEntries(
      Object.entries(headers).map(([name, value = '']) => [name, headerText(name, value, how)] as const),
    ),
    ...(body === '' ? {} : { body: inBody(body, call, ofTokens(route), how) }),
    ...(latin1 ? { latin1 } : {}),
    base,
    address,
    ...(foundBy ? { foundBy } : {}),
    ...(oversize ? { oversize } : {}),
  }
}

export function actLine({ route, origin, params, body, yaml, scenario }: Act, how: Concealing): ActLine {
  return {
    route,
    origin,
    params,
    ...(body === undefined ? {} : { body: actBody(body, how) }),
    ...(isSealed(body) ? { sealed: true } : {}),
    ...(yaml ? { yaml } : {}),
    ...(scenario === undefined ? {} : { scenario }),
  }
}

export function answerLine(reply: Reply, how: Concealing): AnswerLine {
  const { status, headers = {}, json, text, bytes, delayMs, wire, drip, fault } = reply
  const body = json === undefined ? text : JSON.stringify(json)
  return {
    status,
    headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, inAnswer(value, how)])),
    ...(body === undefined ? {} : { body: inAnswer(body, how) }),
    ...(bytes === undefined ? {} : { base64: Buffer.from(bytes).toString('base64') }),
    ...(delayMs ? { delayMs } : {}),
    ...(wire ? { wire } : {}),
    ...(drip ? { drip } : {}),
    ...(fault === undefined ? {} : { fault }),
  }
}

function ofTokens({ takes, issues, redirects }: Endpoint['route']): boolean {
  return issues === true || redirects === true || takes === 'grant'
}

/** A whole value that is a credential; undefined where it has nothing to hide. */
function whole(value: string, { name }: Concealing, encoding?: Encoding): string | undefined {
  const label = name(value, true)
  return label === undefined ? undefined : mark(label, value, encoding)
}

/** `Bearer` and a credential; Basic's is two things in base64, of which the second is secret. */
function headerText(name: string, value: string, how: Concealing): HeaderText {
  if (value === '' || !how.redactor.isSecret(name)) return inText(value, how, true)
  const [, scheme, credential] = /^([\w-]+) +(\S.*)$/.exec(value) ?? []
  if (!/authorization$/i.test(name) || scheme === undefined || credential === undefined)
    return whole(value, how) ?? escaped(value)
  const pair = /^basic$/i.test(scheme) ? Buffer.from(credential, 'base64').toString('utf8') : ''
  const colon = pair.indexOf(':')
  if (colon < 0 || pair.includes('\ufffd')) return `${scheme} ${whole(credential, how) ?? escaped(credential)}`
  const secret = pair.slice(colon + 1)
  const shown = secret === '' ? '' : (whole(secret, how) ?? escaped(secret))
  return { scheme, basic: `${escaped(pair.slice(0, colon))}:${shown}` }
}

/**
 * A text among whose words credentials may be. What only looks like one is left where it may as well be a digest or an
 * id, and wherever what clients send is kept as it is (`guess` is false).
 */
function inText(text: string, how: Concealing, guess: boolean): string {
  let known = escaped(text)
  for (const [credential, name] of how.shown) known = marked(known, credential, name)
  return how.redactor.replace(known, (found, field) => {
    if (found.includes('⟦')) return found
    const label = how.name(found, guess && (field !== undefined || !/^[0-9A-Za-z]*$/.test(found)))
    return label === undefined ? found : mark(label)
  })
}

/** Its bytes as UTF-8, or as Latin-1 where they are none. */
function bodyText(bytes: Buffer): { body: string; latin1?: true } {
  const body = bytes.toString('utf8')
  return Buffer.from(body).equals(bytes) ? { body } : { body: bytes.toString('latin1'), latin1: true }
}

/** Never anybody's data, on whichever route. */
const NEVER_DATA = /secret|password|assertion|api[-_]?key/i

function inBody(body: string, call: Call, tokens: boolean, how: Concealing): string {
  const { redactor } = how
  const isSecret = (name: string) => redactor.isSecret(name) && (tokens || NEVER_DATA.test(name))
  const isForm = mediaType(call) === 'application/x-www-form-urlencoded'
  const shown = isForm
    ? formText(body, isSecret, how)
    : rewriteJson(escaped(body), (value, under, encoding) =>
        value !== '' && under.some(isSecret) ? whole(value, how, encoding) : undefined,
      )
  return inMarked(shown, how)
}

/** A credential that a client encodes otherwise than is usual is encoded as usual, which means the same. */
function formText(body: string, isSecret: (name: string) => boolean, how: Concealing): string {
  return body
    .split('&')
    .map((field) => {
      const [[name, value] = ['', '']] = new URLSearchParams(field)
      const secret = value !== '' && isSecret(name) ? whole(value, how, 'uri') : undefined
      return secret === undefined ? escaped(field) : `${field.slice(0, field.indexOf('=') + 1)}${secret}`
    })
    .join('&')
}

/** What was looked through by its names, once more for what is known. */
function inMarked(text: string, how: Concealing): string {
  return text
    .split(/(⟦[^⟧]*⟧)/)
    .map((part, i) => (i % 2 === 1 ? part : inText(part, how, false)))
    .join('')
}

function actBody(body: Json, how: Concealing): string {
  const token = isObject(body) && typeof body.token === 'string' ? body.token : undefined
  return inMarked(
    rewriteJson(escaped(JSON.stringify(body)), (value, under, encoding) =>
      token !== undefined && value === escaped(token) && under.length === 2 && under[1] === 'token'
        ? whole(token, how, encoding)
        : undefined,
    ),
    how,
  )
}

/** What the turn has brought, and what a URL bears that signs it. */
function inAnswer(text: string, { shown, redactor, name }: Concealing): string {
  let known = escaped(text)
  for (const [credential, label] of shown) known = marked(known, credential, label)
  return redactor.replacePairs(known, (found, field) => {
    const label = found.includes('⟦') ? undefined : name(found, true, field)
    return label === undefined ? found : mark(label)
  })
}
