/** The records that belong to one contact. */

import type { Session } from '../../../core/session.ts'
import { collection, type Records } from './collections.ts'

type Kind = 'notes' | 'tasks' | 'appointments' | 'opportunities'

/** By falling order. */
export async function belongingsOf<K extends Kind>(
  session: Session,
  kind: K,
  locationId: string,
  contactId: string,
): Promise<Records[K][]> {
  const records = await (await collection(session, kind, locationId)).all()
  return records.filter((each) => each.contactId === contactId)
}

/** Adds a record to its contact's. When the contact is gone, it answers false and nothing stays. */
export async function give<K extends Kind>(
  session: Session,
  kind: K,
  record: Records[K],
  order: number,
): Promise<boolean> {
  const { id, locationId, contactId } = record
  const records = await collection(session, kind, locationId)
  await records.insert(record, order)
  // What deletes a contact looks for its belongings afterwards: one of the two sees the other.
  if (await (await collection(session, 'contacts', locationId)).find(contactId)) return true
  await records.amend(id, () => ({ result: null, value: null }))
  return false
}
