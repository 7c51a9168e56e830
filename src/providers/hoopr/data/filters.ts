/** The master list of filters: genre, mood and use case, and what each group may grow to hold. Source: docs/api/filters. */

import type { Group } from '../data.ts'
import type { GivenFilters } from './fixtures.ts'

/** As `GET /v1/filters` lists it, under its group's name. */
export type Filter = { id: string; name: string; slug: string; rank: number }

/** All groups, each in the order of its ranks. */
export type Filters = Readonly<Record<Group, readonly Filter[]>>

export function listFilters({ genre, mood, usecase, instrument = [] }: GivenFilters): Filters {
  return { genre: ranked(genre), mood: ranked(mood), usecase: ranked(usecase), instrument: ranked(instrument) }
}

function ranked(group: GivenFilters['genre']): Filter[] {
  return group.map(({ id, name, slug = slugOf(name) }, i) => ({ id, name, slug, rank: i + 1 }))
}

/** `Hip Hop` -> `hip-hop`. */
export function slugOf(name: string): string {
  return name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')
}
