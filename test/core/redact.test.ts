import { expect, test } from 'vitest'
import { Redactor } from '../../src/core/redact.ts'
import { Session } from '../../src/core/session.ts'
import { providers } from '../../src/providers/index.ts'
import { caller } from '../support.ts'

const redactor = new Redactor(providers)

test.each([
  ['https://client.test/cb?code=abc&state=1', 'https://client.test/cb?code=[redacted]&state=1'],
  ['https://client.test/#access_token=abc', 'https://client.test/#access_token=[redacted]'],
  ['/in?to=https%3A%2F%2Fclient.test%3Fcode%3Dabc', '/in?to=https%3A%2F%2Fclient.test%3Fcode%3D[redacted]'],
  ['a=b&clientSecret=abc', 'a=b&clientSecret=[redacted]'],
  ['/v1/hpr_live_0123456789/x', '/v1/[redacted]/x'],
  ['application/json; charset=utf-8', 'application/json; charset=utf-8'],
  ['zip_code=1234567', 'zip_code=1234567'],
  ['got "ftp://me:p@ss@host:1/a@b"', 'got "ftp://[redacted]@host:1/a@b"'],
  ['http://host/ of a@b', 'http://host/ of a@b'],
  ['{"a":"http://host","b":"x@y"}', '{"a":"http://host","b":"x@y"}'],
  [JSON.stringify({ a: 'http://me:p"w@host' }), '{"a":"http://[redacted]@host"}'],
  ['http://host/?sig=abc,def-rest&a=1', 'http://host/?sig=[redacted]&a=1'],
  ['http://me:"my" <pass>@host/x', 'http://[redacted]@host/x'],
])('of %s is shown %s', (text, shown) => {
  expect(redactor.text(text)).toBe(shown)
})

test.each([
  ['http://host/?token=abc,def-rest&a=1#code=x;y', 'http://host/?token=*&a=1#code=*'],
  ['http://host/?secret=a&signature=b&sig=c&key=d&monkey=e', 'http://host/?secret=*&signature=*&sig=*&key=*&monkey=e'],
  ['http://me:"pass"@host/', 'http://*@host/'],
])('in the URL %s there is %s instead', (url, instead) => {
  expect(redactor.replaceInUrl(url, () => '*')).toBe(instead)
})

test.each([
  'refresh_token',
  'refreshToken',
  'Client-Secret',
  'code_verifier',
  'password',
  'token',
  'apiKey',
  'X-Api-Key',
])('a field of the name %s is hidden wherever it stands', (name) => {
  const shown = [
    redactor.value({ deep: [{ [name]: 'abc' }] }),
    redactor.record({ [name]: 'abc' }),
    redactor.fields(new URLSearchParams({ [name]: 'abc' })),
  ]
  expect(JSON.stringify(shown)).not.toContain('abc')
})

test('fields keep their values, whatever they are called and however often they come', () => {
  const fields = redactor.fields(new URLSearchParams('constructor=1&toString=2&__proto__=3&a=4&a=5&a=6'))
  expect(JSON.stringify(fields)).toBe('{"constructor":"1","toString":"2","__proto__":"3","a":["4","5","6"]}')
})

test('a secret shown to the wrong provider, or as a name, is hidden all the same', async () => {
  const session = new Session({ redactor })
  const [hoopr, hoopai, soundcharts] = providers
  const variables = await Promise.all(
    providers.map(async (provider) => Object.entries(await provider.env(session, ''))),
  )
  const secrets = variables
    .flat()
    .filter(([name]) => /SECRET|PRIVATE_TOKEN|API_KEY/.test(name))
    .map(([, value]) => value)
  for (const secret of secrets) {
    for (const provider of [hoopr!, hoopai!, soundcharts!]) {
      const call = caller(provider, session)
      await call(`GET /v1/${secret}?q=${secret}`, { headers: { 'x-custom': secret } })
      await call('POST /oauth/token', { form: { grant_type: 'client_credentials', client_id: secret } })
      await call('POST /v1/auth/token', { json: { grant_type: 'client_credentials', client_id: secret } })
    }
  }
  const shown = JSON.stringify(await session.journal.list())
  expect(secrets.length).toBeGreaterThan(5)
  for (const secret of secrets) expect(shown).not.toContain(secret)
})

test('a client of a very long name costs no more than any other', async () => {
  const session = new Session()
  const client_id = 'x'.repeat(100_000)
  for (const provider of providers) {
    const call = caller(provider, session)
    await call('POST /oauth/token', {
      form: { grant_type: 'authorization_code', client_id, client_secret: 'y', code: 'z' },
    })
    await call('POST /v1/auth/token', { json: { grant_type: 'client_credentials', client_id, client_secret: 'y' } })
  }
  expect(JSON.stringify(await session.state.dump()).length).toBeLessThan(20_000)
})
