/**
 * What a program writes around a library, in the plainest way, where the library's own pages leave it open: it holds one
 * token in memory, asks for it as the provider's page shows, and on a 401 gets another and makes the call once more.
 */

import { randomUUID } from 'node:crypto'
import type { Worker } from './client.ts'
import type { Place, Request } from './place.ts'

export interface Tokens {
  readonly access_token: string
  readonly refresh_token?: string | null | undefined
}

/** The token in hand. `get` asks for one; it is given the refresh token that the one before came with. */
export interface Hand {
  access(): string
  renew(): Promise<void>
}

export async function takeInHand(get: (refreshToken?: string) => Promise<Tokens>): Promise<Hand> {
  let held = await get()
  return {
    access: () => held.access_token,
    async renew() {
      held = await get(held.refresh_token ?? undefined)
    },
  }
}

export interface Answer {
  readonly status: number
  /** Rejects where it can't be read. */
  json(): Promise<unknown>
}

/** Of a library that makes calls and knows nothing of a 401. */
export function worker(
  { readRequest, writeRequest }: Place,
  hand: Hand,
  call: (request: Request, access: string) => Promise<Answer>,
): Worker {
  const served = async (request: Request) => {
    let answer = await call(request, hand.access())
    if (answer.status === 401) {
      await hand.renew()
      answer = await call(request, hand.access())
    }
    if (answer.status >= 400) throw new Error(`${request.method} was answered with ${answer.status}`)
    return answer.json()
  }
  return { read: (n) => served(readRequest(n)), write: () => served(writeRequest!) }
}

/** Of an HTTP client, which knows nothing of OAuth: `post` sends a token request and answers the JSON that comes. */
export function byHand(place: Place, post: (request: Request) => Promise<unknown>) {
  return async (refreshToken?: string): Promise<Tokens> => {
    const answer = await post(tokenRequest(place, refreshToken ? refreshed(refreshToken) : await granted(place)))
    // Hoopr's answers come in an envelope.
    return (place.provider === 'hoopr' ? (answer as { data: Tokens }).data : answer) as Tokens
  }
}

function refreshed(refresh_token: string): Record<string, string> {
  return { grant_type: 'refresh_token', refresh_token }
}

async function granted({ clientId, consent }: Place): Promise<Record<string, string>> {
  if (!consent) return { grant_type: 'client_credentials' }
  const { authorize, redirectUri: redirect_uri, scope } = consent
  const state = randomUUID()
  const url = new URL(authorize)
  url.search = String(new URLSearchParams({ response_type: 'code', client_id: clientId, redirect_uri, scope, state }))
  const { searchParams } = await consent.ask(url)
  if (searchParams.get('state') !== state) throw new Error('the callback is not for this state')
  return { grant_type: 'authorization_code', code: searchParams.get('code')!, redirect_uri }
}

function tokenRequest({ token, by, form, clientId, clientSecret }: Place, grant: Record<string, string>): Request {
  const basic = { authorization: `Basic ${btoa(`${clientId}:${clientSecret}`)}` }
  const fields = by === 'basic' ? grant : { ...grant, client_id: clientId, client_secret: clientSecret }
  const [type, body] =
    form === 'json'
      ? ['application/json', JSON.stringify(fields)]
      : ['application/x-www-form-urlencoded', String(new URLSearchParams(fields))]
  return { method: 'POST', url: token, headers: { 'content-type': type, ...(by === 'basic' ? basic : {}) }, body }
}
