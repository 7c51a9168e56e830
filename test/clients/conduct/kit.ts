/** What the small clients of the matrix are made of: calls of one provider, in a session with a judge, without a socket. */

import { parseDuration } from '../../../src/core/clock.ts'
import { AS_IT_COMES } from '../../../src/core/order.ts'
import type { SettingValues } from '../../../src/core/settings.ts'
import type { ScenarioText } from '../../../src/scenario/written.ts'
import { type Any, court } from '../../conduct/court.ts'
import { type Request, type Response, START } from '../../support.ts'

export type ProviderName = 'hoopr' | 'hoopai' | 'soundcharts'
/** On a running clock a client can wait; on a frozen one somebody has to move it meanwhile. */
export type ClockKind = 'running' | 'frozen'

export interface Tokens {
  readonly access: string
  readonly refresh?: string
}

export type Asked = Request & {
  /** Leaves the answer unsent, so that the call stays under way. */
  readonly hold?: boolean
}

/** What a client can do. It is one process, unless it says otherwise. */
export interface Kit {
  readonly provider: ProviderName
  /** As `GET /__admin/credentials` shows them, of this provider. */
  readonly credentials: Any
  readonly session: Awaited<ReturnType<typeof court>>['session']
  call(target: string, request?: Asked): Promise<Response>
  /** Something that every token opens. */
  read(tokens: Tokens, asked?: Asked): Promise<Response>
  /** The first tokens: by client credentials, or by a consent and its code. */
  connect(): Promise<Tokens>
  /** Asks the token endpoint by client credentials, or with the refresh token. */
  renew(tokens: Tokens, asked?: Asked): Promise<Response>
  /** The tokens of a token answer. */
  tokensOf(answer: Response): Tokens
  /** HoopAI: where the consent page sends the browser. `fields` are laid over what a good client asks for. */
  consent(fields?: Record<string, string | undefined>): Promise<URLSearchParams>
  /** HoopAI: a code for tokens. */
  exchange(code: string, fields?: Record<string, string>, asked?: Asked): Promise<Response>
  /** Waits, such as `5m`. */
  wait(duration: string): Promise<void>
  /** The machine sleeps so long: time that the client cannot see. */
  jump(duration: string): Promise<void>
}

export interface Stand {
  readonly clock?: ClockKind
  /** A ready one by its name, or one of its own. */
  readonly scenario?: string | ScenarioText
  readonly settings?: SettingValues
}

/** A kit, and what the judge found in the end: ids of rules, in order. */
export async function stand(provider: ProviderName, { clock = 'running', scenario, settings }: Stand = {}) {
  let real = START
  const { session, credentials, call, report } = await court(provider, {
    ...(scenario === undefined ? {} : { scenario }),
    ...(settings ? { settings: { [provider]: settings } } : {}),
    ...(clock === 'frozen' ? {} : { frozenAt: undefined, order: { ...AS_IT_COMES, now: () => real } }),
  })
  const manual = MANUALS[provider](credentials)
  const kit: Kit = {
    provider,
    credentials,
    session,
    call,
    read: ({ access }, asked) => call(manual.read, { token: access, ...manual.common, ...asked }),
    async connect() {
      if (provider !== 'hoopai') return kit.tokensOf(await call(...manual.ask()))
      const code = (await kit.consent()).get('code')!
      return kit.tokensOf(await kit.exchange(code))
    },
    renew(tokens, asked) {
      const [target, request] = manual.ask(tokens)
      return call(target, { ...request, ...asked })
    },
    tokensOf: ({ json, status }) => {
      const { access_token: access, refresh_token: refresh } = json?.data ?? json ?? {}
      if (typeof access !== 'string') throw new Error(`no token in an answer of status ${status}`)
      return refresh ? { access, refresh } : { access }
    },
    async consent(fields = {}) {
      const { redirectUris, clientId } = credentials.apps[0]
      const asked = {
        ...{ response_type: 'code', client_id: clientId, redirect_uri: redirectUris[0], scope: 'contacts.readonly' },
        ...{ state: 'a-state', account: `location:${credentials.locations[0].locationId}`, decision: 'allow' },
        ...fields,
      }
      const given = Object.entries(asked).filter((field): field is [string, string] => field[1] !== undefined)
      const { headers } = await call('POST /oauth/chooselocation', { form: Object.fromEntries(given) })
      return new URL(headers.location!).searchParams
    },
    exchange(code, fields = {}, asked) {
      const [target, { form }] = manual.ask()
      const grant = { grant_type: 'authorization_code', code }
      return call(target, { form: { ...form, ...grant, ...fields }, ...asked })
    },
    async wait(duration) {
      if (clock === 'frozen') await kit.jump(duration)
      else real += parseDuration(duration)!
    },
    async jump(duration) {
      await session.agenda.advance(parseDuration(duration)!)
    },
  }
  return { kit, report, found: async () => (await report()).findings.map(({ rule }) => rule) }
}

interface Manual {
  readonly read: string
  /** What every call but a token request carries. */
  readonly common?: Request
  /** A token request. */
  ask(tokens?: Tokens): readonly [target: string, request: Request]
}

const MANUALS: Readonly<Record<ProviderName, (credentials: Any) => Manual>> = {
  hoopr({ clients: [{ clientId: client_id, secrets }] }) {
    const json = { grant_type: 'client_credentials', client_id, client_secret: secrets.test }
    return { read: 'GET /v1/tracks?pageSize=1', ask: () => ['POST /v1/auth/token', { json }] }
  },
  hoopai({ apps: [{ clientId: client_id, clientSecret: client_secret }], locations: [{ locationId }] }) {
    const grant = { client_id, client_secret, grant_type: 'refresh_token' }
    return {
      read: `GET /contacts/?locationId=${locationId}&limit=1`,
      common: { headers: { version: '2021-07-28' } },
      ask: ({ refresh = '' } = { access: '' }) => ['POST /oauth/token', { form: { ...grant, refresh_token: refresh } }],
    }
  },
  soundcharts({ clients: [{ clientId, clientSecret }] }) {
    const headers = { authorization: `Basic ${btoa(`${clientId}:${clientSecret}`)}` }
    const request = { headers, form: { grant_type: 'client_credentials' } }
    return { read: 'GET /api/v2/referential/platforms', ask: () => ['POST /oauth/token', request] }
  },
}
