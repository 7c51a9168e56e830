/** What a vice is: one way in which a client differs from the good one of test/scenarios/clients, and in nothing else. */

import type { Hearing } from '../../scenarios/clients/ear.ts'
import type { Client, Options, ProviderName } from '../../scenarios/clients/good.ts'
import type { Answer, Request } from '../../scenarios/clients/line.ts'
import type { World } from '../../scenarios/clients/world.ts'

export type Send = (kind: string, request: Request) => Promise<Answer>

/** What a vicious client has at hand. */
export interface Hand {
  readonly provider: ProviderName
  readonly world: World
  /** Itself. */
  readonly client: () => Client
}

export interface Vice {
  /** The rule that is to catch it. */
  readonly rule: string
  /** In one line. */
  readonly does: string
  readonly options?: Options
  /** How it sends and what it makes of answers: asked once for each client. `send` is the good way. */
  readonly sends?: (send: Send, hand: Hand) => Send
  /** How it asks the person, and what it believes of the callback. */
  readonly consents?: (consent: World['consent']) => World['consent']
  readonly hears?: () => Hearing
  readonly client?: (client: Client) => Client
  /** Numbers of the rule, where those of the card would take too long in wall time. */
  readonly conduct?: object
}

export function isServed({ status }: Answer): boolean {
  return status >= 200 && status < 300
}

/** Refused for good. */
export function isRefused({ status }: Answer): boolean {
  return status >= 400 && status < 500 && status !== 429
}

/** Of a token request. */
export function grantOf({ body }: Request): string | undefined {
  return body instanceof URLSearchParams ? (body.get('grant_type') ?? undefined) : undefined
}

/** Sends reads, and nothing else, with this done to them. */
export function dressed(
  dress: (request: Request, hand: Hand) => Request | Promise<Request>,
): NonNullable<Vice['sends']> {
  return (send, hand) => async (kind, request) => send(kind, kind === 'read' ? await dress(request, hand) : request)
}

/** With a header more. */
export function withHeaders(request: Request, headers: Record<string, string>): Request {
  return { ...request, headers: { ...request.headers, ...headers } }
}

/** With a query parameter more. */
export function withQuery(request: Request, name: string, value: string): Request {
  const url = new URL(request.url)
  url.searchParams.set(name, value)
  return { ...request, url: url.href }
}
