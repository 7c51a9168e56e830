/** What TypeScript makes of names and settings. `npm run types` checks it; nobody runs it. */

import { expectTypeOf } from 'vitest'
import { defineProvider, type Emulator, type Provider, type SessionHandle, startEmulator } from '../../src/index.ts'

declare const parts: Omit<Provider, 'name' | 'settings' | 'credentials'>
const acme = defineProvider({
  ...parts,
  name: 'acme',
  settings: {
    keySeconds: { type: 'number', default: 600, about: 'life of a key', source: 'docs' },
    mood: { type: 'choice', default: 'good', options: ['good', 'bad'], about: 'how it answers', source: 'docs' },
  },
  credentials: (_session, base) => ({ baseUrl: base, keys: ['a'] }),
})

export async function builtIn(): Promise<void> {
  const emulator: Emulator = await startEmulator({ settings: { hoopai: { refreshGraceSeconds: 30 } } })
  const session: SessionHandle = await emulator.session({
    settings: {
      hoopr: { limits: { api: '5 per 1m' }, tokenStatus: '201' },
      hoopai: { profile: 'highlevel' },
      soundcharts: { limits: 'off' },
    },
  })
  session.url('hoopr')
  // @ts-expect-error: no such provider
  session.url('hopr')
  // @ts-expect-error: no such provider
  void session.requests({ provider: 'acme' })
  // @ts-expect-error: no such provider
  void session.fetch('acme', '/')
  // @ts-expect-error: no such provider
  void session.cause('acme', 'rotate-secret')
  // @ts-expect-error: no such setting
  void emulator.session({ settings: { hoopai: { refreshGraceSecond: 30 } } })
  // @ts-expect-error: seconds are a number
  void emulator.session({ settings: { hoopai: { refreshGraceSeconds: '30s' } } })
  // @ts-expect-error: no such profile
  void emulator.session({ settings: { hoopai: { profile: 'lenient' } } })
  // @ts-expect-error: no such provider
  void startEmulator({ settings: { acme: {} } })
  // @ts-expect-error: no such provider
  void startEmulator({ ports: { acme: 0 } })
  expectTypeOf(session.credentials.hoopr.clients[0]!.secrets.test).toBeString()
  expectTypeOf(session.credentials.hoopai.apps[0]!.redirectUris).toEqualTypeOf<string[]>()
  expectTypeOf(session.credentials.soundcharts.clients[0]!.teams[0]!.quota).toBeNumber()
  expectTypeOf(session.credentials).not.toHaveProperty('acme')
}

export async function further(): Promise<void> {
  const emulator = await startEmulator({ providers: [acme], ports: { acme: 0 }, settings: { acme: { mood: 'bad' } } })
  const session = await emulator.session({ settings: { acme: { keySeconds: 5 }, hoopr: { retryAfter: true } } })
  session.url('acme')
  session.url('hoopai')
  // @ts-expect-error: no such provider
  session.url('acne')
  // @ts-expect-error: no such mood
  void emulator.session({ settings: { acme: { mood: 'fine' } } })
  expectTypeOf(session.credentials.acme.keys).toEqualTypeOf<string[]>()
}

/** A provider of which nothing is known but that it is one: any name and setting may be its own. */
export async function unknown(provider: Provider): Promise<void> {
  const emulator = await startEmulator({ providers: [provider], settings: { whatever: { keySeconds: 5 } } })
  const session = await emulator.session()
  session.url('whatever')
  expectTypeOf(session.credentials.hoopr.baseUrl).toBeString()
  // @ts-expect-error: what is known stays known
  void emulator.session({ settings: { hoopai: { refreshGraceSecond: 30 } } })
}
