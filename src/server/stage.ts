/** What one running emulator consists of, apart from its sockets. */

import type { Json } from '../core/http.ts'
import type { ReportFormat } from '../core/judge.ts'
import type { Order } from '../core/order.ts'
import type { Provider } from '../core/provider.ts'
import type { Redactor } from '../core/redact.ts'
import type { Looked, ScenarioForm, Script } from '../core/script.ts'
import type { Sessions } from '../core/sessions.ts'
import type { Held } from './held.ts'

export interface Stage {
  readonly version: string
  readonly providers: readonly Provider[]
  readonly sessions: Sessions
  /** The host it listens on, as it was told. */
  readonly host: string
  /** The URL that the world knows it by (a proxy, a tunnel), without a final slash. */
  readonly publicUrl?: string | undefined
  /** Opens the admin API to callers that `guard.ts` would else turn away. */
  readonly adminToken?: string | undefined
  /** Providers that have a port of their own, by local port. */
  readonly portOf: ReadonlyMap<number, Provider>
  /** Makes a script of a scenario's name, its YAML or its object. Throws ScenarioError. */
  readonly readScenario: (source: string | Json, from: ScenarioForm, looked?: Looked) => Promise<Script>
  /** How reports may be written, by name. */
  readonly formats: Readonly<Record<string, ReportFormat>>
  /** Knows every provider's secrets: for journals, logs and refusals. */
  readonly redactor: Redactor
  /** Providers by the names that a `Host` may call them. */
  readonly byHost: ReadonlyMap<string, Provider>
  /** Puts all that changes a session into one order. Left out, things happen as they come. */
  readonly order?: Order | undefined
  readonly held: Held
  readonly log: Log
}

/** Tells the person who runs the emulator. Facts that cost something are given as a function, asked only when told. */
export type Log = (level: 'debug' | 'info' | 'warn' | 'error', event: string, facts?: Facts | (() => Facts)) => void
type Facts = Record<string, unknown>

/** What `Stage.byHost` is: each provider's real host names, and `NAME.localhost`. */
export function hostsOf(providers: readonly Provider[]): Map<string, Provider> {
  return new Map(
    providers.flatMap((each) => [...each.hosts, `${each.name}.localhost`].map((host) => [host, each] as const)),
  )
}
