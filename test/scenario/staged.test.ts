/** Effects that change what the provider does for one call: what it grants, when it issues, what it tells its apps. */

import { describe, expect, test } from 'vitest'
import { MINUTE } from '../../src/core/clock.ts'
import type { Json } from '../../src/core/http.ts'
import type { Provider } from '../../src/core/provider.ts'
import { providers } from '../../src/providers/index.ts'
import { readScenario } from '../../src/scenario/load.ts'
import type { RuleText } from '../../src/scenario/written.ts'
import { connect } from '../providers/hoopai/connect.ts'
import { stand } from '../support.ts'

async function scripted(rules: readonly RuleText[]) {
  return readScenario({ rules } as unknown as Json, 'object', providers)
}

// biome-ignore lint/suspicious/noExplicitAny: credentials of every shape
type Any = any

/** Asks for a token as the provider's first client would. */
async function tokenOf(provider: Provider, rules: readonly RuleText[]) {
  const { session, call } = stand(provider, { script: await scripted(rules) })
  const known = (await provider.credentials(session, '')) as Any
  if (provider.name === 'hoopr') {
    const [{ clientId, secrets }] = known.clients
    const json = { grant_type: 'client_credentials', client_id: clientId, client_secret: secrets.test }
    const { data } = (await call('POST /v1/auth/token', { json })).json
    return { session, call, token: data.access_token as string, seconds: data.expires_in as number, said: data.scope }
  }
  const [{ clientId, clientSecret }] = known.clients
  const authorization = `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString('base64')}`
  const form = { grant_type: 'client_credentials' }
  const { json } = await call('POST /oauth/token', { form, headers: { authorization } })
  return { session, call, token: json.access_token as string, seconds: json.expires_in as number, said: undefined }
}

const CLIENT_CREDENTIALS = [
  ['hoopr', 'auth.token', 'search', 'GET /v1/tracks'],
  ['soundcharts', 'oauth.token', 'search', 'GET /api/v2/artist/11e81bcc-9c1c-ce38-b96b-a0369fe50396'],
] as const

describe.each(CLIENT_CREDENTIALS)('at %s', (name, route, scope, target) => {
  const provider = providers.find((each) => each.name === name)!

  test('fewer scopes are granted than were asked, and the token has no more', async () => {
    const { session, call, token, said } = await tokenOf(provider, [
      { call: route, provider: name, do: { grant: [scope] } },
    ])
    if (said !== undefined) expect(said).toBe(scope)
    expect((await session.vault.find(token))!.scopes).toEqual([scope])
    expect((await call(target, { token })).status).toBe(403)
  })

  test.each([
    ['5m', -5],
    ['-5m', 5],
  ])(
    'an issuer whose clock is behind by %s gives a token that ends so much earlier than it says',
    async (skew, minutes) => {
      const { session, call, token, seconds } = await tokenOf(provider, [{ call: route, provider: name, do: { skew } }])
      expect(seconds).toBe(3600)
      session.clock.advance((60 + minutes) * MINUTE - 1)
      expect((await call(target, { token })).status).toBe(200)
      session.clock.advance(1)
      expect((await call(target, { token })).status).toBe(401)
    },
  )
})

describe('at hoopai', () => {
  const start = async (rules: readonly RuleText[]) => connect({ script: await scripted(rules) })

  test('scopes shrink on refresh, for good', async () => {
    const rule: RuleText = {
      call: 'oauth.token',
      provider: 'hoopai',
      where: { grant: 'refresh_token' },
      times: 1,
      do: { grant: ['contacts.readonly'] },
    }
    const { install, refresh } = await start([rule])
    const first = await install()
    expect(first.scope).toContain('contacts.write')
    const second = (await refresh(first.refresh_token)).json
    expect(second.scope).toBe('contacts.readonly')
    expect((await refresh(second.refresh_token)).json.scope).toBe('contacts.readonly')
  })

  test('a rule that can meet no call of the kind is refused', async () => {
    const wrong: readonly (readonly [RuleText, string])[] = [
      [{ call: 'contacts.get', do: { grant: ['contacts.readonly'] } }, 'a rule that meets calls that ask for a token'],
      [{ call: 'contacts.get', do: { skew: '5m' } }, 'a rule that meets calls that ask for a token'],
      [{ call: 'contacts.create', do: { tamper: 'state' } }, 'a rule that meets calls that end in a callback'],
      [{ call: 'contacts.get', do: { tamper: 'signature' } }, 'a rule that meets calls that cause webhooks'],
      [{ call: 'tracks.search', do: { drop: 'webhook' } }, 'a rule that meets calls that cause webhooks'],
      [{ call: 'oauth.token', provider: 'hoopai', do: { grant: ['contacts'] } }, 'a scope, got "contacts"'],
    ]
    for (const [rule, text] of wrong) await expect(scripted([rule])).rejects.toThrow(text)
  })

  test('the callback of a page carries a state that was never sent, or a code that was never issued', async () => {
    const { session, call, app, redirectUri, exchange, locations } = await start([
      { id: 'state', call: 'oauth.choice', times: 1, do: { tamper: 'state' } },
      { id: 'code', call: 'oauth.choice', skip: 1, times: 1, do: { tamper: 'code' } },
    ])
    const press = async () => {
      const form = {
        client_id: app.clientId,
        redirect_uri: redirectUri,
        response_type: 'code',
        scope: 'contacts.readonly',
        state: 'mine',
        decision: 'allow',
        account: `location:${locations[0]!.locationId}`,
      }
      const { headers } = await call('POST /oauth/chooselocation', { form })
      return new URL(headers.location!).searchParams
    }
    const [first, second, third] = [await press(), await press(), await press()]
    expect(first.get('state')).toBe('tampered-mine')
    expect((await exchange(first.get('code')!)).status).toBe(200)
    expect(second.get('state')).toBe('mine')
    expect((await exchange(second.get('code')!)).status).toBe(401)
    expect(third.get('state')).toBe('mine')
    expect((await exchange(third.get('code')!)).status).toBe(200)
    expect((await session.journal.list()).filter(({ rules }) => rules.length > 0)).toHaveLength(2)
  })

  test('webhooks of the calls struck are dropped, or badly signed', async () => {
    const settings = { hoopai: { webhookUrl: 'http://127.0.0.1:9/hook' } }
    const script = await scripted([
      { id: 'lost', call: 'contacts.create', times: 1, do: { drop: 'webhook' } },
      { id: 'forged', call: 'contacts.create', skip: 1, times: 1, do: { tamper: 'signature' } },
    ])
    const { session, call, install } = connect({ script, settings })
    const { access_token: token, locationId } = await install()
    for (const name of ['one', 'two', 'three'])
      await call('POST /contacts/', { token, json: { locationId, name }, headers: { version: '2021-07-28' } })
    await session.agenda.idle()
    const sent = (await session.outbox.list()).filter(({ type }) => type === 'ContactCreate')
    expect(sent.map(({ fault, body }) => [JSON.parse(body).name, fault])).toEqual([
      ['three', undefined],
      ['two', 'signature'],
    ])
  })
})
