/** Which query parameters of a call bear a secret or a token. Their names are told, never their values. */

import type { Exchanged } from '../core/judge.ts'

const SECRETS = ['client_secret', 'clientsecret', 'api_key', 'apikey', 'x-api-key', 'secret', 'password']
const TOKENS = ['access_token', 'accesstoken', 'refresh_token', 'refreshtoken', 'token', 'bearer', 'authorization']
const JWT = /^ey[\w-]{8,}\.[\w-]+\.[\w-]*$/
const NOTHING = { secrets: [], tokens: [] } as const

export function placesOf({ exchange }: Exchanged): { secrets: readonly string[]; tokens: readonly string[] } {
  const { call, provider, route } = exchange.context
  // Signed URLs and callbacks bear what they are made of.
  if (call.query.size === 0 || (route.takes === 'none' && route.name !== 'fallback')) return NOTHING
  const secrets: string[] = []
  const tokens: string[] = []
  for (const [name, value] of call.query) {
    const plain = name.toLowerCase()
    if (SECRETS.includes(plain)) secrets.push(name)
    else if (TOKENS.includes(plain) || JWT.test(value)) tokens.push(name)
    else if (provider.secrets.shapes.some((shape) => new RegExp(shape.source).test(value))) secrets.push(name)
  }
  return { secrets, tokens }
}
