/** Access tokens that were refused as such, and who had been told when they came again. */

import type { Exchanged } from '../core/judge.ts'
import { asks } from './holder.ts'
import { remember, type Shelf } from './memory.ts'
import type { Event } from './rule.ts'
import { connectionOf } from './told.ts'

/** So many calls are kept as evidence. */
const EVIDENCE = 4

/** What a new token mends. A missing scope is not among it. */
const DEAD = ['expired_token', 'revoked_token', 'invalid_token']

export type Refusals = {
  refused: Shelf<Refused>
  /** How many calls had begun when a refusal was told: by token the last, by token and connection the first. */
  told: Shelf<number>
  /** By call, whose answer is not sent yet: token and connection. */
  waiting: Shelf<string>
  /** By call, whose answer is not sent yet: the client that a new token is for. */
  asked: Shelf<string>
}

/** By token. */
type Refused = {
  readonly first: string
  readonly client: string
  /** How many calls with it were refused. */
  times: number
  /** How many came when their client had been told, as it seems, and some of them. */
  again: number
  requests: string[]
  at: number
  /** Whether calls with it overlapped: then those that came later may have been under way, too. */
  parallel: boolean
  /** Whether its client asked for another token and has none. */
  excused: boolean
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

/** Keeps in mind what a call with a token, or one for a new token, says of refusals. */
export function noteCall(event: Exchanged, memory: Refusals): void {
  if (asks(event)) noteAsked(event, memory)
  const token = accessOf(event)
  if (token === undefined) return
  const { refused, told, waiting } = memory
  const known = refused[token]
  if (!known && !isDead(event)) return
  const key = `${token} ${connectionOf(event) ?? ''}`
  if (known) {
    const begun = told[key]
    const open = Object.values(waiting).some((each) => each.startsWith(token))
    if (open || event.began <= (told[token] ?? 0)) known.parallel = true
    else if (begun !== undefined && event.began > begun && !known.excused) {
      known.again++
      known.requests = [...known.requests, event.id].slice(-EVIDENCE)
      known.at = event.at
    }
  }
  if (!isDead(event)) return
  const { client } = event.exchange.context.who
  const fresh = { first: event.id, client: client!, times: 0, again: 0, requests: [], at: event.at }
  const { times, ...rest } = known ?? { ...fresh, parallel: false, excused: false }
  remember(refused, token, { ...rest, times: times + 1 })
  remember(waiting, event.id, key)
}

/** A client that asks for a new token and gets none may well come with the old one again. */
function noteAsked(event: Exchanged, memory: Refusals): void {
  const { client } = event.exchange.context.who
  if (client === undefined) return
  const none = event.brought.length === 0
  excuse(client, none, memory)
  if (!none) remember(memory.asked, event.id, client)
}

/** The client has that answer, unless it had hung up. */
export function noteSent({ id, hungUp, begun }: Extract<Event, { kind: 'sent' }>, memory: Refusals): void {
  const { told, waiting, asked } = memory
  const key = waiting[id]
  if (key !== undefined && !hungUp) {
    if (told[key] === undefined) remember(told, key, begun)
    remember(told, key.slice(0, key.indexOf(' ')), begun)
  }
  if (asked[id] !== undefined && hungUp) excuse(asked[id], true, memory)
  delete waiting[id]
  delete asked[id]
}

function excuse(client: string, excused: boolean, { refused }: Refusals): void {
  for (const known of Object.values(refused)) if (known.client === client) known.excused = excused
}

/**
 * The tokens that were sent again by somebody who had been told. Where calls with one overlapped, so many may have been
 * under way: a client takes a token, does something else, and sends it.
 */
export function sentAgain({ refused }: Refusals, underWay: number): Refused[] {
  return Object.values(refused).filter(({ again, parallel, times }) =>
    parallel ? times > underWay : again > 0 || times > underWay,
  )
}
