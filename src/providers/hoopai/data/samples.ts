/** The contacts, notes and tasks of the documentation's examples, or those of the user's own file. */

import builtIn from '../../../../fixtures/hoopai/contacts.json' with { type: 'json' }
import type { Session } from '../../../core/session.ts'
import { accounts } from '../data.ts'
import type { Contact } from './contacts.ts'
import type { Note, Task } from './notes.ts'

type Within<T, Needed extends keyof T> = Pick<T, Needed> & Partial<Omit<T, Needed | 'locationId'>>

/** `fixtures/hoopai/contacts.json`. */
export interface Samples {
  readonly contacts: readonly Within<Contact, 'id' | 'dateAdded'>[]
  readonly notes: readonly Within<Note, 'id' | 'contactId' | 'body' | 'dateAdded'>[]
  readonly tasks: readonly Within<Task, 'id' | 'contactId' | 'title' | 'dueDate' | 'dateAdded'>[]
}

const NONE: Samples = { contacts: [], notes: [], tasks: [] }

/** The first records of the first location; no other location has any. */
export function samplesOf(session: Session, locationId: string): Samples {
  return session.derived(`hoopai samples/${locationId}`, () => {
    if (locationId !== accounts(session).locations[0]?.locationId) return NONE
    return { ...NONE, ...(session.fixture<Samples>('hoopai', 'contacts') ?? (builtIn as Samples)) }
  })
}
