/** Answers that are lost, cut, late or replaced: what was done before nothing, and what was done although nobody heard of it. */

import { afterAll, describe, expect, test } from 'vitest'
import { type Emulator, startEmulator } from '../../src/index.ts'
import type { RuleText } from '../../src/scenario/written.ts'

const open: Emulator[] = []
afterAll(() => Promise.all(open.map((emulator) => emulator.close())))

// biome-ignore lint/suspicious/noExplicitAny: answers of every shape
type Any = any

async function losing(rule: Omit<RuleText, 'do' | 'id'>, effect: Fate = { wire: 'reset' }, settings = {}) {
  const rules = [{ id: 'lost', times: 1, ...rule, do: effect }]
  const emulator = await startEmulator({ scenario: { settings, rules } as never, clock: '2026-01-01T00:00:00Z' })
  open.push(emulator)
  const { url, stage } = emulator
  const session = stage.sessions.default
  const admin = async (path: string, body: object) => {
    const init = { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }
    return (await (await fetch(`${url}/__admin${path}`, init)).json()) as Any
  }
  const { hoopr, hoopai, soundcharts } = (await (await fetch(`${url}/__admin/credentials`)).json()) as Any
  const { clientId, clientSecret, redirectUris } = hoopai.apps[0]
  const send = (path: string, body: string, headers: Record<string, string> = {}) =>
    fetch(url + path, { method: 'POST', headers, body }).then(
      async (answer) => {
        const text = await answer.text().catch(() => 'cut')
        try {
          return { status: answer.status, json: JSON.parse(text) as Any }
        } catch {
          return { status: answer.status, text }
        }
      },
      () => 'lost' as const,
    )
  const form = (path: string, fields: Record<string, string>, headers: Record<string, string> = {}) =>
    send(path, new URLSearchParams(fields).toString(), {
      'content-type': 'application/x-www-form-urlencoded',
      ...headers,
    })
  const app = { client_id: clientId, client_secret: clientSecret }
  const code = async (locationId = hoopai.locations[0].locationId, more = {}) => {
    const wanted = { clientId, redirectUri: redirectUris[0], scope: 'contacts.readonly contacts.write oauth.write' }
    const { redirectTo } = await admin('/consent', { ...wanted, locationId, ...more })
    return new URL(redirectTo).searchParams.get('code')!
  }
  const token = (fields: Record<string, string>) => form('/hoopai/oauth/token', { ...app, ...fields })
  const exchange = (code: string) => token({ grant_type: 'authorization_code', code })
  const refresh = (refresh_token: string) => token({ grant_type: 'refresh_token', refresh_token })
  const issued = async () => (await session.vault.all(({ kind }) => kind === 'access')).length
  return { url, send, form, hoopr, hoopai, soundcharts, code, exchange, refresh, issued, admin, session }
}

const GOOD = expect.toSatisfy((status: number) => status === 200 || status === 201)

type Stand = Awaited<ReturnType<typeof losing>>

/** Every grant: what is asked once all that it needs is there. */
const GRANTS: Readonly<Record<string, (stand: Stand) => Promise<() => Promise<unknown>>>> = {
  'hoopr client_credentials': async ({ hoopr, send }) => {
    const { clientId, secrets } = hoopr.clients[0]
    const body = JSON.stringify({
      grant_type: 'client_credentials',
      client_id: clientId,
      client_secret: secrets.test,
    })
    return () => send('/hoopr/v1/auth/token', body, { 'content-type': 'application/json' })
  },
  'hoopai authorization_code': async ({ code, exchange }) => {
    const given = await code()
    return () => exchange(given)
  },
  'hoopai refresh_token': async ({ code, exchange, refresh }) => {
    const answer = await exchange(await code())
    return () => refresh((answer as Any).json.refresh_token)
  },
  'soundcharts client_credentials': async ({ soundcharts, form }) => {
    const { clientId, clientSecret } = soundcharts.clients[0]
    const authorization = `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString('base64')}`
    return () => form('/soundcharts/oauth/token', { grant_type: 'client_credentials' }, { authorization })
  },
}

