/** What only a socket shows: addresses, sessions, exact bytes, bad input. */

import http from 'node:http'
import net from 'node:net'
import supertest from 'supertest'
import { afterAll, describe, expect, test } from 'vitest'
import { type Emulator, startEmulator } from '../../src/index.ts'
import { createApp } from '../../src/server/app.ts'

const CLOCK = '2026-01-01T00:00:00Z'
const open: Emulator[] = []
const start = async (options: Parameters<typeof startEmulator>[0] = {}) => {
  const emulator = await startEmulator({ clock: CLOCK, ...options })
  open.push(emulator)
  return emulator
}
afterAll(() => Promise.all(open.map((emulator) => emulator.close())))

const hoopr = (emulator: Emulator) => emulator.stage.providers.find(({ name }) => name === 'hoopr')!

async function grant(emulator: Emulator, session = 'default', secret: 'test' | 'live' = 'test') {
  const found = emulator.stage.sessions.get(session)!
  const env = await hoopr(emulator).env(found, '')
  return JSON.stringify({
    grant_type: 'client_credentials',
    client_id: env.HOOPR_CLIENT_ID,
    client_secret: secret === 'test' ? env.HOOPR_CLIENT_SECRET : env.HOOPR_LIVE_CLIENT_SECRET,
  })
}
const post = (body: string, headers: Record<string, string> = {}) => ({
  method: 'POST',
  headers: { 'content-type': 'application/json', ...headers },
  body,
})

/** One exchange as bytes, so that nothing is hidden by a client library. */
function raw(url: string, text: string): Promise<string> {
  const { hostname, port } = new URL(url)
  return new Promise((resolve, reject) => {
    const socket = net.connect(Number(port), hostname.replace(/[[\]]/g, ''), () => socket.write(text))
    let got = ''
    socket.on('data', (chunk) => (got += chunk.toString('latin1')))
    socket.on('close', () => resolve(got))
    socket.on('error', reject)
  })
}

describe('where a provider is', () => {
  test('under its path, under a Host of its own, and on a port of its own', async () => {
    const emulator = await start({ ports: { hoopr: 0 } })
    const byPath = await fetch(`${emulator.url}/hoopr/version`)
    const byPort = await fetch(`${emulator.origin('hoopr')}/version`)
    const byHost = await raw(
      emulator.url,
      'GET /version HTTP/1.1\r\nHost: hoopr.localhost:4600\r\nConnection: close\r\n\r\n',
    )
    expect([byPath.status, byPort.status]).toEqual([200, 200])
    expect(await byPort.text()).toBe(await byPath.text())
    expect(byHost).toContain('200 OK')
  })

  test('also where a client takes the emulator for a proxy', async () => {
    const emulator = await start()
    const ask = (url: string) =>
      raw(emulator.url, `GET ${url} HTTP/1.1\r\nHost: ${new URL(url).host}\r\nConnection: close\r\n\r\n`)
    expect(await ask(`${emulator.url}/hoopr/version`)).toContain('200 OK')
    expect(await ask('http://hoopr.localhost/version')).toContain('200 OK')
  })

  test('a client without a Host is given URLs that work', async () => {
    const emulator = await start()
    const session = emulator.stage.sessions.default
    const bases: string[] = []
    const record = session.journal.record.bind(session.journal)
    session.journal.record = async (exchange) => {
      bases.push(exchange.context.call.base)
      return record(exchange)
    }
    const { port } = new URL(emulator.url)
    for (const host of ['127.0.0.1', '[::1]'])
      await raw(`http://${host}:${port}`, 'GET /hoopr/version HTTP/1.0\r\n\r\n').catch(() => {})
    expect(bases[0]).toBe(`${emulator.url}/hoopr`)
    for (const base of bases) expect(URL.canParse(base)).toBe(true)
  })

  test('anything else is told what lives here', async () => {
    const emulator = await start()
    const answer = await fetch(`${emulator.url}/v1/tracks`)
    expect(answer.status).toBe(404)
    expect(await answer.json()).toMatchObject({
      error: { code: 'unknown_path', known: expect.arrayContaining(['/hoopr']) },
    })
  })
})

