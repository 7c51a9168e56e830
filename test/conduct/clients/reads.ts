/** Clients that read: what they send with it, how often, and how far. */

import { MINUTE } from '../../../src/core/clock.ts'
import { type Case, forEach, login, type Stand, wait } from './case.ts'

const LISTS = {
  hoopr: (page: number) => `GET /v1/tracks?page=${page}&pageSize=100`,
  hoopai: (_: number, location: string, after?: string) =>
    `GET /contacts/?locationId=${location}&limit=10${after === undefined ? '' : `&startAfterId=${after}`}`,
  soundcharts: (page: number) => `GET /api/v2/referential/platforms?offset=${5 * (page - 1)}&limit=5`,
} as const

/**
 * Reads a list page by page, to its end or for so many pages. `query` is added by token. A page that is refused is read
 * again with a new one.
 */
async function readPages(stand: Stand, most = Number.POSITIVE_INFINITY, query = (_: string) => ({})): Promise<void> {
  let { read, locationId, token } = await login(stand)
  const { card } = stand
  let after: string | undefined
  for (let page = 1; page <= most; page++) {
    const target = LISTS[card.name as keyof typeof LISTS](page, locationId, after)
    let { json, status } = await read(target, { query: query(token) })
    if (status === 401) {
      ;({ read, token } = await login(stand))
      if (page === most) return
      ;({ json, status } = await read(target, { query: query(token) }))
    }
    after = json.meta?.startAfterId
    if (!card.morePages!({ status: 200, json })) return
  }
}

const EXPIRES_AT_THE_THIRD = { rules: [{ id: 'expiry', call: 'GET /**', skip: 2, times: 1, do: 'expire' }] }
const CALENDARS_TOO = ['contacts.readonly', 'calendars.readonly']

