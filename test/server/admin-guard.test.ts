/** Who may use the admin API, and what it refuses to read; through real sockets. */

import http from 'node:http'
import { afterAll, describe, expect, test } from 'vitest'
import { type Emulator, type EmulatorOptions, startEmulator } from '../../src/index.ts'
import { isLoopback, newAdminToken } from '../../src/server/guard.ts'

const open: Emulator[] = []
const start = async (options: EmulatorOptions = {}) => {
  const emulator = await startEmulator(options)
  open.push(emulator)
  return emulator
}
afterAll(() => Promise.all(open.map((emulator) => emulator.close())))

interface Answer {
  readonly status: number
  readonly headers: http.IncomingHttpHeaders
  readonly body: object
  readonly code: string | undefined
}

/** A request whose every header is the test's, `Host` too. */
function ask(emulator: Emulator, path: string, headers: Record<string, string> = {}, method = 'GET', body?: Buffer) {
  const { port } = new URL(emulator.url)
  return new Promise<Answer>((resolve, reject) => {
    const request = http.request({ host: '127.0.0.1', port, path, method, headers }, (response) => {
      let text = ''
      response.on('data', (chunk) => (text += chunk))
      response.on('end', () => {
        const body = JSON.parse(text) as { error?: { code: string } }
        resolve({ status: response.statusCode!, headers: response.headers, body, code: body.error?.code })
      })
    })
    request.on('error', reject)
    request.end(body)
  })
}
const bearer = (token: string) => ({ authorization: `Bearer ${token}` })

describe('bound to loopback', () => {
  test('needs no token under its own names', async () => {
    const emulator = await start()
    for (const host of ['127.0.0.1:1', 'localhost', 'LOCALHOST:80', '[::1]:4600', 'hoopr.localhost'])
      expect([host, (await ask(emulator, '/__admin/clock', { host })).status]).toEqual([host, 200])
  })

  test.each(['evil.example', 'localhost.evil.example', '127.0.0.1.evil.example', 'evillocalhost', '10.0.0.1'])(
    'refuses the host %s, which may be a name that somebody points here',
    async (host) => {
      const answer = await ask(await start(), '/__admin/clock', { host })
      expect([answer.status, answer.code]).toEqual([403, 'foreign_host'])
    },
  )

  test('lets a foreign host pass with the token, and not with another', async () => {
    const emulator = await start({ adminToken: 'the-token' })
    const from = (token: string) => ask(emulator, '/__admin/clock', { host: 'evil.example', ...bearer(token) })
    expect([(await from('another')).status, (await from('the-token')).status]).toEqual([403, 200])
  })

  test('knows the host of its public URL, and answers with its scheme there', async () => {
    const emulator = await start({ publicUrl: 'https://mock.example.com' })
    const { body } = await ask(emulator, '/__admin/sessions/default', { host: 'mock.example.com' })
    expect(body).toMatchObject({ urls: { hoopr: 'https://mock.example.com/hoopr' } })
    expect((await ask(emulator, '/__admin/clock', { host: 'mock.example.org' })).status).toBe(403)
  })
})

describe('a page of another site', () => {
  test.each(['https://evil.example', 'http://localhost:3000', 'null', 'file://', ''])(
    'is refused everywhere, whatever it shows: Origin %j',
    async (origin) => {
      const emulator = await start({ adminToken: 'the-token' })
      const { port } = new URL(emulator.url)
      const headers = { host: `127.0.0.1:${port}`, origin, ...bearer('the-token') }
      for (const path of ['/__admin/clock', '/__admin/health', '/s/default/__admin/clock', '/__admin/nowhere']) {
        const answer = await ask(emulator, path, headers)
        expect([path, answer.status, answer.code]).toEqual([path, 403, 'foreign_origin'])
      }
    },
  )

  test('is told nothing by a preflight, and an own page is served', async () => {
    const emulator = await start()
    const { host, origin } = new URL(emulator.url)
    const preflight = await ask(emulator, '/__admin/clock', { host, origin: 'https://evil.example' }, 'OPTIONS')
    expect(preflight.status).toBe(403)
    const own = await ask(emulator, '/__admin/clock', { host, origin })
    expect(own.status).toBe(200)
    for (const { headers } of [preflight, own])
      expect(Object.keys(headers).filter((name) => name.startsWith('access-control'))).toEqual([])
  })
})