describe('which session a call belongs to', () => {
  test('a prefix, then a header, then credentials, else default', async () => {
    const emulator = await start()
    const { sessions } = emulator.stage
    for (const name of ['a', 'b']) sessions.create({ name, frozenAt: Date.parse(CLOCK) })
    const own = sessions.create({ ownCredentials: true, frozenAt: Date.parse(CLOCK) })
    const count = async (name: string) => (await sessions.get(name)!.journal.list()).length
    await fetch(`${emulator.url}/s/a/hoopr/version`, { headers: { 'x-stuntdouble-session': 'b' } })
    await fetch(`${emulator.url}/hoopr/version`, { headers: { 'x-stuntdouble-session': 'b' } })
    const token = await fetch(`${emulator.url}/hoopr/v1/auth/token`, post(await grant(emulator, own.name)))
    const { data } = (await token.json()) as { data: { access_token: string } }
    await fetch(`${emulator.url}/hoopr/v1/filters`, { headers: { authorization: `Bearer ${data.access_token}` } })
    await fetch(`${emulator.url}/hoopr/version`)
    expect([await count('a'), await count('b'), await count(own.name), await count('default')]).toEqual([1, 1, 2, 1])
  })

  test.each(['/s/nobody/hoopr/version', '/hoopr/version'])('a name that no session has is 404: %s', async (path) => {
    const emulator = await start()
    const answer = await fetch(emulator.url + path, { headers: { 'x-stuntdouble-session': 'nobody' } })
    expect(answer.status).toBe(404)
    expect(await answer.json()).toMatchObject({ error: { code: 'unknown_session', got: 'nobody', known: ['default'] } })
  })

  test('a name in a path may be percent-encoded', async () => {
    const emulator = await start()
    emulator.stage.sessions.create({ name: 'a.b' })
    expect((await fetch(`${emulator.url}/s/a%2Eb/hoopr/version`)).status).toBe(200)
    const answer = await fetch(`${emulator.url}/s/%zz/hoopr/version`)
    expect(await answer.json()).toMatchObject({ error: { code: 'unknown_session', got: '%zz' } })
  })

  test('a token of one session is no token in another', async () => {
    const emulator = await start()
    emulator.stage.sessions.create({ name: 'a', frozenAt: Date.parse(CLOCK) })
    const token = await fetch(`${emulator.url}/hoopr/v1/auth/token`, post(await grant(emulator)))
    const { data } = (await token.json()) as { data: { access_token: string } }
    const headers = { authorization: `Bearer ${data.access_token}` }
    expect((await fetch(`${emulator.url}/hoopr/v1/filters`, { headers })).status).toBe(200)
    expect((await fetch(`${emulator.url}/s/a/hoopr/v1/filters`, { headers })).status).toBe(401)
  })
})

