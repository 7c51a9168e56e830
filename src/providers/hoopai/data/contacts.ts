/** A location's contacts: their form, and the fresh ones, of whom each is a function of seed, location and number. */

import { DAY, HOUR, type Instant, iso, MINUTE } from '../../../core/clock.ts'
import type { Json, JsonObject } from '../../../core/http.ts'
import type { Session } from '../../../core/session.ts'
import type { Entry } from '../../../core/state.ts'
import type { Location } from '../data.ts'
import { type CustomField, customFieldsOf } from './custom-fields.ts'
import { numberIn, peopleOf, teamOf } from './people.ts'
import { samplesOf } from './samples.ts'
import { SETTINGS } from './settings.ts'
import { worldOf } from './world.ts'

/** Where the dates of fresh records begin, whatever the session's clock says. */
export const EPOCH: Instant = Date.UTC(2025, 0, 6, 9)
/** How many there are, unless a setting says otherwise. */
export const FRESH_CONTACTS = SETTINGS.contactsPerLocation.default

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
  /** Of the company, which several contacts may share. */
  readonly businessId?: string | undefined
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

/** How many fresh contacts a location has: as many as the session says, and no fewer than there are samples. */
export function freshContactCount(session: Session, locationId: string): number {
  const { options, script } = session
  const set = script?.settings.hoopai?.contactsPerLocation ?? options.settings?.hoopai?.contactsPerLocation
  return Math.max(Number(set ?? FRESH_CONTACTS), samplesOf(session, locationId).contacts.length)
}

export function freshContactId(session: Session, locationId: string, i: number): string {
  return (
    samplesOf(session, locationId).contacts[i]?.id ??
    session.draw('hoopai fresh contact', locationId, i).alphanumeric(20)
  )
}

/** When a fresh contact was added: one every seven hours and some minutes. Beyond the usual number they are older ones. */
export function freshContactAt(i: number): Instant {
  if (i >= FRESH_CONTACTS) return EPOCH - (i - FRESH_CONTACTS + 1) * HOUR
  return EPOCH + i * 7 * HOUR + ((i * 37) % 60) * MINUTE
}

/** The documentation's samples first, in a location that has any. The place of each is its number. */
export async function freshContacts(session: Session, location: Location): Promise<Entry<Contact>[]> {
  const { locationId } = location
  const samples = samplesOf(session, locationId).contacts.map((sample) => ({
    ...plain(sample.id, locationId, sample.dateAdded),
    ...sample,
  }))
  const make = await maker(session, location)
  const count = freshContactCount(session, locationId)
  const made = Array.from({ length: count - samples.length }, (_, i) => make(samples.length + i))
  return [...samples, ...made].map((value) => ({ id: value.id, order: Date.parse(value.dateAdded), value }))
}

/** A contact of whom nothing is known. */
export function plain(id: string, locationId: string, dateAdded: string): Contact {
  return {
    id,
    locationId,
    country: 'US',
    type: 'lead',
    dnd: false,
    tags: [],
    followers: [],
    customFields: [],
    dateAdded,
    dateUpdated: dateAdded,
  }
}

/** The id of the fresh contact that an email or phone, in lower case, was given to. */
export async function freshOwnerOf(
  session: Session,
  location: Location,
  field: 'email' | 'phone',
  address: string,
): Promise<string | undefined> {
  const { locationId } = location
  const samples = samplesOf(session, locationId).contacts
  const sample = samples.find((each) => each[field]?.toLowerCase() === address)
  if (sample) return sample.id
  const i = numberIn(session, field, address)
  if (i === undefined || i < samples.length || i >= freshContactCount(session, locationId)) return undefined
  const person = (await peopleOf(session, location))(i)
  return person[field] === address ? freshContactId(session, locationId, i) : undefined
}

async function maker(session: Session, location: Location): Promise<(i: number) => Contact> {
  const { locationId } = location
  const person = await peopleOf(session, location)
  const team = teamOf(session, location)
  const { sources, tags } = worldOf(session)
  const fields = customFieldsOf(session, location).filter(({ model }) => model === 'contact')
  return (i) => {
    const at = freshContactAt(i)
    const known = person(i)
    // Numbers that have no divisor in common, so that who has a tag may live anywhere.
    const employed = i % 3 === 0
    return {
      id: freshContactId(session, locationId, i),
      locationId,
      ...known,
      companyName: employed ? known.companyName : undefined,
      businessId: employed ? known.businessId : undefined,
      dateOfBirth: i % 7 < 4 ? known.dateOfBirth : undefined,
      country: 'US',
      source: sources[(i % 13) % sources.length],
      assignedTo: i % 9 === 0 ? undefined : team[i % team.length],
      type: 'lead',
      dnd: i % 21 === 19,
      tags: tags.filter((_, t) => ((i % 11) + t) % 5 < 2),
      followers: [],
      customFields: fields
        .filter((_, n) => (i + n) % 4 === 0)
        .map((field) => ({ id: field.id, value: answerOf(field, i) })),
      dateAdded: iso(at),
      dateUpdated: iso(at + (i % 5) * DAY),
    }
  }
}

function answerOf({ dataType, picklistOptions }: CustomField, i: number): Json {
  if (picklistOptions?.length) return picklistOptions[i % picklistOptions.length]!
  return dataType === 'NUMERICAL' ? String(500 * (1 + (i % 20))) : 'a friend'
}
