/** Where a session's providers are, and what a client needs to know of them, as environment variables. */

import type { JsonObject } from '../core/http.ts'
import type { Provider } from '../core/provider.ts'
import type { Session } from '../core/session.ts'
import type { Stage } from './stage.ts'

/** A provider's base URL in a session, without a final slash. `origin` is the emulator's URL as the client knows it. */
export function baseOf(stage: Stage, session: Session, origin: string, provider: Provider): string {
  const prefix = session === stage.sessions.default ? '' : `/s/${session.name}`
  return `${origin}${prefix}/${provider.name}`
}

/** Every provider's base URL, by provider. */
export function urls(stage: Stage, session: Session, origin: string): Record<string, string> {
  return Object.fromEntries(stage.providers.map((each) => [each.name, baseOf(stage, session, origin, each)]))
}

/** Every provider's accounts as they stand, by provider. */
export async function credentials(stage: Stage, session: Session, origin: string): Promise<JsonObject> {
  const of = async (each: Provider) =>
    [each.name, await each.credentials(session, baseOf(stage, session, origin, each))] as const
  return Object.fromEntries(await Promise.all(stage.providers.map(of)))
}

/** What `stuntdouble env` prints: the emulator, then each provider with its first credentials. */
export async function environment(stage: Stage, session: Session, origin: string): Promise<Record<string, string>> {
  const variables: Record<string, string> = { STUNTDOUBLE_URL: origin, STUNTDOUBLE_SESSION: session.name }
  if (stage.adminToken !== undefined) variables.STUNTDOUBLE_ADMIN_TOKEN = stage.adminToken
  for (const provider of stage.providers)
    Object.assign(variables, await provider.env(session, baseOf(stage, session, origin, provider)))
  return variables
}
