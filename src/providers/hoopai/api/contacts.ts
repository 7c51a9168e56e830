/** Contacts one by one. Their lists are in contact-lists.ts. Source: openapi contacts.json; sections 9 and 11.1. */

import { ApiError } from '../../../core/errors.ts'
import type { JsonObject } from '../../../core/http.ts'
import type { Route } from '../../../core/provider.ts'
import type { Contact } from '../data/contacts.ts'
import type { Taken } from '../data/reach.ts'
import { notFound } from '../errors.ts'
import { CREATE, changesIn, createdContact, UPDATE, UPSERT, wholeContact } from './contact-forms.ts'
import {
  allowsDuplicates,
  contactOf,
  contactWith,
  createContact,
  duplicate,
  removeContact,
  updateContact,
} from './contact-writes.ts'
import type { Fields } from './fields.ts'
import { operation, type Request } from './operation.ts'

const READ = 'contacts.readonly'
const WRITE = 'contacts.write'
const source = 'openapi contacts.json'

export const contactRoutes: readonly Route[] = [
  operation({
    name: 'contacts.create',
    method: 'POST',
    path: '/contacts/',
    scope: WRITE,
    source: `seed; ${source}`,
    about: 'with its conversation; a known email or phone is refused where the location says so',
    body: CREATE,
    status: 201,
    answers: { contact: 'object' },
    refuses: ['duplicate_contact', 'empty_contact'],
    handle: create,
  }),
  operation({
    name: 'contacts.upsert',
    method: 'POST',
    path: '/contacts/upsert',
    repeatable: true,
    scope: WRITE,
    source,
    about: 'changes the contact of this email, else of this phone, else makes one',
    body: UPSERT,
    answers: { new: 'boolean', contact: 'object' },
    refuses: ['duplicate_contact', 'empty_contact'],
    handle: upsert,
  }),
  operation({
    name: 'contacts.get',
    method: 'GET',
    path: '/contacts/:contactId',
    of: 'contacts',
    scope: READ,
    source: `seed; ${source}`,
    answers: { contact: 'object' },
    handle: async (request) => ({ contact: wholeContact(await contactOf(request)) }),
  }),
  operation({
    name: 'contacts.update',
    method: 'PUT',
    path: '/contacts/:contactId',
    of: 'contacts',
    scope: WRITE,
    source,
    about: 'changes what is named; null clears, tags replace all tags',
    body: UPDATE,
    answers: { succeded: 'boolean', contact: 'object' },
    refuses: ['duplicate_contact'],
    handle: update,
  }),
  operation({
    name: 'contacts.delete',
    method: 'DELETE',
    path: '/contacts/:contactId',
    of: 'contacts',
    scope: WRITE,
    source,
    about: 'with its conversation, messages, notes, tasks, opportunities and appointments',
    answers: { succeded: 'boolean' },
    handle: async (request) => {
      await removeContact(request)
      return { succeded: true }
    },
  }),
]

async function create(request: Request<Fields, typeof CREATE>): Promise<JsonObject> {
  const { locationId: _, ...given } = request.body
  const made = await createContact(request, given)
  if (isTaken(made)) throw await duplicate(request, made)
  return { contact: createdContact(made, request.context.token?.client) }
}

async function update(request: Request<Fields, typeof UPDATE>): Promise<JsonObject> {
  const { id } = await contactOf(request)
  const changed = await updateContact(request, id, changesIn(request.body))
  if (!changed) throw notFound('Contact', id)
  if (isTaken(changed)) throw await duplicate(request, changed)
  return { succeded: true, contact: wholeContact(changed) }
}

/** So often an upsert looks again, when its contact came or went in between. */
const TRIES = 20

/**
 * Where another contact has the phone, the contact of the email is changed without it (openapi). A location that allows
 * duplicates gets a new contact when the call asks for one.
 */
async function upsert(request: Request<Fields, typeof UPSERT>): Promise<JsonObject> {
  const { locationId: _, createNewIfDuplicateAllowed, ...given } = request.body
  const anew = createNewIfDuplicateAllowed === true && allowsDuplicates(request)
  let changes = changesIn(given)
  let refused: Taken | undefined
  for (let n = 0; n < TRIES; n++) {
    const match = anew ? undefined : await contactWith(request, changesIn(given))
    const written = match ? await updateContact(request, match.id, changes) : await createContact(request, given)
    if (written && !isTaken(written)) return { new: !match, contact: wholeContact(written) }
    refused = written ?? refused
    changes = changesIn(given)
    if (match && written) delete changes[written.field]
  }
  throw refused ? await duplicate(request, refused) : new ApiError('server_error')
}

function isTaken(written: Contact | Taken): written is Taken {
  return 'owner' in written
}
