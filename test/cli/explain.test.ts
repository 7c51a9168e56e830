/** `stuntdouble explain` and what else the command line asks of a running emulator. */

import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { env } from '../../src/cli/env.ts'
import { explain } from '../../src/cli/explain.ts'
import { settle } from '../../src/cli/settle.ts'
import { type Emulator, startEmulator } from '../../src/index.ts'

const valuesOf = (url: string, flags: object = {}) => settle({ flags: { url, ...flags }, env: {} })

async function start(): Promise<Emulator> {
  const rules = [{ id: 'down', call: 'GET /version', skip: 1, times: 1, do: { error: 'unavailable' } }]
  const emulator = await startEmulator({ scenario: { rules } })
  onTestFinished(() => emulator.close())
  return emulator
}

test('explains the call that is asked for, in words or as JSON', async () => {
  const { url } = await start()
  await fetch(`${url}/hoopr/version`)
  const words = await explain('request-1', valuesOf(url))
  expect(words).toMatch(/^request-1\n {2}GET \/version came to Hoopr B2B at .+\n {2}It met route version\.\S* /)
  const json = JSON.parse(await explain('request-1', valuesOf(url, { json: true })))
  expect(json.words).toEqual(
    words
      .split('\n')
      .slice(1)
      .map((line) => line.trim()),
  )
  expect(json.rules).toMatchObject([{ rule: 'down', struck: false }])
})

test('explains the latest that was refused or struck where none is asked for, else the latest', async () => {
  const { url } = await start()
  const id = async (flags?: object) => (await explain(undefined, valuesOf(url, flags))).split('\n')[0]
  await expect(id()).rejects.toThrow('session default was not called yet')
  const call = (path = '/version') => fetch(`${url}/hoopr${path}`)
  await call()
  expect(await id()).toBe('request-1')
  await call()
  await call()
  expect(await id()).toBe('request-2')
  await call('/nowhere')
  await call()
  expect(await id()).toBe('request-4')
})

test('looks into the session that is named, and passes on what a refusal says', async () => {
  const { url } = await start()
  await fetch(`${url}/__admin/sessions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{"name":"a"}',
  })
  await fetch(`${url}/s/a/hoopr/version`)
  expect(await explain(undefined, valuesOf(url, { session: 'a' }))).toContain('in session a, which its path named.')
  await expect(explain(undefined, valuesOf(url, { session: 'b' }))).rejects.toThrow(
    `the emulator at ${url} answered 404: No session has this name. Expected: the name of a session.`,
  )
  await expect(explain('request-9', valuesOf(url, { session: 'a' }))).rejects.toThrow(
    'answered 404: The journal has no',
  )
})

test.each([200, 404])('says that what answers %i may be no emulator', async (status) => {
  const server = createServer((_req, res) => res.writeHead(status).end('<html>')).listen(0, '127.0.0.1')
  onTestFinished(() => void server.close())
  await new Promise((resolve) => server.once('listening', resolve))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  for (const ask of [() => explain(undefined, valuesOf(url)), () => env(valuesOf(url))])
    await expect(ask()).rejects.toThrow(`the emulator at ${url} answered ${status}: it may be something else.`)
})
