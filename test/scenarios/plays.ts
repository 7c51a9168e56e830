/** How each ready scenario is played: what the good client does in it, and what it lives through. */

import { besides, byPrivateToken, reads, type Stage, told, untilConnectedAgain, untilToldSo } from './acts.ts'
import type { ProviderName } from './clients/good.ts'
import { changeContact, createContact, messagesOf, readConversations, sendMessage } from './clients/work.ts'

/** One for all providers, or one for each. */
type For<T> = T | Partial<Record<ProviderName, T>>

export interface Part {
  /** `token 200, read 401, stopped`, as a regular expression. */
  readonly log: For<string>
  /** What it asks the person for, where that is more than to read contacts. */
  readonly scopes?: readonly string[]
  /** Default: three reads. */
  readonly play?: (stage: Stage) => Promise<unknown>
  /** Calls went side by side, so that their order is not told. */
  readonly parallel?: boolean
  /** What the delays of the scenario add up to, in real time. */
  readonly lateMs?: number
  /** How long the client waits, by the clock of the session. */
  readonly waitS?: For<number>
  /** What the client's receiver hears, and what becomes of it. */
  readonly heard?: string
  /** What the judge may mention all the same. */
  readonly found?: readonly string[]
}

const WRITES = ['contacts.readonly', 'contacts.write']
const CONVERSES = ['contacts.readonly', 'conversations.readonly']

const HEALED = 'token 200, read 200, read 401, token 200, read 200, read 200'
const WAITED = 'token 200, read 200, read 429, read 200, read 200'
const REPEATED = 'token 200, read 200, read broken, read 200, read 200'
const UNHARMED = 'token 200, read 200, read 200, read 200'
const ASKED_AGAIN = `token 401, ${UNHARMED}`

