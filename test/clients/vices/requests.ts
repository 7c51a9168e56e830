/** Vices of single requests: what stands in them. */

import { dressed, type Vice, withHeaders, withQuery } from './vice.ts'

export const requests: readonly Vice[] = [
  {
    rule: 'call-from-browser',
    does: 'calls from a web page',
    sends: dressed((request) => withHeaders(request, { origin: 'https://app.example' })),
  },
  {
    rule: 'content-type',
    does: 'sends every body as text/plain',
    sends: (send) => (kind, request) =>
      send(kind, request.body === undefined ? request : withHeaders(request, { 'content-type': 'text/plain' })),
  },
  {
    rule: 'credentials-misplaced',
    does: 'sends its client id and secret where another provider takes them from',
    sends: (send) => (kind, request) => {
      const { authorization, ...headers } = request.headers ?? {}
      if (kind !== 'token') return send(kind, request)
      if (authorization !== undefined) {
        const [id = '', secret = ''] = atob(authorization.slice('Basic '.length)).split(':')
        const body = new URLSearchParams(request.body as URLSearchParams)
        body.set('client_id', id)
        body.set('client_secret', secret)
        return send(kind, { ...request, headers, body })
      }
      const isJson = typeof request.body === 'string'
      const fields = isJson ? JSON.parse(request.body as string) : Object.fromEntries(request.body as URLSearchParams)
      const { client_id, client_secret, ...rest } = fields
      const body = isJson ? JSON.stringify(rest) : new URLSearchParams(rest)
      return send(
        kind,
        withHeaders({ ...request, body }, { authorization: `Basic ${btoa(`${client_id}:${client_secret}`)}` }),
      )
    },
  },
  {
    rule: 'ignored-parameter',
    does: 'sends a parameter that nobody knows',
    sends: dressed((request) => withQuery(request, 'colour', 'blue')),
  },
  {
    rule: 'legacy-key-with-token',
    does: 'sends its legacy key beside its token',
    sends: dressed(async (request, { world }) => {
      const [{ appId, apiKey }] = (await world.credentials('soundcharts')).legacyKeys
      return withHeaders(request, { 'x-app-id': appId, 'x-api-key': apiKey })
    }),
  },
  { rule: 'live-secret-in-test-run', does: 'has the live secret', options: { mode: 'live' } },
  {
    rule: 'secret-in-url',
    does: 'puts its secret into the URL',
    sends: dressed(async (request, { world, provider }) => {
      const { clients, apps } = await world.credentials(provider)
      const { clientSecret, secrets } = (clients ?? apps)[0]
      return withQuery(request, 'client_secret', clientSecret ?? secrets.test)
    }),
  },
  {
    rule: 'token-in-url',
    does: 'puts its token into the URL',
    sends: dressed((request) =>
      withQuery(request, 'access_token', request.headers!.authorization!.slice('Bearer '.length)),
    ),
  },
  {
    rule: 'version-header',
    does: 'leaves the version out',
    sends: dressed(({ headers, ...request }) => {
      const { version: _, ...rest } = headers ?? {}
      return { ...request, headers: rest }
    }),
  },
]
