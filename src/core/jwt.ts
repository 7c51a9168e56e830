/** JSON Web Tokens (RFC 7519) through jose, with times passed in: jose would read the wall clock for itself. */

import type { CryptoKey, JWK } from 'jose'
import type { JsonObject } from './http.ts'

/** A published fixture key. It signs tokens that can be replayed byte for byte, and it is no secret. */
export type SigningKey = JWK & { readonly alg: 'HS256' | 'RS256' }

const imported = new Map<SigningKey, Promise<CryptoKey>>()

/**
 * Signs `claims` as they stand. Give `iat`, `exp` in seconds and a `jti`: on a frozen clock two tokens would else be one
 * string. HS256 and RS256 are deterministic, so equal claims give equal bytes.
 */
export async function signJwt(claims: JsonObject, key: SigningKey): Promise<string> {
  const { importJWK, SignJWT } = await import('jose')
  let ready = imported.get(key)
  if (!ready) imported.set(key, (ready = importJWK(key, key.alg) as Promise<CryptoKey>))
  return new SignJWT(claims).setProtectedHeader({ alg: key.alg, typ: 'JWT' }).sign(await ready)
}

/** The claims of a JWT without any check; undefined when it is none. For finding what a token names, never for trust. */
export function readClaims(token: string): JsonObject | undefined {
  const part = token.split('.')[1]
  if (!part) return undefined
  try {
    const claims: unknown = JSON.parse(Buffer.from(part, 'base64url').toString('utf8'))
    return typeof claims === 'object' && claims !== null ? (claims as JsonObject) : undefined
  } catch {
    return undefined
  }
}
