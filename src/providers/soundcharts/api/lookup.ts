/** Finds what a path names, for whoever asks: the sandbox knows the recorded entities only (section 5). */

import { ApiError, assert } from '../../../core/errors.ts'
import type { Context } from '../../../core/provider.ts'
import { type Artist, artistByUuid, type Platform, platformOf } from '../data.ts'

export function inSandbox({ token }: Context): boolean {
  return token?.mode === 'sandbox'
}

/** The entity, if it was found and the caller's dataset holds it. Throws `code` otherwise. */
export function visible<T extends { readonly sandbox: boolean }>(
  context: Context,
  found: T | undefined,
  code: string,
): T {
  assert(found && (found.sandbox || !inSandbox(context)), code)
  return found
}

/** The artist of `:uuid`. A malformed uuid is one that nobody has (decision 24). */
export function artistOf(context: Context): Artist {
  return visible(context, artistByUuid(context.session.seed, context.params.uuid!), 'artist_not_found')
}

/** The platform of `:platform`. Throws invalid_platform when there is none of this code (decision 25). */
export function readPlatform({ params }: Context): Platform {
  const platform = platformOf(params.platform!)
  if (!platform) throw new ApiError('invalid_platform')
  return platform
}