describe('bound to every address', () => {
  test('wants the token, but for health', async () => {
    const emulator = await start({ host: '0.0.0.0', adminToken: 'the-token' })
    const host = 'stuntdouble:4600'
    const refused = await ask(emulator, '/__admin/clock', { host })
    expect([refused.status, refused.code]).toEqual([401, 'unauthorized'])
    expect(refused.headers['www-authenticate']).toBe('Bearer')
    expect((await ask(emulator, '/__admin/clock', { host: 'localhost' })).status).toBe(401)
    expect((await ask(emulator, '/__admin/clock', { host, ...bearer('the-token ') })).status).toBe(200)
    expect((await ask(emulator, '/__admin/clock', { host, ...bearer('the-tokens') })).status).toBe(401)
    expect((await ask(emulator, '/__admin/health', { host })).status).toBe(200)
  })

  test('makes a token of its own when it was given none, another each time', async () => {
    const emulator = await start({ host: '0.0.0.0' })
    const { adminToken } = emulator.stage
    expect(adminToken).toMatch(/^[\w-]{32}$/)
    expect(adminToken).not.toBe(newAdminToken())
    expect((await ask(emulator, '/__admin/clock')).status).toBe(401)
    expect((await ask(emulator, '/__admin/clock', bearer(adminToken!))).status).toBe(200)
    // Providers are what clients under test speak to: they never ask for it.
    expect((await ask(emulator, '/hoopr/version', { host: 'evil.example' })).status).toBe(200)
  })
})

test.each([
  ['localhost', true],
  ['hoopai.localhost', true],
  ['127.3.2.1', true],
  ['::1', true],
  ['[::1]', true],
  ['0.0.0.0', false],
  ['::', false],
  ['127.0.0.1.example', false],
  ['192.168.0.1', false],
])('%s is this machine alone: %s', (host, expected) => {
  expect(isLoopback(host)).toBe(expected)
})

describe('what is too large', () => {
  const json = { 'content-type': 'application/json' }

  test('a body of 50 MB is refused, announced or not, and the server lives on', async () => {
    const emulator = await start()
    const body = Buffer.alloc(50 * 1024 * 1024, 32)
    for (const headers of [
      { ...json, 'content-length': String(body.length) },
      { ...json, 'transfer-encoding': 'chunked' },
    ]) {
      const answer = await ask(emulator, '/__admin/scenario', headers, 'PUT', body)
      expect([answer.status, answer.code]).toEqual([413, 'body_too_large'])
    }
    expect((await ask(emulator, '/__admin/health')).status).toBe(200)
  })

  test('so is a header of 16 KB', async () => {
    const answer = await ask(await start(), '/__admin/clock', { 'x-long': 'a'.repeat(17 * 1024) })
    expect([answer.status, answer.code]).toEqual([413, 'headers_too_large'])
  })
})

test('closing waits for no connection that asked nothing', async () => {
  const emulator = await startEmulator()
  const socket = (await import('node:net')).connect(Number(new URL(emulator.url).port), '127.0.0.1')
  await new Promise((resolve) => socket.once('connect', resolve))
  const closed = new Promise((resolve) => socket.once('close', resolve))
  await Promise.all([emulator.close(), closed])
})

test.each([
  [{ ports: { hopr: 0 } }, 'hopr'],
  [{ clock: 'noon' }, 'noon'],
])('options that cannot be are refused: %j', async (options, names) => {
  await expect(startEmulator(options as EmulatorOptions)).rejects.toThrow(names)
})

test('two providers of one name are refused', async () => {
  const { providers } = await import('../../src/providers/index.ts')
  await expect(startEmulator({ providers: [providers[0]!] })).rejects.toThrow(providers[0]!.name)
})
