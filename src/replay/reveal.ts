/** What `conceal.ts` wrote, made a call or an act again. A recording answers these too, so both runs see the same. */

import type { Instant } from '../core/clock.ts'
import type { Call, Json } from '../core/http.ts'
import type { Act } from '../core/order.ts'
import { sealed } from '../core/snapshot.ts'
import type { ActLine, CallLine, HeaderText } from './lines.ts'
import { fill } from './template.ts'

export type CredentialOf = (name: string) => string

export function callOf(line: CallLine, at: Instant, credentialOf: CredentialOf): Call {
  const { method, path, query, headers, body = '', latin1, base, address, foundBy, oversize } = line
  const text = (template: string) => fill(template, credentialOf)
  return {
    method,
    path: text(path),
    query: new URLSearchParams(query.map(([name, value]): [string, string] => [name, text(value)])),
    headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, headerOf(value, text)])),
    body: Buffer.from(text(body), latin1 ? 'latin1' : 'utf8'),
    at,
    base,
    address,
    ...(foundBy ? { foundBy } : {}),
    ...(oversize ? { oversize } : {}),
  }
}

export function actOf({ body, sealed: isSealed, ...line }: ActLine, credentialOf: CredentialOf): Act {
  if (body === undefined) return line
  const filled = JSON.parse(fill(body, credentialOf)) as Json
  return { ...line, body: isSealed ? sealed(filled) : filled }
}

function headerOf(value: HeaderText, text: (template: string) => string): string {
  if (typeof value === 'string') return text(value)
  return `${value.scheme} ${Buffer.from(text(value.basic)).toString('base64')}`
}
