/** Makes what a running emulator consists of, apart from its sockets. */

import { conduct, makeJudge, rules } from './conduct/index.ts'
import { parseInstant } from './core/clock.ts'
import type { Json } from './core/http.ts'
import type { Order } from './core/order.ts'
import type { Post } from './core/outbox.ts'
import type { Provider } from './core/provider.ts'
import { Redactor } from './core/redact.ts'
import type { Script } from './core/script.ts'
import type { Fixtures, Seal } from './core/session.ts'
import { Sessions } from './core/sessions.ts'
import type { SettingValues } from './core/settings.ts'
import { loadFixtures } from './fixtures/load.ts'
import { providers as builtIn } from './providers/index.ts'
import { formats } from './reports/index.ts'
import { isLoopback, newAdminToken } from './server/guard.ts'
import { Held } from './server/held.ts'
import { post } from './server/post.ts'
import { restore } from './server/restore.ts'
import { hostsOf, type Stage } from './server/stage.ts'
import { version } from './version.ts'

/** As `startEmulator` is given them. */
export interface StageOptions {
  readonly host?: string
  readonly scenario?: string | Json
  readonly seed?: number
  readonly clock?: string
  readonly settings?: { readonly [provider: string]: SettingValues | undefined }
  readonly state?: Json
  readonly fixtures?: string | Fixtures
  readonly adminToken?: string
  readonly publicUrl?: string
  readonly providers?: readonly Provider[]
  readonly log?: Stage['log']
}

/** What the options came to. */
export interface Made extends Pick<StageOptions, 'seed' | 'clock' | 'state'> {
  readonly providers: readonly Provider[]
  readonly redactor: Redactor
  readonly script: Script | undefined
  readonly settings: Readonly<Record<string, SettingValues>> | undefined
  readonly fixtures: Fixtures | undefined
  readonly adminToken: string | undefined
}

/**
 * @param orderOf the order that all happens in. Default: things happen as they come
 * @throws as `startEmulator` does
 */
export async function openStage(options: StageOptions, orderOf?: (made: Made) => Order): Promise<Stage> {
  const { host = '127.0.0.1', publicUrl, seed, clock, state, log = () => {} } = options
  const providers = [...builtIn, ...(options.providers ?? [])]
  const frozenAt = clock === undefined ? undefined : parseInstant(clock)
  if (clock !== undefined && frozenAt === undefined)
    throw new RangeError(`clock: expected an ISO 8601 instant, got "${clock}"`)
  const read: Stage['readScenario'] = async (source, from, looked) => {
    const { readScenario } = await import('./scenario/load.ts')
    return readScenario(source, from, providers, { conduct, looked })
  }
  const script =
    options.scenario === undefined
      ? undefined
      : await read(options.scenario, typeof options.scenario === 'string' ? 'name' : 'object')
  const fixtures = options.fixtures === undefined ? undefined : await loadFixtures(options.fixtures, providers)
  // Checked as a scenario's are.
  const settings = options.settings && (await read({ settings: options.settings } as Json, 'object')).settings
  const redactor = new Redactor(providers)
  const adminToken = options.adminToken ?? (isLoopback(host) ? undefined : newAdminToken())
  const order = orderOf?.({
    providers,
    redactor,
    script,
    settings,
    fixtures,
    adminToken,
    ...pick({ seed, clock, state }),
  })
  const seal: Seal = (letter, session) =>
    providers.find(({ name }) => name === letter.provider)?.webhooks?.seal(letter, session) ?? {}
  const initial = {
    post: async (request: Parameters<Post>[0]) => {
      const answer = await post(request)
      log('debug', 'webhook', () => ({ url: redactor.text(request.url), ...answer }))
      return answer
    },
    seal,
    judge: makeJudge(rules, providers),
    ...pick({ seed, frozenAt, settings, script, fixtures, order }),
  }
  const sessions = new Sessions(initial, redactor)
  const stage: Stage = {
    version,
    providers,
    sessions,
    host,
    publicUrl,
    adminToken,
    portOf: new Map<number, Provider>(),
    readScenario: read,
    redactor,
    formats,
    byHost: hostsOf(providers),
    order,
    held: new Held(),
    log,
  }
  if (state !== undefined) {
    const session = await restore(stage, 'default', state)
    // The scenario that played already goes on.
    if (script && JSON.stringify(script.written) !== JSON.stringify(session.script?.written)) session.play(script)
  }
  return stage
}

/** What there is of it. */
function pick<T extends object>(given: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as never
}
