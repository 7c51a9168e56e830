/**
 * Who holds which email and phone of a location, where duplicates are refused. Each address is one key of the state, so a
 * claim costs the same however many contacts there are.
 */

import type { Session } from '../../../core/session.ts'
import type { Change } from '../../../core/state.ts'
import { accounts } from '../data.ts'
import { type Contact, freshOwnerOf } from './contacts.ts'

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
  const addresses = await addressesOf(session, locationId, wanted)
  // A look before, so that a refusal for the phone does not hold the email for a moment.
  for (const each of addresses) {
    const owner = taker(contactId, each)(await state.get<Hold>(each.key)).result
    if (owner !== undefined) return { field: each.field, owner }
  }
  for (const [i, each] of addresses.entries()) {
    const owner = await state.change<Hold, string | undefined>(each.key, taker(contactId, each))
    if (owner === undefined) continue
    if (i > 0) await release(session, locationId, contactId, { email: wanted.email })
    return { field: each.field, owner }
  }
  return undefined
}

/** Whose an email or else a phone is. Known only where duplicates are refused. */
export async function ownerOf(session: Session, locationId: string, wanted: Reach): Promise<string | undefined> {
  for (const { key, fresh } of await addressesOf(session, locationId, wanted)) {
    const { owner, count } = (await session.state.get<Hold>(key)) ?? freshHold(fresh)
    if (count > 0) return owner
  }
  return undefined
}

/** Gives back what a contact held. */
export async function release(session: Session, locationId: string, contactId: string, given: Reach): Promise<void> {
  for (const { key, fresh } of await addressesOf(session, locationId, given))
    await session.state.change<Hold, null>(key, (old): Change<Hold, null> => {
      const { owner, count } = old ?? freshHold(fresh)
      if (owner !== contactId || count === 0) return { result: null }
      if (count > 1) return { result: null, value: { owner, count: count - 1 } }
      // A fresh contact's address has to be marked as free; what is not there is the fresh contact's still.
      return { result: null, value: fresh === undefined ? null : { owner: '', count: 0 } }
    })
}

interface Address {
  readonly field: (typeof FIELDS)[number]
  readonly key: string
  /** The fresh contact that it was given to. */
  readonly fresh: string | undefined
}

function taker(contactId: string, { fresh }: Address) {
  return (old: Hold | undefined): Change<Hold, string | undefined> => {
    const { owner, count } = old ?? freshHold(fresh)
    const free = count === 0 || owner === contactId
    return free ? { result: undefined, value: { owner: contactId, count: count + 1 } } : { result: owner }
  }
}

function freshHold(owner: string | undefined): Hold {
  return owner === undefined ? { owner: '', count: 0 } : { owner, count: 1 }
}

/** Emails match in any case. */
async function addressesOf(session: Session, locationId: string, reach: Reach): Promise<Address[]> {
  const location = accounts(session).locations.find((each) => each.locationId === locationId)
  const addresses: Address[] = []
  for (const field of FIELDS) {
    const address = reach[field]?.toLowerCase()
    if (!address) continue
    const fresh = location && (await freshOwnerOf(session, location, field, address))
    addresses.push({ field, key: `hoopai reach/${locationId}/${field} ${address}`, fresh })
  }
  return addresses
}
