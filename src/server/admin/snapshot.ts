/** A whole session as one document, and back. */

import * as v from 'valibot'
import type { Json } from '../../core/http.ts'
import { takeSnapshot } from '../../core/snapshot.ts'
import { restore } from '../restore.ts'
import { AdminError } from './errors.ts'
import { isObject } from './input.ts'
import { type AdminRoute, type Ask, route } from './route.ts'
import { whole } from './sessions.ts'

/** Larger than other bodies: it holds every record that a session made. */
const LIMIT = 256 * 1024 * 1024

export const snapshotRoutes: readonly AdminRoute[] = [
  route({
    method: 'POST',
    path: '/sessions/:session/snapshot',
    about: 'the whole session as one JSON document',
    changesNothing: true,
    handle: async ({ stage, session }) => (await takeSnapshot(session, stage.version)) as unknown as Json,
  }),
  route({
    method: 'POST',
    path: '/sessions/:session/restore',
    about: 'put the session of such a document in the place of this one',
    body: v.custom<Json>((value) => isObject(value), 'a document that snapshot answered'),
    bodyLimit: LIMIT,
    handle: putBack,
  }),
]

async function putBack(ask: Ask<Json>): Promise<Json> {
  const { stage, session, body } = ask
  try {
    return await whole(ask, await restore(stage, session.name, body))
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
    throw new AdminError('invalid_input', `The document cannot be restored: ${error.message}.`, {
      expected: 'a document that POST .../snapshot answered',
    })
  }
}
