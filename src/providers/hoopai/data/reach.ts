/**
 * Who holds which email and phone of a location, where duplicates are refused. Each address is one key of the state, so a
 * claim costs the same however many contacts there are.
 */

import type { Session } from '../../../core/session.ts'
import type { Change } from '../../../core/state.ts'
import { accounts } from '../data.ts'
import { type Contact, freshContacts } from './contacts.ts'

export type Reach = Pick<Contact, 'email' | 'phone'>
const FIELDS = ['email', 'phone'] as const

/** Whose an address is already. */
export interface Taken {
  readonly field: (typeof FIELDS)[number]
  readonly owner: string
}

/**
 * `count` is one for the contact that has the address and one for each call that is about to write it there, so that of
 * two calls that change a contact at once neither frees what the other one wrote.
 */
type Hold = { owner: string; count: number }

/**
 * Takes an email and phone for a contact, each by one atomic change, so of equal contacts created at once one is first.
 * Answers whose they are when they are another's, by the first field that matches, and takes none. What a claim took is
 * given back by `release`: by the call that took it when it writes nothing, else by the one that replaces it.
 */
export async function claim(
  session: Session,
  locationId: string,
  contactId: string,
  wanted: Reach,
): Promise<Taken | undefined> {
  const { state } = session
  const fresh = await freshOwners(session, locationId)
  const addresses = addressesOf(wanted)
  const taker = (address: string) => (old: Hold | undefined) => {
    const { owner, count } = old ?? freshHold(fresh, address)
    const free = count === 0 || owner === contactId
    return free ? { result: undefined, value: { owner: contactId, count: count + 1 } } : { result: owner }
  }
  // A look before, so that a refusal for the phone does not hold the email for a moment.
  for (const { field, address } of addresses) {
    const owner = taker(address)(await state.get<Hold>(keyOf(locationId, address))).result
    if (owner !== undefined) return { field, owner }
  }
  for (const [i, { field, address }] of addresses.entries()) {
    const owner = await state.change<Hold, string | undefined>(keyOf(locationId, address), taker(address))
    if (owner === undefined) continue
    if (i > 0) await release(session, locationId, contactId, { email: wanted.email })
    return { field, owner }
  }
  return undefined
}

/** Gives back what a contact held. */
export async function release(session: Session, locationId: string, contactId: string, given: Reach): Promise<void> {
  const fresh = await freshOwners(session, locationId)
  for (const { address } of addressesOf(given))
    await session.state.change<Hold, null>(keyOf(locationId, address), (old): Change<Hold, null> => {
      const { owner, count } = old ?? freshHold(fresh, address)
      if (owner !== contactId || count === 0) return { result: null }
      if (count > 1) return { result: null, value: { owner, count: count - 1 } }
      // A fresh contact's address has to be marked as free; what is not there is the fresh contact's still.
      return { result: null, value: fresh.has(address) ? { owner: '', count: 0 } : null }
    })
}

function freshHold(fresh: ReadonlyMap<string, string>, address: string): Hold {
  const owner = fresh.get(address)
  return owner === undefined ? { owner: '', count: 0 } : { owner, count: 1 }
}

/** What the location's fresh contacts hold, by address. */
function freshOwners(session: Session, locationId: string): Promise<ReadonlyMap<string, string>> {
  return session.derived(`hoopai reach/${locationId}`, async () => {
    const location = accounts(session).locations.find((each) => each.locationId === locationId)
    const contacts = location ? await freshContacts(session, location) : []
    return new Map(contacts.flatMap(({ id, value }) => addressesOf(value).map(({ address }) => [address, id] as const)))
  })
}

/** Emails match in any case. */
function addressesOf(reach: Reach) {
  return FIELDS.flatMap((field) => {
    const value = reach[field]
    return value ? [{ field, address: `${field} ${value.toLowerCase()}` }] : []
  })
}

function keyOf(locationId: string, address: string): string {
  return `hoopai reach/${locationId}/${address}`
}
