/** The master list of filters: genre, mood and use case, and what each group may grow to hold. Source: docs/api/filters. */

import fixture from '../../../../fixtures/hoopr/filters.json' with { type: 'json' }
import type { Group, Mode } from '../data.ts'

/** As `GET /v1/filters` lists it, under its group's name. */
export type Filter = { id: string; name: string; slug: string; rank: number }

/** All groups of one mode, each in the order of its ranks. Both modes know the same slugs, under ids of their own. */
export function filtersOf(mode: Mode): Readonly<Record<Group, readonly Filter[]>> {
  return FILTERS[mode]
}

/** `Hip Hop` -> `hip-hop`. */
export function slugOf(name: string): string {
  return name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')
}

const FILTERS = { test: list('test'), live: list('live') }

function list(mode: Mode): Record<Group, Filter[]> {
  const group = (name: Group) =>
    fixture[name].map(({ id, name }, i) => ({
      id: mode === 'test' ? id : id.replace(/^f/, 'e'),
      name,
      slug: slugOf(name),
      rank: i + 1,
    }))
  return { genre: group('genre'), mood: group('mood'), usecase: group('usecase'), instrument: group('instrument') }
}
