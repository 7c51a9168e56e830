/** A location's contacts: their form, and sixty fresh ones. */

import world from '../../../../fixtures/hoopai/location.json' with { type: 'json' }
import { DAY, HOUR, type Instant, iso, MINUTE } from '../../../core/clock.ts'
import type { Json, JsonObject } from '../../../core/http.ts'
import type { Session } from '../../../core/session.ts'
import type { Entry } from '../../../core/state.ts'
import type { Location } from '../data.ts'
import { fakerFor, teamOf } from './people.ts'

/** Where the dates of fresh records begin, whatever the session's clock says. */
export const EPOCH: Instant = Date.UTC(2025, 0, 6, 9)
export const FRESH_CONTACTS = 60

/** As GET /contacts/{id} shows it, less what follows from the rest (name, lower-case copies). Dates are ISO 8601. */
export type Contact = {
  readonly id: string
  readonly locationId: string
  readonly firstName?: string | undefined
  readonly lastName?: string | undefined
  readonly email?: string | undefined
  /** E.164. */
  readonly phone?: string | undefined
  readonly companyName?: string | undefined
  readonly address1?: string | undefined
  readonly city?: string | undefined
  readonly state?: string | undefined
  readonly country?: string | undefined
  readonly postalCode?: string | undefined
  readonly website?: string | undefined
  readonly timezone?: string | undefined
  readonly gender?: string | undefined
  /** YYYY-MM-DD. */
  readonly dateOfBirth?: string | undefined
  readonly source?: string | undefined
  readonly assignedTo?: string | undefined
  readonly type: string
  readonly dnd: boolean
  readonly dndSettings?: JsonObject | undefined
  readonly inboundDndSettings?: JsonObject | undefined
  readonly tags: string[]
  readonly followers: string[]
  readonly customFields: { id: string; value: Json }[]
  readonly dateAdded: string
  readonly dateUpdated: string
}

export function nameOf({ firstName, lastName }: Contact): string | undefined {
  return [firstName, lastName].filter(Boolean).join(' ') || undefined
}

export function freshContactId(session: Session, locationId: string, i: number): string {
  return session.draw('hoopai fresh contact', locationId, i).alphanumeric(20)
}

/** When a fresh contact was added: one every seven hours and some minutes. */
export function freshContactAt(i: number): Instant {
  return EPOCH + i * 7 * HOUR + ((i * 37) % 60) * MINUTE
}

export async function freshContacts(session: Session, location: Location): Promise<Entry<Contact>[]> {
  const faker = await fakerFor(session, location)
  const { locationId } = location
  const team = teamOf(session, location)
  return Array.from({ length: FRESH_CONTACTS }, (_, i) => {
    const id = freshContactId(session, locationId, i)
    const at = freshContactAt(i)
    const [firstName, lastName] = [faker.person.firstName(), faker.person.lastName()]
    const n = String(i).padStart(2, '0')
    const value: Contact = {
      id,
      locationId,
      firstName,
      lastName,
      email: `${firstName}.${lastName}${n}@example.com`.toLowerCase().replace(/[^a-z0-9.@]/g, ''),
      phone: `+120255501${n}`,
      ...(i % 3 === 0 ? { companyName: faker.company.name() } : {}),
      address1: faker.location.streetAddress(),
      city: faker.location.city(),
      state: faker.location.state({ abbreviated: true }),
      country: 'US',
      postalCode: faker.location.zipCode('#####'),
      timezone: location.timezone,
      source: world.sources[i % world.sources.length],
      ...(i % 4 === 0 ? {} : { assignedTo: team[i % team.length] }),
      type: 'lead',
      dnd: i % 20 === 19,
      tags: world.tags.filter((_, t) => (i + t) % 5 < 2),
      followers: [],
      customFields: [],
      dateAdded: iso(at),
      dateUpdated: iso(at + (i % 5) * DAY),
    }
    return { id, order: at, value }
  })
}
