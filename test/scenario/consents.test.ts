/** Effects on HoopAI's consent: what the person decides, and what the callback carries. */

import { expect, test } from 'vitest'
import type { Json } from '../../src/core/http.ts'
import { startEmulator } from '../../src/index.ts'
import type { EffectText } from '../../src/scenario/written.ts'

/** How one consent after the other ends: what each callback carries, or null where none comes. */
async function consents(rule: { call: string; do: EffectText; times?: number }, settings: Json, asked: Asked[]) {
  await using emulator = await startEmulator({ scenario: { settings: { hoopai: settings }, rules: [rule] } as Json })
  const { HOOPAI_CLIENT_ID: clientId, HOOPAI_REDIRECT_URI: redirectUri } = await envOf(emulator.url)
  const ends = []
  for (const { way, state } of asked) {
    const to = await WAYS[way](emulator.url, { clientId: clientId!, redirectUri: redirectUri!, state })
    ends.push(to === null ? null : [...new URL(to).searchParams])
  }
  return ends
}

interface Asked {
  readonly way: keyof typeof WAYS
  readonly state: string
}

interface Ask {
  readonly clientId: string
  readonly redirectUri: string
  readonly state: string
}

const scope = 'contacts.readonly'

/** Each answers where the browser is sent. */
const WAYS = {
  async admin(url: string, ask: Ask) {
    const headers = { 'content-type': 'application/json' }
    const body = JSON.stringify({ ...ask, scope })
    const response = await fetch(`${url}/__admin/consent`, { method: 'POST', headers, body })
    return ((await response.json()) as { redirectTo: string | null }).redirectTo
  },
  async form(url: string, ask: Ask) {
    const env = await envOf(url)
    const body = pageQuery(ask)
    body.append('decision', 'allow')
    body.append('account', `location:${env.HOOPAI_LOCATION_ID}`)
    return locationOf(await fetch(`${url}/hoopai/oauth/chooselocation`, { method: 'POST', body, redirect: 'manual' }))
  },
  async page(url: string, ask: Ask) {
    return locationOf(await fetch(`${url}/hoopai/oauth/chooselocation?${pageQuery(ask)}`, { redirect: 'manual' }))
  },
}

function pageQuery({ clientId, redirectUri, state }: Ask): URLSearchParams {
  return new URLSearchParams({ client_id: clientId, redirect_uri: redirectUri, response_type: 'code', scope, state })
}

function locationOf({ headers }: Response): string | null {
  return headers.get('location')
}

async function envOf(url: string) {
  const { env } = (await (await fetch(`${url}/__admin/sessions/default`)).json()) as { env: Record<string, string> }
  return env
}

const code = ['code', expect.stringMatching(/^[0-9a-f]{40}$/)]
const TAMPERED: readonly (readonly [what: string, ...callback: unknown[]])[] = [
  ['state', code, ['state', 'tampered-mine']],
  ['no-state', code],
  ['code', ['code', expect.stringMatching(/^[0-9a-f]{32}0{8}$/)], ['state', 'mine']],
  ['no-code', ['state', 'mine']],
  ['two-codes', code, ['code', expect.stringMatching(/^[0-9a-f]{32}0{8}$/)], ['state', 'mine']],
]

test.each(TAMPERED)('a callback with %s, by every way', async (tamper, ...callback) => {
  const rule = { call: '* /oauth/chooselocation', do: { tamper } as EffectText }
  expect(await consents(rule, { autoConsent: true }, [{ way: 'page', state: 'mine' }])).toEqual([callback])
  expect(await consents(rule, {}, [{ way: 'form', state: 'mine' }])).toEqual([callback])
  expect(await consents(rule, {}, [{ way: 'admin', state: 'mine' }])).toEqual([callback])
})

test('a callback with the state of the one before; the first has none to bear', async () => {
  const asked = ['one', 'two', 'three'].map((state): Asked => ({ way: 'admin', state }))
  const ends = await consents({ call: 'oauth.choice', do: { tamper: 'old-state' } }, {}, asked)
  expect(ends).toEqual([[code], [code, ['state', 'one']], [code, ['state', 'two']]])
})

const NO = [
  ['error', 'access_denied'],
  ['state', 'mine'],
]
test.each<[Asked['way'], boolean]>([
  ['admin', false],
  ['form', false],
  ['page', true],
])('the person says no, whatever they press: %s', async (way, autoConsent) => {
  const rule = { call: '* /oauth/chooselocation', times: 1, do: 'deny' } as const
  const twice: Asked[] = [
    { way, state: 'mine' },
    { way, state: 'mine' },
  ]
  const allowed = [code, ['state', 'mine']]
  expect(await consents(rule, { autoConsent, denyRedirect: true }, twice)).toEqual([NO, allowed])
  expect(await consents(rule, { autoConsent, denyRedirect: false }, twice)).toEqual([null, allowed])
})

test('a rule that could only meet other calls is refused', async () => {
  const started = startEmulator({ scenario: { rules: [{ call: 'contacts.list', do: 'deny' }] } })
  await expect(started).rejects.toThrow('a rule that meets calls that ask for consent')
})
