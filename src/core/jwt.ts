/** JSON Web Tokens (RFC 7519). HS256 is Node's own, several times as fast as jose, which signs the rest. */

import { createHmac, createSecretKey, type KeyObject } from 'node:crypto'
import type { CryptoKey, JWK } from 'jose'
import type { JsonObject } from './http.ts'

/** A published fixture key. It signs tokens that can be replayed byte for byte, and it is no secret. */
export type SigningKey = JWK & { readonly alg: 'HS256' | 'RS256' }

const secrets = new WeakMap<SigningKey, KeyObject>()
const imported = new WeakMap<SigningKey, Promise<CryptoKey>>()
const HS256_HEADER = encoded({ alg: 'HS256', typ: 'JWT' })

/**
 * Signs `claims` as they stand. Give `iat`, `exp` in seconds and a `jti`: on a frozen clock two tokens would else be one
 * string. HS256 and RS256 are deterministic, so equal claims give equal bytes.
 */
export async function signJwt(claims: JsonObject, key: SigningKey): Promise<string> {
  if (key.alg === 'HS256') return signHs256(claims, key)
  const { importJWK, SignJWT } = await import('jose')
  let ready = imported.get(key)
  if (!ready) imported.set(key, (ready = importJWK(key, key.alg) as Promise<CryptoKey>))
  return new SignJWT(claims).setProtectedHeader({ alg: key.alg, typ: 'JWT' }).sign(await ready)
}

function signHs256(claims: JsonObject, key: SigningKey): string {
  let secret = secrets.get(key)
  if (!secret) secrets.set(key, (secret = createSecretKey(key.k!, 'base64url')))
  const text = `${HS256_HEADER}.${encoded(claims)}`
  return `${text}.${createHmac('sha256', secret).update(text).digest('base64url')}`
}

function encoded(value: JsonObject): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url')
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
