/** Faults of the connection as much used HTTP clients see them, each with connections that it keeps, over TCP and TLS. */

import http from 'node:http'
import https from 'node:https'
import axios from 'axios'
import { Agent, Client, fetch } from 'undici'
import { describe, expect, test } from 'vitest'
import { startEmulator } from '../../src/index.ts'
import type { RuleText } from '../../src/scenario/written.ts'
import { CERTIFICATE } from './certificate.ts'

const BODY = '{"data":{"apiVersion":"v1","serviceVersion":"1.0.0"},"error":{"code":0,"message":"OK"}}'
const BROKEN = `${BODY.slice(0, -1)}{`
/** What a call comes to: the body, or the code that its failure bears. */
type Heard = string
type Ask = () => Promise<Heard>

const ca = CERTIFICATE.cert
const options = { keepAlive: true, maxSockets: 1, ca }
const codeOf = (error: Error & { code?: string }): Heard =>
  `failed: ${error.code ?? (error.cause as { code?: string } | undefined)?.code ?? error.name}`

/** One connection each, which is kept. */
const CLIENTS: Readonly<Record<string, (url: string) => { ask: Ask; close(): unknown }>> = {
  fetch(url) {
    const dispatcher = new Agent({ connections: 1, connect: { ca } })
    const ask = async () => (await fetch(url, { dispatcher })).text()
    return { ask: () => ask().catch(codeOf), close: () => dispatcher.close() }
  },
  axios(url) {
    const agents = { httpAgent: new http.Agent(options), httpsAgent: new https.Agent(options) }
    const client = axios.create({ ...agents, responseType: 'text', transformResponse: (text) => text })
    const close = () => Object.values(agents).map((agent) => agent.destroy())
    return { ask: () => client.get<string>(url).then(({ data }) => data, codeOf), close }
  },
  'node:http'(url) {
    const module = url.startsWith('https:') ? https : http
    const agent = new module.Agent(options)
    const ask = () =>
      new Promise<Heard>((resolve) => {
        const request = module.get(url, { agent }, (answer) => {
          let text = ''
          answer.on('data', (chunk) => (text += chunk))
          answer.on('error', (error) => resolve(codeOf(error)))
          answer.on('end', () => resolve(text))
        })
        request.on('error', (error) => resolve(codeOf(error)))
      })
    return { ask, close: () => agent.destroy() }
  },
}

/** What the struck call comes to in fetch, axios and node:http. */
const FAULTS: readonly (readonly [RuleText['do'], Readonly<Record<string, Heard>> | Heard])[] = [
  [{ wire: 'reset' }, { fetch: 'failed: ECONNRESET', axios: 'failed: ECONNRESET', 'node:http': 'failed: ECONNRESET' }],
  [
    { wire: 'close' },
    { fetch: 'failed: UND_ERR_SOCKET', axios: 'failed: ECONNRESET', 'node:http': 'failed: ECONNRESET' },
  ],
  [
    { wire: 'truncate' },
    { fetch: 'failed: UND_ERR_SOCKET', axios: 'failed: ERR_BAD_RESPONSE', 'node:http': 'failed: ECONNRESET' },
  ],
  [{ wire: 'empty' }, ''],
  [{ wire: 'malformed' }, BROKEN],
  [{ drip: { chunks: 5, over: '20ms' } }, BODY],
]

async function striking(effect: RuleText['do'], secure: boolean) {
  const rules = [{ call: 'version.get', skip: 1, times: 1, do: effect }]
  const emulator = await startEmulator({ scenario: { rules } as never, ...(secure ? { tls: CERTIFICATE } : {}) })
  return { url: `${emulator.url}/hoopr/version`, [Symbol.asyncDispose]: emulator.close }
}

describe.each([
  ['TCP', false],
  ['TLS', true],
] as const)('over %s', (_, secure) => {
  describe.each(Object.entries(CLIENTS))('%s', (name, open) => {
    test.each(FAULTS)('meets %j in the middle of a kept connection, and goes on', async (effect, expected) => {
      await using emulator = await striking(effect, secure)
      const { ask, close } = open(emulator.url)
      const heard = [await ask(), await ask(), await ask()]
      await close()
      expect(heard).toEqual([BODY, typeof expected === 'string' ? expected : expected[name], BODY])
    })
  })

  test.each(FAULTS)('undici pipelines three calls, and the second meets %j', async (effect, expected) => {
    await using emulator = await striking(effect, secure)
    const { origin, pathname } = new URL(emulator.url)
    const client = new Client(origin, { pipelining: 3, connect: { ca } })
    const ask = async () => (await client.request({ path: pathname, method: 'GET' })).body.text()
    const heard = await Promise.all([1, 2, 3].map(() => ask().catch(codeOf)))
    await client.close()
    expect(heard).toEqual([BODY, typeof expected === 'string' ? expected : expected.fetch, BODY])
  })
})

test('of a thousand calls over sockets at once exactly three are struck', async () => {
  const rules = [{ call: 'version.get', times: 3, do: { status: 503 } }]
  await using emulator = await startEmulator({ scenario: { rules } as never })
  const dispatcher = new Agent({ connections: 100 })
  const asked = Array.from({ length: 1000 }, async () => {
    const answer = await fetch(`${emulator.url}/hoopr/version`, { dispatcher })
    await answer.text()
    return answer.status
  })
  const statuses = await Promise.all(asked)
  await dispatcher.close()
  expect([503, 200].map((wanted) => statuses.filter((status) => status === wanted).length)).toEqual([3, 997])
})
