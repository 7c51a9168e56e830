/**
 * What befalls an account behind its clients' backs: a secret is rotated, an app is taken off, a quota is spent. A cause
 * changes state, and the provider then answers as it always does. Scenarios, the admin API and the library all come here.
 */

import type { Instant } from './clock.ts'
import { ApiError } from './errors.ts'
import type { Sourced } from './facts.ts'
import type { JsonObject } from './http.ts'
import { nearestFirst } from './nearest.ts'
import type { Context, Provider, Route } from './provider.ts'
import type { Session } from './session.ts'
import type { Awaitable } from './state.ts'

/** One that a provider's card names, by a verb such as `rotate-secret`. */
export interface Cause extends Sourced {
  /** What happens, and what clients see of it. */
  readonly about: string
  /** What kind of thing it strikes, such as `client`. */
  readonly object: string
  /** All that it may strike; the first is struck where nobody names one. */
  objects(scene: Scene): Awaitable<readonly Thing[]>
  /** Whether calls of a route can have such a thing of their own. */
  meets(route: Route): boolean
  /** The id of the thing that a call has, where it has one. */
  objectOf(context: Context): Awaitable<string | undefined>
  /** Strikes the thing of this id, and answers what is different now. Must not throw: a call may be waiting. */
  apply(scene: Scene, object: string): Promise<JsonObject>
}

/** Where and when. */
export type Scene = Pick<Context, 'session' | 'provider' | 'settings'> & { readonly at: Instant }

/** Something that a cause may strike. `names` are other words for it, which may be secret: they are never shown. */
export interface Thing {
  readonly id: string
  readonly names?: readonly string[]
}

/**
 * Lets a cause strike at the session's own time: the thing that is named, else the first. Answers `{provider, cause,
 * object}` and what is different now. Throws ApiError('invalid_request') that says what is known.
 */
export async function applyCause(
  session: Session,
  provider: Provider,
  name: string,
  named?: string,
): Promise<JsonObject> {
  const scene = sceneIn(session, provider)
  const cause = causeOf(provider, name)
  if (!cause)
    throw new ApiError('invalid_request', `${provider.title} has no cause "${name}"`, {
      expected: `a cause of ${provider.name}`,
      got: name,
      known: nearestFirst(name, Object.keys(provider.causes ?? {})),
    })
  const things = await cause.objects(scene)
  const thing = named === undefined ? things[0] : find(things, named)
  if (!thing)
    throw new ApiError(
      'invalid_request',
      `${name}: there is no ${named === undefined ? '' : 'such '}${cause.object} to strike`,
      {
        expected: `${cause.object} id`,
        got: named ?? 'nothing',
        known: things.map(({ id }) => id),
      },
    )
  return { provider: provider.name, cause: name, object: thing.id, ...(await cause.apply(scene, thing.id)) }
}

/** The thing that a cause would strike at a call: the named one, else the call's own. Undefined where there is none. */
export async function objectAt(context: Context, name: string, named?: string): Promise<string | undefined> {
  const cause = causeOf(context.provider, name)
  const wanted = named ?? (await cause?.objectOf(context))
  return wanted === undefined ? undefined : find((await cause?.objects(sceneOf(context))) ?? [], wanted)?.id
}

/** Lets a cause strike at a call, unless there is nothing that it could. */
export async function strike(context: Context, name: string, named?: string): Promise<void> {
  const object = await objectAt(context, name, named)
  if (object !== undefined) await causeOf(context.provider, name)!.apply(sceneOf(context), object)
}

export function causeOf({ causes = {} }: Provider, name: string): Cause | undefined {
  return Object.hasOwn(causes, name) ? causes[name] : undefined
}

export function sceneIn(session: Session, provider: Provider, at = session.clock.now()): Scene {
  return { session, provider, settings: session.settings(provider), at }
}

function sceneOf({ session, provider, settings, call }: Context): Scene {
  return { session, provider, settings, at: call.at }
}

function find(things: readonly Thing[], wanted: string): Thing | undefined {
  return things.find(({ id }) => id === wanted) ?? things.find(({ names }) => names?.includes(wanted))
}
