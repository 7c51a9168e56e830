/** MSW, backed by a session: what its clients see, whichever library they ask with. */

import axios from 'axios'
import { HttpResponse, http } from 'msw'
import { setupServer } from 'msw/node'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Emulator, type SessionHandle, startEmulator } from '../../src/index.ts'

const CONTACTS = 'https://services.leadconnectorhq.com/contacts/'
const server = setupServer()
let emulator: Emulator
let session: SessionHandle
beforeAll(async () => {
  emulator = await startEmulator()
  const rules = [
    { call: 'GET /contacts/', times: 2, do: { wire: 'reset' } },
    { call: 'GET /contacts/', skip: 2, times: 1, do: { wire: 'truncate' } },
  ]
  session = await emulator.session({ scenario: { rules } })
  server.use(http.all(CONTACTS, ({ request }) => session.handler(request).catch(() => HttpResponse.error())))
  server.listen({ onUnhandledRequest: 'error' })
})
afterAll(async () => {
  server.close()
  await emulator.close()
})

test('faults reach fetch and axios as faults, answers as answers', async () => {
  await expect(fetch(CONTACTS)).rejects.toThrow('Failed to fetch')
  await expect(axios.get(CONTACTS)).rejects.toThrow('Network error')
  await expect((await fetch(CONTACTS)).text()).rejects.toThrow('terminated')
  expect((await fetch(CONTACTS)).status).toBe(401)
  const answer = await axios.get(CONTACTS, { validateStatus: () => true })
  expect([answer.status, answer.data.statusCode]).toEqual([401, 401])
  expect(await session.requests({ provider: 'hoopai' })).toHaveLength(5)
})
