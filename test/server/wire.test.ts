/** Faults of the connection, seen by raw sockets, over TCP and TLS. How clients see them: `clients.test.ts`. */

import net from 'node:net'
import tls from 'node:tls'
import { afterAll, describe, expect, test } from 'vitest'
import { type Emulator, startEmulator } from '../../src/index.ts'
import type { RuleText } from '../../src/scenario/written.ts'
import { CERTIFICATE } from './certificate.ts'

const PATH = '/hoopr/version'
const ASK = `GET ${PATH} HTTP/1.1\r\nhost: x\r\n\r\n`
const BODY = '{"data":{"apiVersion":"v1","serviceVersion":"1.0.0"},"error":{"code":0,"message":"OK"}}'

const open: Emulator[] = []
afterAll(() => Promise.all(open.map((emulator) => emulator.close())))

/** An emulator that strikes the version route once, after so many calls. */
async function striking(effect: RuleText['do'], { skip = 0, secure = false, call = 'version.get' } = {}) {
  const rules = [{ id: 'fault', call, skip, times: 1, do: effect }]
  const emulator = await startEmulator({ scenario: { rules } as never, ...(secure ? { tls: CERTIFICATE } : {}) })
  open.push(emulator)
  return emulator
}

/** What a socket hears that sends `text`, until the other side ends or `enough` was heard. */
function hear(url: string, text: string, enough: (heard: string) => boolean = () => false) {
  const { port, protocol } = new URL(url)
  return new Promise<{ heard: string; pieces: number; end: string }>((resolve) => {
    const to = { host: '127.0.0.1', port: Number(port) }
    const socket = protocol === 'https:' ? tls.connect({ ...to, rejectUnauthorized: false }) : net.connect(to)
    let [heard, pieces, ended] = ['', 0, '']
    socket.on('data', (chunk) => {
      heard += chunk
      pieces++
      if (enough(heard)) {
        resolve({ heard, pieces, end: 'open' })
        socket.destroy()
      }
    })
    socket.on('end', () => (ended ||= 'end'))
    socket.on('error', (error: NodeJS.ErrnoException) => (ended = error.code!))
    socket.on('close', () => resolve({ heard, pieces, end: ended }))
    socket.on(protocol === 'https:' ? 'secureConnect' : 'connect', () => socket.write(text))
  })
}

const bodyOf = (heard: string) => heard.slice(heard.indexOf('\r\n\r\n') + 4)
const lengthOf = (heard: string) => Number(/content-length: (\d+)/i.exec(heard)?.[1])

describe.each([
  ['TCP', false],
  ['TLS', true],
])('over %s', (_name, secure) => {
  test('reset resets, and close ends, without a byte', async () => {
    const { url } = await striking({ wire: 'reset' }, { secure })
    expect(await hear(url, ASK)).toMatchObject({ heard: '', end: 'ECONNRESET' })
    const other = await striking({ wire: 'close' }, { secure })
    expect(await hear(other.url, ASK)).toMatchObject({ heard: '', end: 'end' })
  })

  test('truncate announces more than it sends, then ends', async () => {
    const { url } = await striking({ wire: 'truncate' }, { secure })
    const { heard, end } = await hear(url, ASK)
    expect(lengthOf(heard)).toBe(BODY.length)
    expect(bodyOf(heard)).toBe(BODY.slice(0, BODY.length >> 1))
    expect(end).toBe('end')
  })

  test('empty sends headers and no body, malformed broken JSON of full length; the connection goes on', async () => {
    for (const [wire, body] of [
      ['empty', ''],
      ['malformed', `${BODY.slice(0, -1)}{`],
    ] as const) {
      const { url } = await striking({ wire }, { secure })
      const { heard } = await hear(url, ASK, (text) => text.includes('\r\n\r\n') && bodyOf(text).length >= body.length)
      expect(lengthOf(heard)).toBe(body.length)
      expect(bodyOf(heard)).toBe(body)
      expect(heard).toContain('x-stuntdouble-fault: fault')
      const again = await hear(url, ASK + ASK, (text) => text.split(BODY).length === 3)
      expect(again.end).toBe('open')
    }
  })

  test.each([
    [{ wire: 'empty' }, ''],
    [{ wire: 'malformed' }, `${BODY.slice(0, -1)}{`],
    [{ drip: { chunks: 3, over: '30ms' } }, BODY],
  ] as const)('after %j the next call on the same connection is answered', async (effect, body) => {
    const { url } = await striking(effect, { secure })
    // The second answer alone carries no mark.
    const whole = (text: string) => text.split('HTTP/1.1 200').length === 3 && text.endsWith(BODY)
    const { heard, end } = await hear(url, ASK + ASK, whole)
    const [, struck, next] = heard.split('HTTP/1.1 200')
    expect([bodyOf(struck!), bodyOf(next!), end]).toEqual([body, BODY, 'open'])
    expect([struck, next].map((text) => text!.includes('x-stuntdouble-fault'))).toEqual([true, false])
  })

  test('a HEAD is answered with the headers alone, whatever becomes of the body', async () => {
    for (const effect of [{ wire: 'truncate' }, { wire: 'malformed' }, { drip: { chunks: 3, over: '9ms' } }] as const) {
      const { url } = await striking(effect, { secure, call: '* /version' })
      const { heard } = await hear(url, ASK.replace('GET', 'HEAD'), (text) => text.includes('\r\n\r\n'))
      expect(heard).toContain('x-stuntdouble-fault')
      expect([lengthOf(heard) > 0, bodyOf(heard)]).toEqual([true, ''])
    }
  })

  test('of two pipelined calls the first is answered whole, and the second is struck', async () => {
    for (const [wire, end] of [
      ['reset', 'ECONNRESET'],
      ['close', 'end'],
      ['truncate', 'end'],
    ] as const) {
      const { url } = await striking({ wire }, { skip: 1, secure })
      const heard = await hear(url, ASK + ASK)
      expect(heard.heard, wire).toContain(BODY)
      expect(heard.end, wire).toBe(end)
    }
  })

  test('drip sends the whole answer in pieces', async () => {
    const { url } = await striking({ drip: { chunks: 4, over: '60ms' } }, { secure })
    const { heard, pieces } = await hear(url, ASK, (text) => text.includes(BODY))
    expect(bodyOf(heard)).toBe(BODY)
    expect(pieces).toBeGreaterThanOrEqual(4)
  })
})

test('of two faults of the connection the first one counts', async () => {
  for (const [first, second, heard] of [
    ['reset', 'truncate', ''],
    ['truncate', 'close', ''],
    ['empty', 'malformed', 'content-length: 0'],
  ] as const) {
    const rules = [first, second].map((wire) => ({ call: 'version.get', do: { wire } }))
    const emulator = await startEmulator({ scenario: { rules } as never })
    open.push(emulator)
    const answer = await hear(emulator.url, ASK, (text) => text.includes('\r\n\r\n'))
    if (heard) expect(answer.heard).toContain(heard)
    else expect(answer.heard).toBe('')
  }
})

test('a drip takes its time', async () => {
  const { url } = await striking({ drip: { chunks: 3, over: '120ms' } })
  const began = performance.now()
  await hear(url, ASK, (text) => text.includes(BODY))
  expect(performance.now() - began).toBeGreaterThanOrEqual(115)
})
