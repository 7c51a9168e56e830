/** Clients that carry credentials: where, and which. */

import { type Case, forEach, login } from './case.ts'

const ALL = ['hoopr', 'hoopai', 'soundcharts'] as const

export const credentials: readonly Case[] = [
  ...forEach(ALL, {
    rule: 'secret-in-url',
    async bad(stand) {
      const { clients, apps } = stand.credentials
      const { read } = await login(stand)
      const secret = clients?.[0].clientSecret ?? clients?.[0].secrets.test ?? apps[0].clientSecret
      await read(undefined, { query: { client_secret: secret } })
    },
    good: async (stand) => (await login(stand)).read(),
  }),
  ...forEach(ALL, {
    rule: 'token-in-url',
    async bad(stand) {
      const { read, token } = await login(stand)
      await read(undefined, { query: { access_token: token } })
    },
    good: async (stand) => (await login(stand)).read(),
  }),
  {
    rule: 'credentials-misplaced',
    provider: 'hoopr',
    async bad({ call, credentials: { clients } }) {
      const { clientId, secrets } = clients[0]
      const headers = { authorization: `Basic ${btoa(`${clientId}:${secrets.test}`)}` }
      await call('POST /v1/auth/token', { json: { grant_type: 'client_credentials' }, headers })
    },
    good: (stand) => login(stand),
  },
  {
    rule: 'credentials-misplaced',
    provider: 'hoopai',
    async bad({ call, credentials: { apps } }) {
      const headers = { authorization: `Basic ${btoa(`${apps[0].clientId}:${apps[0].clientSecret}`)}` }
      await call('POST /oauth/token', { form: { grant_type: 'authorization_code', code: 'none' }, headers })
    },
    good: (stand) => login(stand),
  },
  {
    rule: 'credentials-misplaced',
    provider: 'soundcharts',
    async bad({ call, credentials: { clients } }) {
      const { clientId: client_id, clientSecret: client_secret } = clients[0]
      await call('POST /oauth/token', { form: { grant_type: 'client_credentials', client_id, client_secret } })
    },
    good: (stand) => login(stand),
  },
  {
    rule: 'legacy-key-with-token',
    provider: 'soundcharts',
    async bad(stand) {
      const { appId, apiKey } = stand.credentials.legacyKeys[0]
      await (await login(stand)).read(undefined, { headers: { 'x-app-id': appId, 'x-api-key': apiKey } })
    },
    async good(stand) {
      const { appId, apiKey } = stand.credentials.legacyKeys[0]
      const { read, readable } = await login(stand)
      await read()
      await stand.call(readable, { headers: { 'x-app-id': appId, 'x-api-key': apiKey } })
    },
  },
  {
    rule: 'live-secret-in-test-run',
    provider: 'hoopr',
    async bad({ call, credentials: { clients } }) {
      const { clientId, secrets } = clients[0]
      const json = { grant_type: 'client_credentials', client_id: clientId, client_secret: secrets.live }
      await call('POST /v1/auth/token', { json })
    },
    good: (stand) => login(stand),
  },
  ...forEach(ALL, {
    rule: 'call-from-browser',
    async bad(stand) {
      await (await login(stand)).read(undefined, { headers: { origin: 'https://app.example' } })
    },
    // What a server's fetch sends.
    good: async (stand) => (await login(stand)).read(undefined, { headers: { 'sec-fetch-mode': 'cors' } }),
  }),
]
