/** What TypeScript knows of an emulator's providers: their names, what can be set, and whom they know. */

import type { Provider } from '../core/provider.ts'
import type { SettingsOf } from '../core/settings.ts'
import type { providers } from '../providers/index.ts'

export type BuiltIn = (typeof providers)[number]

/** `'hoopr' | 'hoopai' | 'soundcharts'`, and what other providers are called. */
export type NameOf<P extends Provider> = P['name']

/** By provider: its switches, and `limits`: `off`, or by budget such as `5 per 1m`. */
export type SettingsFor<P extends Provider> = {
  readonly [Each in P as Each['name']]?: Partial<SettingsOf<Each['settings']>> & {
    readonly limits?: 'off' | Readonly<Record<string, string>>
  }
}

/** By provider: its base URLs, clients, secrets and keys. */
export type CredentialsOf<P extends Provider> = {
  readonly [Each in P as Each['name']]: Awaited<ReturnType<Each['credentials']>>
}
