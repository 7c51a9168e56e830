/** The people of a fresh location: its team and those it knows. Pure functions of seed and location. */

import type { Faker } from '@faker-js/faker'
import type { Session } from '../../../core/session.ts'
import type { Location } from '../data.ts'

/** Made-up people, equal for equal seeds and locations. Faker is loaded at first use, in one language, with chance of its own. */
export async function fakerFor(session: Session, { locationId }: Location): Promise<Faker> {
  const { faker } = await import('@faker-js/faker/locale/en')
  let state = Number.parseInt(session.draw('hoopai people', locationId).hex(8), 16)
  // Mulberry32: one step is one addition and three multiplications.
  const next = () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32
  }
  const Own = faker.constructor as typeof Faker
  return new Own({ locale: faker.rawDefinitions, randomizer: { next, seed: () => {} } })
}

/** Ids of a location's users: its admin first. */
export function teamOf(session: Session, { locationId, userId }: Location): string[] {
  return [userId, ...[1, 2].map((i) => session.draw('hoopai user', locationId, i).alphanumeric(20))]
}
