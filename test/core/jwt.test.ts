/** Tokens are those that jose would sign, whoever signs them. */

import fc from 'fast-check'
import { type CryptoKey, importJWK, SignJWT } from 'jose'
import { expect, test } from 'vitest'
import type { JsonObject } from '../../src/core/http.ts'
import { readClaims, type SigningKey, signJwt } from '../../src/core/jwt.ts'

const SECRET = {
  kty: 'oct',
  alg: 'HS256',
  k: Buffer.from('a secret of more than thirty-two bytes').toString('base64url'),
}

test('HS256 has the bytes of jose, whatever the claims', async () => {
  const key = SECRET as SigningKey
  const theirs = (await importJWK(key)) as CryptoKey
  const claims = fc.record(
    {
      sub: fc.string({ unit: 'binary' }),
      scope: fc.string(),
      iat: fc.nat(),
      exp: fc.nat(),
      extra: fc.jsonValue() as fc.Arbitrary<JsonObject>,
      none: fc.constant(undefined),
    },
    { requiredKeys: ['iat'] },
  )
  const property = fc.asyncProperty(claims, async (given) => {
    const token = await signJwt(given, key)
    const header = { alg: 'HS256', typ: 'JWT' }
    expect(token).toBe(await new SignJWT(given).setProtectedHeader(header).sign(theirs))
    expect(readClaims(token)).toEqual(JSON.parse(JSON.stringify(given)))
  })
  await fc.assert(property, { numRuns: 40 })
})
