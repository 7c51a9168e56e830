/**
 * A client that does what tempts: a new token for every call, every failure tried again at once, whatever comes believed.
 * It is there to show that what the scenarios expect can fail.
 */

import type { Body, World } from './world.ts'

const TRIES = 3
/** How much of its time goes by in the end: webhooks that are late, or tried again, come to it too. */
const AFTERWARDS_S = 20 * 60

/** @returns once it has made every kind of call it knows, however each of them ended */
export async function rampage(world: World, provider: string): Promise<void> {
  const habits = await HABITS[provider]!(world)
  for (const act of habits.acts) {
    for (let attempt = 1; attempt <= TRIES; attempt++) {
      const token = await habits.token()
      if (token === undefined) return
      const answer = await send(act.url, {
        ...act.init,
        headers: { ...habits.headers, authorization: `Bearer ${token}` },
      })
      if (answer.ok) break
    }
  }
  await world.sleep(1)
  await world.sleep(AFTERWARDS_S)
}

interface Habits {
  readonly acts: readonly { readonly url: string; readonly init?: RequestInit }[]
  readonly headers?: Record<string, string>
  token(): Promise<string | undefined>
}

const HABITS: Record<string, (world: World) => Promise<Habits>> = {
  async hoopr({ url, credentials }) {
    const { clients } = await credentials('hoopr')
    const { clientId: client_id, secrets } = clients[0]
    const body = JSON.stringify({ grant_type: 'client_credentials', client_id, client_secret: secrets.test })
    const init = { method: 'POST', body, headers: { 'content-type': 'application/json' } }
    const acts = ['/v1/tracks?pageSize=1', '/v1/tracks/midnight-drive', '/v1/filters', '/v1/playlists']
    return {
      acts: acts.map((path) => ({ url: `${url}/hoopr${path}` })),
      token: async () => (await insist(`${url}/hoopr/v1/auth/token`, init)).data?.access_token,
    }
  },

  async soundcharts({ url, credentials }) {
    const { clients } = await credentials('soundcharts')
    const { clientId, clientSecret } = clients[0]
    const headers = { authorization: `Basic ${btoa(`${clientId}:${clientSecret}`)}` }
    const body = new URLSearchParams({ grant_type: 'client_credentials' })
    const act = { url: `${url}/soundcharts/api/v2/referential/platforms` }
    return {
      acts: [act, act, act, act],
      token: async () =>
        (await insist(`${url}/soundcharts/oauth/token`, { method: 'POST', headers, body })).access_token,
    }
  },

  async hoopai({ url, credentials, consent }) {
    const { apps, locations } = await credentials('hoopai')
    const { clientId, clientSecret, redirectUris, scopes } = apps[0]
    const { locationId } = locations[0]
    const ask = (grant: Record<string, string>) => {
      const body = new URLSearchParams({ client_id: clientId, client_secret: clientSecret, ...grant })
      return insist(`${url}/hoopai/oauth/token`, { method: 'POST', body })
    }
    /** No state is kept, and any code will do. */
    const install = async () => {
      const to = await consent({
        clientId,
        redirectUri: redirectUris[0],
        scope: scopes.join(' '),
        locationId,
        state: 'x',
      })
      const code = new URL(to ?? 'http://nowhere').searchParams.get('code') ?? 'none'
      return ask({ grant_type: 'authorization_code', code })
    }
    await install()
    // The first refresh token is kept for good, whatever the next answers bring.
    const { access_token, refresh_token = 'none' } = await install()
    const write = (path: string, fields: object) => ({
      url: `${url}/hoopai${path}`,
      init: { method: 'POST', body: JSON.stringify({ locationId, ...fields }) },
    })
    const read = { url: `${url}/hoopai/contacts/search/duplicate?locationId=${locationId}&email=a@example.com` }
    const contact = write('/contacts/', { name: 'Ann Example', phone: '+16175550100' })
    const message = write('/conversations/messages', { type: 'SMS', contactId: 'x', message: 'Hello' })
    const search = { url: `${url}/hoopai/conversations/search?locationId=${locationId}` }
    return {
      acts: [read, read, search, search, search, contact, message, read],
      headers: { version: '2021-07-28', 'content-type': 'application/json' },
      token: async () => (await ask({ grant_type: 'refresh_token', refresh_token })).access_token ?? access_token,
    }
  },
}

/** Asks again at once until it is served. */
async function insist(url: string, init: RequestInit): Promise<Body> {
  for (let attempt = 1; ; attempt++) {
    const { ok, body } = await send(url, init)
    if (ok || attempt === TRIES) return body
  }
}

/** Follows wherever it is sent. */
async function send(url: string, init?: RequestInit): Promise<{ ok: boolean; body: Body }> {
  try {
    const response = await fetch(url, init)
    return { ok: response.ok, body: (await response.json()) ?? {} }
  } catch {
    return { ok: false, body: {} }
  }
}
