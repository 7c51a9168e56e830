/** A call that nobody made, for what is asked of a provider apart from any. */

import type { Scene } from './causes.ts'
import type { Call } from './http.ts'
import type { Context, Route } from './provider.ts'

interface More extends Partial<Pick<Context, 'params' | 'who'>> {
  readonly call?: Partial<Call>
}

/** A call of `route`, without credential or body but for what `more` says. */
export function imagined({ session, provider, settings, at }: Scene, route: Route, more: More = {}): Context {
  const { method, path } = route
  const nothing = { query: new URLSearchParams(), headers: {}, body: Buffer.alloc(0), base: '', address: '127.0.0.1' }
  const call: Call = { method, path, at, ...nothing, ...more.call }
  return { session, provider, settings, route, params: {}, who: {}, quotas: [], ...more, call }
}