describe('what goes over the wire', () => {
  const requests: [string, string, string, Record<string, string>, string | undefined][] = [
    ['a token', 'POST', '/hoopr/v1/auth/token', { 'content-type': 'application/json' }, 'grant'],
    ['an open route', 'GET', '/hoopr/version', {}, undefined],
    ['a refusal', 'GET', '/hoopr/v1/tracks', {}, undefined],
    ['an unknown route', 'GET', '/hoopr/v9/nothing', {}, undefined],
    ['a malformed body', 'POST', '/hoopr/v1/auth/token', { 'content-type': 'application/json' }, '{"grant_type":'],
    ['a wrong content type', 'POST', '/hoopr/v1/auth/token', { 'content-type': 'text/plain' }, 'grant'],
  ]

  test.each(requests)(
    '%s is the same bytes through Express and in front of it',
    async (_what, method, path, headers, body) => {
      const emulators = [await start(), await start()]
      const [direct, express] = emulators
      const text = async (emulator: Emulator) => (body === 'grant' ? grant(emulator) : body)
      const init = { method, headers, ...(body === undefined ? {} : { body: (await text(direct!))! }) }
      const front = await fetch(direct!.url + path, init)
      const agent = supertest(createApp(express!.stage))
      let behind = method === 'GET' ? agent.get(path) : agent.post(path).send(await text(express!))
      for (const [name, value] of Object.entries(headers)) behind = behind.set(name, value)
      const other = await behind
      expect(other.status).toBe(front.status)
      expect(other.text).toBe(await front.text())
      const { connection: _1, 'keep-alive': _2, ...rest } = other.headers
      const { connection: _3, 'keep-alive': _4, ...same } = Object.fromEntries(front.headers)
      expect(rest).toEqual(same)
    },
  )

  test('the Date header is the session clock, and nothing of Express shows', async () => {
    const emulator = await start()
    const { headers } = await fetch(`${emulator.url}/hoopr/version`)
    expect(headers.get('date')).toBe('Thu, 01 Jan 2026 00:00:00 GMT')
    expect([headers.get('x-powered-by'), headers.get('etag')]).toEqual([null, null])
  })

  test('a HEAD has the length and no body', async () => {
    const emulator = await start()
    const got = await raw(emulator.url, 'HEAD /hoopr/version HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n')
    expect(got).toMatch(/content-length: [1-9]/)
    expect(got.endsWith('\r\n\r\n')).toBe(true)
  })
})

describe('bad input gets the provider’s refusal, and the server lives on', () => {
  test.each(['hoopr', 'hoopai', 'soundcharts'])('a body of 50 MB at %s is 413, early', async (name) => {
    const emulator = await start()
    const path = name === 'hoopr' ? '/v1/auth/token' : '/oauth/token'
    const answer = await fetch(`${emulator.url}/${name}${path}`, post('x'.repeat(50 * 1024 * 1024)))
    expect([answer.status, answer.headers.get('connection')]).toEqual([413, 'close'])
    expect(await answer.text()).not.toBe('')
    expect((await fetch(`${emulator.url}/hoopr/version`)).status).toBe(200)
  })

  test('so is one that announces no length', async () => {
    const emulator = await start()
    const answer = await new Promise<http.IncomingMessage>((resolve, reject) => {
      const req = http.request(`${emulator.url}/hoopr/v1/auth/token`, post(''), resolve).on('error', reject)
      for (let i = 0; i < 6; i++) req.write('x'.repeat(1024 * 1024))
      req.end()
    })
    expect(answer.statusCode).toBe(413)
    answer.resume()
  })

  test.each(['hoopr', 'hoopai', 'soundcharts'])('a header of 16 KB at %s is 431', async (name) => {
    const emulator = await start()
    const headers = { 'x-long': 'x'.repeat(16 * 1024) }
    const answer = await fetch(`${emulator.url}/${name}/version`, { headers })
    expect(answer.status).toBe(431)
    expect((await fetch(`${emulator.url}/hoopr/version`)).status).toBe(200)
  })

  test('what is no HTTP at all is a 400', async () => {
    const emulator = await start()
    expect(await raw(emulator.url, 'nonsense\r\n\r\n')).toContain('400 Bad Request')
    expect((await fetch(`${emulator.url}/hoopr/version`)).status).toBe(200)
  })

  test('a client that hangs up in the middle of its body harms nobody', async () => {
    const emulator = await start()
    const { port } = new URL(emulator.url)
    await new Promise<void>((resolve) => {
      const socket = net.connect(Number(port), '127.0.0.1', () => {
        socket.write('POST /hoopr/v1/auth/token HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nhalf', () =>
          socket.destroy(),
        )
      })
      socket.on('close', () => resolve())
    })
    expect((await fetch(`${emulator.url}/hoopr/version`)).status).toBe(200)
  })
})