export const PLAYS: Readonly<Record<string, Part>> = {
  'plain-flow': { log: UNHARMED },

  'consent-denied': { log: 'consent denied, stopped' },
  'consent-closed': { log: 'consent closed, stopped' },
  'state-missing': { log: 'consent forged, stopped' },
  'state-altered': { log: 'consent forged, stopped' },
  'state-replayed': {
    log: 'token 200, read 200, consent forged, stopped',
    async play({ client }) {
      await client.read()
      await client.reconnect!()
    },
  },
  'app-uninstalled': {
    log: 'token 200, read 200, read 401, token 401, token 200, read 200',
    play: untilConnectedAgain,
  },
  'callback-without-code': { log: 'consent odd, stopped' },
  'callback-with-two-codes': { log: 'consent odd, stopped' },

  'code-rejected': { log: ASKED_AGAIN },
  'code-expired': { log: ASKED_AGAIN },
  'code-used': { log: ASKED_AGAIN },
  'code-answer-lost': { log: `token lost, ${ASKED_AGAIN}`, lateMs: 1000 },
  'slow-token-endpoint': {
    log: UNHARMED,
    play: ({ client }) => Promise.all([client.read(), client.read(), client.read()]),
    lateMs: 2000,
  },
  'wrong-client': { log: 'token 401, stopped' },
  'private-token-rotated': { log: 'read 200, read 200, read 401, read 200', play: byPrivateToken },
  'secret-rotated': {
    log: 'token 200, read 200, read 200, read 200, read 401, token 200, read 200',
    play: reads(4),
  },
  'client-deactivated': { log: 'token 200, read 200, read 403, read 200', play: untilToldSo() },
  'token-redirects': { log: 'token 30., stopped' },

  'expired-access-token': { log: HEALED },
  'revoked-token': { log: HEALED },
  'token-dies-mid-run': {
    log: 'token 200, read 200, read 200, read 200, read 401, token 200, read 200',
    lateMs: 2000,
    async play({ client }) {
      const { data } = await client.read('/v1/tracks?pageSize=3')
      for (const { slug } of data.items) await client.read(`/v1/tracks/${slug}`)
    },
  },
  'expiry-while-paging': {
    log: {
      hoopr: `token 200, read 200, read 200, read 401, token 200, ${times(11, 'read 200')}`,
      hoopai: `token 200, read 200, read 200, read 401, token 200, ${times(3, 'read 200')}`,
      soundcharts: `token 200, read 200, read 200, read 401, token 200, ${times(3, 'read 200')}`,
    },
    async play({ client, provider }) {
      const ids = await client.readAll()
      const counted = [ids.length, new Set(ids).size]
      const all = { hoopr: 1280, hoopai: 500, soundcharts: 23 }[provider]
      if (counted.some((count) => count !== all)) throw new Error(`read ${counted} of ${all}`)
    },
  },
  'expiry-under-ten-calls': {
    log: `token 200, read 200, ${times(10, 'read 401')}, token 200, ${times(10, 'read 200')}`,
    parallel: true,
    async play({ client, provider }) {
      await client.read()
      await Promise.all(Array.from({ length: 10 }, (_, i) => client.read(SOME[provider](client, i + 1))))
    },
  },

  'consent-revoked': { log: 'token 200, read 200, read 200, read 401, token 401, stopped', play: reads(4) },
  'refresh-token-rejected': { log: 'token 200, read 200, read 401, token 400, stopped' },
  'refresh-token-reused': { log: 'token 200, read 200, read 401, token 503, token 400, stopped' },
  'refresh-stumbles': { log: 'token 200, read 200, read 401, token 503, token lost, token 200, read 200, read 200' },
  'refresh-answer-lost': { log: 'token 200, read 200, read 401, token lost, token 200, read 200, read 200' },
  'refresh-token-rotates': {
    log: `token 200, read 200, read 200${', read 401, token 200, read 200'.repeat(3)}`,
    play: reads(5),
  },
  'two-workers-refresh': {
    log: 'token 200, read 200, read 401, read 401, token 200, token 400, read 200, read 200',
    parallel: true,
    lateMs: 1000,
    found: ['warn: refresh-stampede'],
    async play({ client, another }) {
      const other = await another({})
      await client.read()
      await Promise.all([client.read(), other.read()])
    },
  },

  'fewer-scopes': {
    scopes: CONVERSES,
    log: 'token 200, read 200, stopped',
    async play({ client }) {
      await client.read()
      await readConversations(client)
    },
  },
  'scopes-shrink': {
    scopes: CONVERSES,
    log: 'token 200, read 200, read 401, token 200, read 200, stopped',
    async play({ client }) {
      await readConversations(client)
      await client.read()
      await readConversations(client)
    },
  },
  'insufficient-scope': { log: 'token 200, read 40., stopped' },
  'playlist-restricted': {
    log: 'token 200, read 200, read 200, read 403, read 200',
    async play(stage) {
      const { data } = await stage.client.read('/v1/playlists')
      await untilToldSo(`/v1/playlists/${data.items[0].id}`)(stage)
    },
  },
  'scope-refused-with-403': { log: 'token 200, read 403, stopped' },

  'burst-limit': { log: WAITED, waitS: { hoopr: 60, hoopai: 10, soundcharts: 60 } },
  'retry-after-seconds': { log: WAITED, waitS: 7 },
  'retry-after-date': { log: WAITED, waitS: 7 },
  'retry-after-zero': { log: WAITED, waitS: 0 },
  'daily-limit': { log: 'token 200, read 200, read 429, stopped', waitS: 0 },
  'quota-spent': { log: 'token 200, read 200, read 429, stopped', waitS: 0 },
  'quota-spent-by-others': { log: 'token 200, read 200, read 429, stopped' },
  'token-endpoint-limit': { log: `token 429, ${UNHARMED}`, waitS: 60 },
  'renewal-limited': {
    log: 'token 200, read 200, token 429, read 200, read 200, token 200, read 200',
    async play({ client, world }) {
      await client.read()
      await world.sleep(1)
      await client.read()
      await client.read()
      await world.sleep(60)
      await client.read()
    },
  },
  'limits-shrink': {
    log: `${UNHARMED}, read 200`,
    waitS: { hoopr: 60, hoopai: 1 + 10, soundcharts: 60 },
    async play({ client, world }) {
      await client.read()
      await world.sleep(1)
      await reads(3)({ client } as Stage)
    },
  },
  'one-client-limited': {
    log: 'token 200, read 200, read 429, token 200, read 200, read 200',
    parallel: true,
    play: besides({ nth: 1 }),
  },
  'one-location-limited': {
    log: 'token 200, read 200, read 429, token 200, read 200, read 200',
    parallel: true,
    play: besides({ location: 1 }),
  },

  'provider-outage': { log: 'token 200, read 200, read 503, read 503, read 503, read 200, read 200' },
  'server-errors': {
    log: 'token 200, read 200, read 500, read 502, read 503, read 200, read 200',
    waitS: 2 + 4 + 8,
  },
  'outage-window': {
    log: `token 200, read 200, ${times(6, 'read 503')}, read 200`,
    async play({ client, world }) {
      await client.read()
      await world.sleep(60)
      await client.read()
    },
  },
  'flaky-reads': { log: 'token 200((, read 503)*, read 200){5}', play: reads(5) },
  'connection-lost': { log: 'token 200, read 200, read lost, read lost, read 200, read 200' },
  'slow-answers': { log: UNHARMED, lateMs: 300 },
  'rough-day': {
    // The first failure tells that nothing is left of the limit: there is no 429.
    log: 'token 200, read 200, read 500, read 502, read 503, read 200, read 200',
  },

  'write-answer-lost': {
    scopes: WRITES,
    log: 'token 200, write lost, read 200, read 200',
    async play({ client }) {
      const { id } = await createContact(client)
      await client.read(`/contacts/${id}`)
    },
  },
  'message-answer-lost': {
    scopes: [
      'contacts.write',
      'conversations.readonly',
      'conversations/message.write',
      'conversations/message.readonly',
    ],
    log: 'token 200, write 201, write 503, read 200, read 200, read 200, read 200',
    async play({ client }) {
      const { id: contactId } = await createContact(client)
      await sendMessage(client, contactId)
      const sent = (await messagesOf(client, contactId)).filter(({ body }) => body === 'Hello')
      if (sent.length !== 1) throw new Error(`${sent.length} messages`)
    },
  },

  'truncated-answer': { log: REPEATED.replace('broken', 'lost') },
  'malformed-answer': { log: REPEATED },
  'empty-answer': { log: REPEATED },
  'wrong-content-type': { log: REPEATED },
  'malformed-token-answer': { log: `token broken, ${UNHARMED}` },
  'token-without-lifetime': { log: UNHARMED },
  'token-lifetime-as-text': { log: UNHARMED },
  'token-with-unknown-field': { log: UNHARMED },
  'token-of-odd-type': { log: 'token 200, stopped' },

  'clocks-disagree': { log: 'token 200, read 401, token 200, read 200, read 200, read 200' },
  'clock-jumps': {
    log: 'token 200, read 200, token 200, read 200',
    async play({ client, world }) {
      await client.read()
      await world.sleep(1)
      await client.read()
    },
  },

  'test-token-on-live-data': {
    log: 'token 200, read 404, stopped',
    play: ({ client }) => client.read('/v1/tracks/a-live-track'),
  },
  'answers-of-other-mode': { log: 'token 200, stopped' },
  'location-suspended': {
    log: 'token 200, read 200, read 401, token 400, token 200, read 200',
    play: untilToldSo(),
  },
  'team-moved': { log: 'token 200, read 200, read 401, token 403, token 200, read 200', play: untilToldSo() },
  'other-location': { log: 'token 200, read 403, stopped' },

  'webhooks-late': {
    scopes: WRITES,
    log: 'token 200, write 201, read 200',
    heard: 'INSTALL taken, ContactCreate taken',
    play: told(async ({ world, ear }) => {
      await world.sleep(600)
      await ear.work()
    }),
  },
  'webhooks-twice': {
    scopes: WRITES,
    log: 'token 200, write 201, read 200',
    heard: 'INSTALL taken, INSTALL known, ContactCreate taken, ContactCreate known',
    play: told(),
  },
  'webhooks-out-of-order': {
    scopes: WRITES,
    log: 'token 200, write 201, read 200, write 200, write 200, read 200',
    heard: 'ContactCreate taken, INSTALL taken, ContactUpdate taken, ContactUpdate old',
    play: told(async ({ client, world, ear }, contact) => {
      for (const name of ['Ann Second', 'Ann Third']) {
        await world.sleep(1)
        await changeContact(client, contact.id, { name })
      }
      await world.sleep(1)
      await ear.work()
    }),
  },
  'webhooks-badly-signed': {
    scopes: WRITES,
    log: 'token 200, write 201, read 200',
    heard: 'INSTALL taken, ContactCreate forged',
    play: told(async ({ client }) => client.read()),
  },
  'webhooks-lost': {
    scopes: WRITES,
    log: 'token 200, write 201, read 200',
    heard: 'INSTALL taken',
    play: told(async ({ client }) => client.read()),
  },
}

/** Reads of some length. */
const SOME = {
  hoopr: (_: unknown, n: number) => `/v1/tracks?pageSize=${n}`,
  hoopai: ({ location }: { location?: string }, n: number) => `/contacts/?locationId=${location}&limit=${n}`,
  soundcharts: (_: unknown, n: number) => `/api/v2/referential/platforms?limit=${n}`,
}

function times(n: number, what: string): string {
  return Array<string>(n).fill(what).join(', ')
}

/** What holds for one provider. */
export function at<T extends string | number>(provider: ProviderName, what: For<T>): T {
  return typeof what === 'object' ? (what[provider] as T) : what
}
