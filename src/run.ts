/** Runs an emulator: a stage and its sockets. What the library adds for tests is in index.ts. */

import type { Provider } from './core/provider.ts'
import { openStage, type StageOptions } from './open.ts'
import { providers as builtIn } from './providers/index.ts'
import { type Listener, listen } from './server/listen.ts'
import type { Stage } from './server/stage.ts'

/** As `startEmulator` is given them. */
export interface RunOptions extends StageOptions {
  readonly port?: number
  readonly ports?: 'each' | Readonly<Record<string, number>>
  readonly tls?: { readonly cert: string; readonly key: string }
  readonly record?: string
}

export interface Running {
  /** Scheme, host and port, without a final slash. */
  readonly url: string
  readonly stage: Stage
  /** A provider's own origin, where it was given a port. */
  origin(provider: string): string | undefined
  /** Takes no new call and lets those under way end; answers that a scenario delays go at once. */
  close(): Promise<void>
}

/** Resolves once it listens. Rejects as `startEmulator` does. */
export async function run(options: RunOptions): Promise<Running> {
  const { host = '127.0.0.1', port = 0, ports = {}, tls, record, log } = options
  const providers = [...builtIn, ...(options.providers ?? [])]
  checkNames(providers, ports)
  const recorder = record === undefined ? undefined : (await import('./replay/recorder.ts')).makeRecorder(record, log)
  const stage = await openStage(options, recorder?.begin).catch((error) => {
    recorder?.end()
    throw error
  })
  const { sessions } = stage
  const portOf = stage.portOf as Map<number, Provider>
  const listeners: Listener[] = []
  const origins = new Map<string, string>()
  const scheme = tls ? 'https' : 'http'
  const open = async (at: number) => {
    const listener = await listen(stage, { host, port: at, ...(tls ? { tls } : {}) })
    listeners.push(listener)
    // `localhost` may mean either loopback. A machine without IPv6 has only the one.
    if (host === '127.0.0.1')
      await listen(stage, { host: '::1', port: listener.port, ...(tls ? { tls } : {}) }).then(
        (other) => listeners.push(other),
        () => {},
      )
    return listener.port
  }
  const close = async () => {
    recorder?.closing()
    sessions.end()
    const closed = Promise.all(listeners.map((listener) => listener.close()))
    stage.held.release()
    await closed
    recorder?.end()
  }
  try {
    const url = `${scheme}://${bracket(host)}:${await open(port)}`
    for (const provider of providers) {
      const wanted = ports === 'each' ? 0 : ports[provider.name]
      if (wanted === undefined) continue
      const own = await open(wanted)
      portOf.set(own, provider)
      origins.set(provider.name, `${scheme}://${bracket(host)}:${own}`)
    }
    recorder?.keep(stage)
    return { stage, url, origin: (name) => origins.get(name), close }
  } catch (error) {
    await close()
    throw error
  }
}

/** A provider's name is a path of its own, and a port is a known provider's. */
function checkNames(providers: readonly Provider[], ports: 'each' | object): void {
  const names = providers.map(({ name }) => name)
  const odd = names.find((name, i) => !/^[a-z][a-z0-9-]+$/.test(name) || names.indexOf(name) !== i)
  if (odd !== undefined) throw new RangeError(`a provider's name is its own, two or more of a-z 0-9 -; got "${odd}"`)
  const stray = Object.keys(typeof ports === 'object' ? ports : {}).find((name) => !names.includes(name))
  if (stray !== undefined) throw new RangeError(`ports: there is no provider "${stray}"; known: ${names.join(', ')}`)
}

/** An IPv6 address stands in brackets in a URL. */
function bracket(host: string): string {
  return host.includes(':') ? `[${host}]` : host
}
