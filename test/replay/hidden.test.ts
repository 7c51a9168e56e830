/** No credential of a run stands in its manifest, in whatever form, and the run goes on as it would without one. */

import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import type { Emulator } from '../../src/index.ts'
import { replayFile } from '../../src/replay/rerun.ts'
import { adminOf, linesOf, record } from './recorded.ts'

/** As a credential may be written: as it is, in base64 (wherever it begins there), in a URL, in JSON. */
function formsOf(secret: string): string[] {
  const inBase64 = ['', ' ', '  '].map((before) =>
    Buffer.from(before + secret)
      .toString('base64')
      .slice(before === '' ? 0 : 4, -4),
  )
  const quoted = JSON.stringify(secret).slice(1, -1)
  return [secret, ...inBase64, encodeURIComponent(secret), quoted, JSON.stringify(quoted).slice(1, -1)]
}

function foundIn(file: string, secrets: readonly string[]): string[] {
  const text = readFileSync(file, 'utf8')
  return secrets.filter((secret) => formsOf(secret).some((form) => text.includes(form)))
}

test('what was issued, what the accounts hold, and what nobody knows', async () => {
  const secrets = new Set<string>()
  const run = async (emulator: Emulator) => {
    const admin = adminOf(emulator)
    for (const own of [false, true]) {
      const made = await admin('POST /sessions', { ownCredentials: own, seed: 4 })
      const at = `/sessions/${made.name}`
      const { hoopr, hoopai, soundcharts } = made.credentials
      for (const { secrets: each } of hoopr.clients) secrets.add(each.test).add(each.live)
      for (const { clientSecret } of [...hoopai.apps, ...soundcharts.clients]) secrets.add(clientSecret)
      for (const { token } of hoopai.privateIntegrations) secrets.add(token)
      for (const { apiKey } of soundcharts.legacyKeys) secrets.add(apiKey)
      const known = async (promise: Promise<Response>) => {
        const text = await (await promise).text()
        for (const [, secret] of text.matchAll(/"(?:access_token|refresh_token)":"([^"]+)"/g)) secrets.add(secret!)
        for (const [, secret] of text.matchAll(/X-Goog-Signature=([0-9a-f]+)/g)) secrets.add(secret!)
        return text
      }
      const json = { 'content-type': 'application/json' }
      const [client] = hoopr.clients
      const grant = { grant_type: 'client_credentials', client_id: client.clientId, client_secret: client.secrets.live }
      const url = `${made.urls.hoopr}/v1/auth/token`
      const answer = JSON.parse(
        await known(fetch(url, { method: 'POST', headers: json, body: JSON.stringify(grant, null, 2) })),
      )
      const bearer = { authorization: `Bearer ${answer.data.access_token}` }
      const page = JSON.parse(await known(fetch(`${made.urls.hoopr}/v1/tracks?pageSize=2`, { headers: bearer })))
      const stream = await fetch(page.data.items[0].streamUrl)
      expect(stream.status).toBe(200)
      // In places where they do not belong.
      await fetch(`${made.urls.hoopr}/v1/tracks/${answer.data.access_token}?note=${client.secrets.test}`, {
        headers: bearer,
      })
      await fetch(`${made.urls.hoopr}/v1/search`, {
        method: 'POST',
        headers: {
          ...bearer,
          ...json,
          'x-note': client.secrets.live,
          referer: `http://x.example/?code=nobody-knows-this-code`,
        },
        body: JSON.stringify({ query: `my secret is "${client.secrets.test}"` }),
      })
      const [app] = hoopai.apps
      const consent = { clientId: app.clientId, redirectUri: app.redirectUris[0], scope: app.scopes[0], state: 'kept' }
      const { redirectTo } = await admin(`POST ${at}/consent`, consent)
      const code = new URL(redirectTo).searchParams.get('code')!
      secrets.add(code)
      const asked = { client_id: app.clientId, client_secret: app.clientSecret, grant_type: 'authorization_code', code }
      await known(fetch(`${made.urls.hoopai}/oauth/token`, { method: 'POST', body: new URLSearchParams(asked) }))
      const [sound] = soundcharts.clients
      const basic = { authorization: `Basic ${btoa(`${sound.clientId}:${sound.clientSecret}`)}` }
      const form = new URLSearchParams({ grant_type: 'client_credentials' })
      await known(fetch(`${made.urls.soundcharts}/oauth/token`, { method: 'POST', headers: basic, body: form }))
      secrets.add((await admin(`POST ${at}/tokens`, { provider: 'soundcharts' })).token)

      // Of somebody else.
      const strange = [
        'hpr_live_a-real-one/of+somebody',
        'eyJhbGciOiJub25lIn0.eyJzdWIiOiJyZWFsIn0.c2lnbmF0dXJl',
        'pässwörd & "quotes" ⟦⟧',
      ]
      for (const secret of ['nobody-knows-this-code', ...strange]) secrets.add(secret)
      for (const secret of strange) {
        const body = { ...grant, client_secret: secret }
        await fetch(url, { method: 'POST', headers: json, body: JSON.stringify(body) })
        await fetch(`${made.urls.hoopai}/oauth/token`, {
          method: 'POST',
          body: new URLSearchParams({ ...asked, grant_type: 'refresh_token', refresh_token: secret }),
        })
        const pair = Buffer.from(`${sound.clientId}:${secret}`).toString('base64')
        await fetch(`${made.urls.soundcharts}/oauth/token`, {
          method: 'POST',
          headers: { authorization: `Basic ${pair}` },
          body: form,
        })
        await fetch(`${made.urls.hoopr}/v1/tracks?access_token=${encodeURIComponent(secret)}`)
        await admin(`POST ${at}/tokens/revoke`, { token: secret })
      }
      const [, jwt = ''] = strange
      await fetch(`${made.urls.hoopr}/v1/tracks`, {
        headers: { authorization: `Bearer ${jwt}`, cookie: `session=${jwt}` },
      })
      await fetch(`${made.urls.soundcharts}/api/v2/charts`, { headers: { 'x-app-id': 'me', 'x-api-key': jwt } })
    }
  }
  const file = await record({ adminToken: 'an-admin-token-of-my-own' }, run)
  secrets.add('an-admin-token-of-my-own')
  // The sandbox's public key is the provider's name.
  secrets.delete('soundcharts')
  expect(secrets.size).toBeGreaterThan(40)
  expect(foundIn(file, [...secrets])).toEqual([])
  expect((await replayFile(file)).deviation).toBeUndefined()
  const names = readFileSync(file, 'utf8').match(/⟦[^⟧ ]+/g)!
  expect(new Set(names.map((name) => name.replace(/\d+/g, 'N')))).toMatchInlineSnapshot(`
    Set {
      "⟦hoopr.clients.N.secrets.test",
      "⟦hoopr.clients.N.secrets.live",
      "⟦hoopai.apps.N.clientSecret",
      "⟦hoopai.privateIntegrations.N.token",
      "⟦soundcharts.clients.N.clientSecret",
      "⟦soundcharts.legacyKeys.N.apiKey",
      "⟦admin-token#N",
      "⟦token#N",
      "⟦x-goog-signature#N",
      "⟦unknown#N",
      "⟦session-N/hoopr.clients.N.secrets.test",
      "⟦session-N/hoopr.clients.N.secrets.live",
      "⟦session-N/hoopai.apps.N.clientSecret",
      "⟦session-N/hoopai.privateIntegrations.N.token",
      "⟦session-N/soundcharts.clients.N.clientSecret",
      "⟦session-N/soundcharts.legacyKeys.N.apiKey",
    }
  `)
  // Each sees the credentials that it has to.
  expect(
    linesOf(file)
      .filter(({ call }) => call?.path.endsWith('audio.mp3'))
      .map(({ answer }) => answer.status),
  ).toEqual([200, 200])
})