export const reads: readonly Case[] = [
  {
    rule: 'version-header',
    provider: 'hoopai',
    bad: async (stand) => (await login(stand)).read(undefined, { headers: { version: '2020-01-01' } }),
    async good(stand) {
      const { read } = await login(stand)
      for (const version of ['2021-07-28', '2021-04-15', '2023-02-21']) await read(undefined, { headers: { version } })
    },
  },
  {
    rule: 'content-type',
    provider: 'hoopai',
    async bad(stand) {
      const { read, locationId } = await login(stand, ['contacts.write'])
      const body = JSON.stringify({ locationId, firstName: 'Ada' })
      await read('POST /contacts/', { body, headers: { 'content-type': 'text/plain' } })
    },
    async good(stand) {
      const { read, locationId } = await login(stand, ['contacts.write'])
      const headers = { 'content-type': 'application/json; charset=utf-8' }
      await read('POST /contacts/', { body: JSON.stringify({ locationId, firstName: 'Ada' }), headers })
    },
  },
  {
    rule: 'content-type',
    provider: 'hoopr',
    async bad(stand) {
      await (await login(stand)).read('POST /v1/search', { form: { query: 'night' } })
    },
    good: async (stand) => (await login(stand)).read('POST /v1/search', { json: { query: 'night' } }),
  },
  {
    rule: 'content-type',
    provider: 'soundcharts',
    async bad({ call, credentials: { clients } }) {
      const { clientId, clientSecret } = clients[0]
      const headers = { authorization: `Basic ${btoa(`${clientId}:${clientSecret}`)}` }
      await call('POST /oauth/token', { json: { grant_type: 'client_credentials' }, headers })
    },
    good: (stand) => login(stand),
  },
  {
    rule: 'stream-url-outlived',
    provider: 'hoopr',
    async bad(stand) {
      const { read } = await login(stand)
      const { streamUrl } = (await read()).json.data.items[0]
      await wait(stand, 31 * MINUTE)
      for (let n = 0; n < 2; n++) await stand.call(`GET ${streamUrl.replace('http://localhost/hoopr', '')}`)
    },
    async good(stand) {
      const { read } = await login(stand)
      const play = async () => {
        const { streamUrl } = (await read()).json.data.items[0]
        await stand.call(`GET ${streamUrl.replace('http://localhost/hoopr', '')}`)
        return streamUrl
      }
      const old = await play()
      await wait(stand, 31 * MINUTE)
      await stand.call(`GET ${old.replace('http://localhost/hoopr', '')}`)
      await play()
    },
  },
  {
    rule: 'catalogue-refetched',
    provider: 'hoopr',
    async bad(stand) {
      const { read } = await login(stand)
      for (let n = 0; n < 6; n++) await read('GET /v1/filters')
    },
    async good(stand) {
      const { read } = await login(stand)
      for (let n = 0; n < 5; n++) await read('GET /v1/filters')
      await wait(stand, 6 * MINUTE)
      await read('GET /v1/filters')
    },
  },
  ...forEach(['hoopr', 'hoopai', 'soundcharts'], {
    rule: 'paging-stopped-early',
    bad: (stand) => readPages(stand, 2),
    good: (stand) => readPages(stand),
  }),
  ...forEach(['hoopr', 'hoopai', 'soundcharts'], {
    rule: 'paging-stopped-early',
    scenario: EXPIRES_AT_THE_THIRD,
    // It renews, and makes do with what it has.
    bad: (stand) => readPages(stand, 3),
    good: (stand) => readPages(stand),
  }),
  ...forEach(['hoopr', 'hoopai', 'soundcharts'], {
    rule: 'no-recovery-after-401',
    scenario: EXPIRES_AT_THE_THIRD,
    async bad(stand) {
      const { read, locationId } = await login(stand)
      const list = LISTS[stand.card.name as keyof typeof LISTS]
      const after = (await read(list(1, locationId))).json.meta?.startAfterId
      const later = (await read(list(2, locationId, after))).json.meta?.startAfterId
      await read(list(3, locationId, later))
    },
    good: (stand) => readPages(stand),
  }),
  ...forEach(['hoopr', 'hoopai', 'soundcharts'], {
    rule: 'token-in-url',
    scenario: EXPIRES_AT_THE_THIRD,
    bad: (stand) => readPages(stand, undefined, (token) => ({ access_token: token })),
    good: (stand) => readPages(stand),
  }),
  {
    rule: 'unused-scope',
    provider: 'hoopai',
    scenario: { rules: [{ id: 'less', call: 'POST /oauth/token', do: { grant: CALENDARS_TOO } }] },
    bad: async (stand) => (await login(stand, CALENDARS_TOO)).read(),
    // What it was not granted it cannot use.
    good: async (stand) => (await login(stand, ['contacts.readonly', 'locations.readonly'])).read(),
  },
  {
    rule: 'unused-scope',
    provider: 'hoopai',
    async bad(stand) {
      const { read } = await login(stand, CALENDARS_TOO)
      await read('GET /contacts/none')
      await read()
    },
    // Nobody knows what it would have done after that.
    async good(stand) {
      const { read } = await login(stand, CALENDARS_TOO)
      await read()
      await read('GET /contacts/none')
    },
  },
  {
    rule: 'unused-scope',
    provider: 'hoopai',
    bad: async (stand) => (await login(stand, ['contacts.readonly', 'calendars.readonly'])).read(),
    good: async (stand) => (await login(stand)).read(),
  },
  {
    rule: 'ignored-parameter',
    provider: 'hoopr',
    bad: async (stand) => (await login(stand)).read('GET /v1/tracks?pageSize=1&filterSlug=night'),
    good: async (stand) => (await login(stand)).read('GET /v1/tracks?pageSize=1&filterSlugs=night'),
  },
  {
    rule: 'ignored-parameter',
    provider: 'hoopai',
    async bad(stand) {
      const { read, readable } = await login(stand)
      await read(`${readable}&sortBy=name`)
    },
    good: async (stand) => (await login(stand)).read(),
  },
  {
    rule: 'ignored-parameter',
    provider: 'soundcharts',
    bad: async (stand) => (await login(stand)).read('GET /api/v2/referential/platforms?page=2'),
    good: async (stand) => (await login(stand)).read('GET /api/v2/referential/platforms?offset=0'),
  },
]