type Fate = {
  wire?: 'reset' | 'close' | 'truncate' | 'empty' | 'malformed'
  status?: number
  body?: object
  delay?: string
}

/** What may become of an answer, and what its client hears. */
const FATES: readonly { readonly do: Fate; readonly heard: unknown }[] = [
  { do: { wire: 'reset' }, heard: 'lost' },
  { do: { wire: 'close' }, heard: 'lost' },
  { do: { wire: 'truncate' }, heard: { status: GOOD, text: 'cut' } },
  { do: { wire: 'empty' }, heard: { status: GOOD, text: '' } },
  { do: { wire: 'malformed' }, heard: { status: GOOD, text: expect.stringMatching(/^\{.*access_token.*\{$/) } },
  { do: { status: 502, body: { oops: true } }, heard: { status: 502, json: { oops: true } } },
  { do: { delay: '10ms' }, heard: { status: GOOD, json: expect.anything() } },
]

describe.each(Object.keys(GRANTS))('%s', (name) => {
  const [provider, grant] = name.split(' ') as [string, string]

  test.each(
    (['before', 'after'] as const).flatMap((phase) => FATES.map((fate) => [phase, fate.do, fate.heard] as const)),
  )('%s %j', async (phase, effect, heard) => {
    const stand = await losing({ provider, where: { grant }, phase }, effect)
    const ask = await GRANTS[name]!(stand)
    const before = await stand.issued()
    expect(await ask()).toEqual(heard)
    // A late answer and a part of one are the provider's own; what replaces one before it leaves the provider out.
    const done = phase === 'after' || !('status' in effect || ['reset', 'close'].includes(effect.wire!))
    expect((await stand.issued()) - before).toBe(done ? 1 : 0)
  })
})

describe.each(FATES)('a refresh token that was spent while its answer met $do', ({ do: effect, heard }) => {
  const lose = async (settings: object) => {
    const rule = { provider: 'hoopai', where: { grant: 'refresh_token' }, phase: 'after' } as const
    const stand = await losing(rule, effect, { hoopai: settings })
    const first = (await stand.exchange(await stand.code())) as Any
    const old = first.json.refresh_token as string
    expect(await stand.refresh(old)).toEqual(heard)
    return { ...stand, old }
  }

  test('is refused where there is no grace', async () => {
    const { refresh, old } = await lose({ refreshGraceSeconds: 0 })
    expect(await refresh(old)).toMatchObject({ status: 400 })
  })

  test('answers the same pair within the grace, as often as it is asked, and none after', async () => {
    const { refresh, old, admin, issued } = await lose({ refreshGraceSeconds: 30 })
    const count = await issued()
    await admin('/clock', { advance: '29s' })
    const again = (await refresh(old)) as Any
    expect(again.status).toBe(200)
    const pair = ({ json }: Any) => [json.access_token, json.refresh_token]
    expect(pair(await refresh(old))).toEqual(pair(again))
    // The pair that was lost, not another.
    expect(await issued()).toBe(count)
    await admin('/clock', { advance: '1s' })
    expect(await refresh(old)).toMatchObject({ status: 400 })
  })
})

test.each([
  ['before', 0],
  ['after', 1],
] as const)('a contact whose answer was lost %s it was made: there is %i of it', async (phase, count) => {
  const stand = await losing({ call: 'contacts.create', phase })
  const { locationId } = stand.hoopai.locations[0]
  const { token } = await stand.admin('/tokens', { provider: 'hoopai', locationId })
  const headers = { authorization: `Bearer ${token}`, version: '2021-07-28', 'content-type': 'application/json' }
  const body = JSON.stringify({ locationId, firstName: 'Lost', email: 'lost@example.com' })
  expect(await stand.send('/hoopai/contacts/', body, headers)).toBe('lost')
  const query = `locationId=${locationId}&query=lost@example.com`
  const { contacts } = (await (await fetch(`${stand.url}/hoopai/contacts/?${query}`, { headers })).json()) as Any
  expect(contacts).toHaveLength(count)
})
