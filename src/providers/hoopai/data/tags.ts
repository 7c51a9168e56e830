/**
 * The tags that a location knows. An unknown tag that is set on a contact defines itself; its definition stays when the
 * tag is taken off again (observed O2).
 */

import type { Session } from '../../../core/session.ts'
import type { Entry } from '../../../core/state.ts'
import type { Location } from '../data.ts'
import { collection } from './collections.ts'
import { samplesOf } from './samples.ts'
import { worldOf } from './world.ts'

/** As GET /locations/{id}/tags shows it. */
export type Tag = {
  readonly id: string
  readonly name: string
  readonly locationId: string
}

/** Those of its fresh contacts. */
export function freshTags(session: Session, { locationId }: Location): Entry<Tag>[] {
  const onSamples = samplesOf(session, locationId).contacts.flatMap(({ tags = [] }) => tags)
  return [...new Set([...worldOf(session).tags, ...onSamples])].map((name, order) => {
    const value = newTag(session, locationId, name)
    return { id: value.id, order, value }
  })
}

/** Makes sure that a location knows these. */
export async function defineTags(session: Session, locationId: string, names: readonly string[]): Promise<void> {
  if (names.length === 0) return
  const tags = await collection(session, 'tags', locationId)
  const { total } = await tags.page(0, 0, 'up')
  for (const [i, name] of names.entries()) await tags.insert(newTag(session, locationId, name), total + i)
}

/** Equal names have equal ids, so of two that are defined at once one is. */
function newTag(session: Session, locationId: string, name: string): Tag {
  return { id: session.draw('hoopai tag', locationId, name).alphanumeric(20), name, locationId }
}
