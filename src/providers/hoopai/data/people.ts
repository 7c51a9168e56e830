/** The people of a fresh location: its team and those it knows. Pure functions of seed, location and number. */

import type { Session } from '../../../core/session.ts'
import type { Location } from '../data.ts'
import { worldOf } from './world.ts'

/** How many companies the people of a location work for. */
const BUSINESSES = 40
/** The first line of each area: 555-0100 to 555-0199 are kept for made-up numbers. */
const FIRST_LINE = 5_550_100

/** What is made up about one of those whom a location knows. An address is nobody else's there. */
export interface Person {
  readonly gender: 'female' | 'male'
  readonly firstName: string
  readonly lastName: string
  readonly email: string
  /** E.164. */
  readonly phone: string
  readonly address1: string
  readonly city: string
  readonly state: string
  readonly postalCode: string
  readonly timezone: string
  /** YYYY-MM-DD. */
  readonly dateOfBirth: string
  readonly companyName: string
  readonly businessId: string
}

/**
 * Who is behind each number from 0. Names are Faker's, taken from its lists: its functions cost thirty times as much.
 * They are loaded at first use.
 */
export async function peopleOf(session: Session, { locationId }: Location): Promise<(i: number) => Person> {
  const { places, companyKinds } = worldOf(session)
  const { faker } = await import('@faker-js/faker/locale/en')
  const { person, location } = faker.rawDefinitions
  const [female, male] = [person?.first_name?.female ?? [], person?.first_name?.male ?? []]
  const families = person?.last_name?.generic ?? []
  const streets = location?.street_name ?? []
  const businesses = Array.from({ length: BUSINESSES }, (_, i) => {
    const made = session.draw('hoopai business', locationId, i)
    const kind = companyKinds[i % companyKinds.length]
    return { companyName: `${families[made.integer(0, families.length - 1)]} ${kind}`, businessId: made.hex(24) }
  })
  return (i) => {
    const digits = session.draw('hoopai person', locationId, i).hex(56)
    const chance = (nth: number) => Number.parseInt(digits.slice(nth * 8, nth * 8 + 8), 16)
    const pick = <T>(nth: number, list: readonly T[]) => list[chance(nth) % list.length]!
    const gender = chance(0) % 2 === 0 ? 'female' : 'male'
    const firstName = pick(1, gender === 'female' ? female : male)
    const lastName = pick(2, families)
    const { city, state, zip, area, timezone } = places[i % places.length]!
    const birth = chance(5)
    return {
      gender,
      firstName,
      lastName,
      email: emailOf(firstName, lastName, i),
      phone: `+1${area}${FIRST_LINE + Math.floor(i / places.length)}`,
      address1: `${1 + (chance(3) % 999)} ${pick(4, streets)}`,
      city,
      state,
      postalCode: zip + two(birth % 100),
      timezone,
      dateOfBirth: `${1950 + (birth % 55)}-${two(1 + (birth % 12))}-${two(1 + (birth % 28))}`,
      ...pick(6, businesses),
    }
  }
}

/** The number of the person whom an email or phone was made for, should it be one of these. */
export function numberIn(session: Session, field: 'email' | 'phone', address: string): number | undefined {
  if (field === 'email') {
    const [, digits] = /(\d+)@example\.com$/.exec(address) ?? []
    return digits === undefined ? undefined : Number(digits)
  }
  const [, area, line] = /^\+1(\d{3})(\d{7})$/.exec(address) ?? []
  const { places } = worldOf(session)
  const place = places.findIndex((each) => each.area === area)
  const row = Number(line) - FIRST_LINE
  return place < 0 || row < 0 ? undefined : row * places.length + place
}

/** Ids of a location's users: its admin first. */
export function teamOf(session: Session, { locationId, userId }: Location): string[] {
  return [userId, ...[1, 2].map((i) => session.draw('hoopai user', locationId, i).alphanumeric(20))]
}

function emailOf(firstName: string, lastName: string, i: number): string {
  return `${firstName}.${lastName}${two(i)}@example.com`.toLowerCase().replace(/[^a-z0-9.@]/g, '')
}

function two(n: number): string {
  return String(n).padStart(2, '0')
}
