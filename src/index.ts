/** The library's entry: an emulator in this process. */

import { parseInstant } from './core/clock.ts'
import type { Json } from './core/http.ts'
import type { Provider } from './core/provider.ts'
import { Sessions } from './core/sessions.ts'
import type { SettingValues } from './core/settings.ts'
import { providers as builtIn } from './providers/index.ts'
import { readScenario } from './scenario/load.ts'
import { type Listener, listen } from './server/listen.ts'
import type { Stage } from './server/stage.ts'
import { version } from './version.ts'

export { defineProvider } from './core/provider.ts'
export type { Json, Provider, SettingValues }

export interface EmulatorOptions {
  /** Default 127.0.0.1. */
  readonly host?: string
  /** Default 0: a free port. */
  readonly port?: number
  /** Ports for providers of their own, by provider; 0 takes a free one. `each` gives one to every provider. */
  readonly ports?: 'each' | Readonly<Record<string, number>>
  /** A scenario's name, its YAML, or the object that the YAML would be. Plays in the session `default`. */
  readonly scenario?: string | Json
  readonly seed?: number
  /** Where the clock of `default` stands, ISO 8601; left out, it runs. */
  readonly clock?: string
  readonly settings?: Readonly<Record<string, SettingValues>>
  readonly adminToken?: string
  readonly tls?: { readonly cert: string; readonly key: string }
  /** Providers beside the built-in ones, made by `defineProvider`. */
  readonly providers?: readonly Provider[]
  readonly log?: Stage['log']
}

export interface Emulator {
  /** Scheme, host and port, without a final slash. */
  readonly url: string
  readonly stage: Stage
  /** A provider's own origin, where it was given a port. */
  origin(provider: string): string | undefined
  close(): Promise<void>
  [Symbol.asyncDispose](): Promise<void>
}

/** Starts an emulator. Rejects with ScenarioError on a bad scenario, and with Node's error when it can't listen. */
export async function startEmulator(options: EmulatorOptions = {}): Promise<Emulator> {
  const { host = '127.0.0.1', port = 0, tls, log = () => {} } = options
  const providers = [...builtIn, ...(options.providers ?? [])]
  const frozenAt = options.clock === undefined ? undefined : parseInstant(options.clock)
  if (options.clock !== undefined && frozenAt === undefined)
    throw new RangeError(`clock: expected an ISO 8601 instant, got "${options.clock}"`)
  const read: Stage['readScenario'] = (source, from) => readScenario(source, from, providers)
  const script =
    options.scenario === undefined
      ? undefined
      : await read(options.scenario, typeof options.scenario === 'string' ? 'name' : 'object')
  const sessions = new Sessions({
    ...(options.seed === undefined ? {} : { seed: options.seed }),
    ...(frozenAt === undefined ? {} : { frozenAt }),
    ...(options.settings ? { settings: options.settings } : {}),
    ...(script ? { script } : {}),
  })
  const portOf = new Map<number, Provider>()
  const stage: Stage = { version, providers, sessions, adminToken: options.adminToken, portOf, readScenario: read, log }
  const listeners: Listener[] = []
  const origins = new Map<string, string>()
  const scheme = tls ? 'https' : 'http'
  const open = async (at: number) => {
    const listener = await listen(stage, { host, port: at, ...(tls ? { tls } : {}) })
    listeners.push(listener)
    return listener.port
  }
  const close = async () => {
    await Promise.all(listeners.map((listener) => listener.close()))
  }
  try {
    const url = `${scheme}://${bracket(host)}:${await open(port)}`
    for (const provider of providers) {
      const wanted = options.ports === 'each' ? 0 : options.ports?.[provider.name]
      if (wanted === undefined) continue
      const own = await open(wanted)
      portOf.set(own, provider)
      origins.set(provider.name, `${scheme}://${bracket(host)}:${own}`)
    }
    return { url, stage, origin: (name) => origins.get(name), close, [Symbol.asyncDispose]: close }
  } catch (error) {
    await close()
    throw error
  }
}

/** An IPv6 address stands in brackets in a URL. */
function bracket(host: string): string {
  return host.includes(':') ? `[${host}]` : host
}
