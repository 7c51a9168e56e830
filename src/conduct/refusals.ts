/** Access tokens that were refused as such, and who had been told when they came again. */

import type { Exchanged } from '../core/judge.ts'
import { remember, type Shelf } from './memory.ts'
import type { Event } from './rule.ts'
import { connectionOf } from './told.ts'

/** What a new token mends. A missing scope is not among it. */
const DEAD = ['expired_token', 'revoked_token', 'invalid_token']

export type Refusals = {
  /** By token: the first call that was refused, whose it was, and how many were. */
  refused: Shelf<{ request: string; client: string; times: number }>
  /** By token and connection: how many calls had begun when that was told there. */
  told: Shelf<number>
  /** By call, whose answer is not sent yet: token and connection. */
  waiting: Shelf<string>
  /** By call, whose answer is not sent yet: the client that a new token is for. */
  asked: Shelf<string>
}

export function noRefusals(): Refusals {
  return { refused: {}, told: {}, waiting: {}, asked: {} }
}

/** Whether the token is good for nothing, by this answer. A forged one counts: the client knows no better. */
export function isDead({ exchange: { code } }: Exchanged): boolean {
  return code !== undefined && DEAD.includes(code)
}

/** The access token of a call, by its id in the vault. */
export function accessOf({ exchange }: Exchanged): string | undefined {
  const { credential } = exchange.context.who
  return credential?.kind === 'access' ? credential.id : undefined
}

/**
 * The call that was refused with this token before, when whoever made this one had been told; or when so many were refused
 * with it that not all of them can have been under way.
 */
export function refusedBefore(event: Exchanged, token: string, memory: Refusals, underWay: number): string | undefined {
  const known = memory.refused[token]
  if (!known) return undefined
  const begun = memory.told[keyOf(event, token)]
  const had = begun !== undefined && event.began > begun
  return had || known.times >= underWay ? known.request : undefined
}

/** Keeps in mind that this call was refused for its token. */
export function noteRefusal(event: Exchanged, token: string, { refused, waiting }: Refusals): void {
  const { client } = event.exchange.context.who
  const { request, times } = refused[token] ?? { request: event.id, times: 0 }
  remember(refused, token, { request, client: client!, times: times + 1 })
  remember(waiting, event.id, keyOf(event, token))
}

/**
 * Keeps in mind that a client asks for a new token. One that gets none may well come with the old one again, so all that
 * is known of it is forgotten.
 */
export function noteAsked(event: Exchanged, memory: Refusals): void {
  const { client } = event.exchange.context.who
  if (client === undefined) return
  if (event.brought.length === 0) excuse(client, memory)
  else remember(memory.asked, event.id, client)
}

/** The client has that answer, unless it had hung up. */
export function noteSent({ id, hungUp, begun }: Extract<Event, { kind: 'sent' }>, memory: Refusals): void {
  const { told, waiting, asked } = memory
  const key = waiting[id]
  if (key !== undefined && !hungUp && told[key] === undefined) remember(told, key, begun)
  if (asked[id] !== undefined && hungUp) excuse(asked[id], memory)
  delete waiting[id]
  delete asked[id]
}

function excuse(client: string, { refused, told }: Refusals): void {
  for (const [token, known] of Object.entries(refused)) {
    if (known.client !== client) continue
    delete refused[token]
    for (const key of Object.keys(told)) if (key.startsWith(token)) delete told[key]
  }
}

function keyOf(event: Exchanged, token: string): string {
  return `${token} ${connectionOf(event) ?? ''}`
}
