/** Which playlists a client may read: as the fixtures have it, until a cause says otherwise. Source: docs/errors. */

import type { Context } from '../../../core/provider.ts'
import type { Session } from '../../../core/session.ts'
import type { Awaitable } from '../../../core/state.ts'
import { clientIds, type Shelved } from '../data.ts'

/** By playlist id: whether it is granted to everybody, or to nobody. */
type Granted = { readonly [id: string]: boolean }

const KEY = 'hoopr granted'

/** Whether the caller may read a playlist. */
export async function readableBy({
  session,
  token,
}: Pick<Context, 'session' | 'token'>): Promise<(shelved: Shelved) => boolean> {
  const granted = (await session.state.get<Granted>(KEY)) ?? {}
  const caller = clientIds(session).indexOf(token?.client ?? '')
  return ({ playlist: { id }, grantedTo }) =>
    Object.hasOwn(granted, id) ? granted[id]! : (grantedTo?.includes(caller) ?? true)
}

/** Grants a playlist to every client, or to none. */
export function setGranted(session: Session, id: string, granted: boolean): Awaitable<null> {
  return session.state.change<Granted, null>(KEY, (old) => ({ result: null, value: { ...old, [id]: granted } }))
}
