/** The lists that artists and songs have in common: albums, and plays on the radio. */

import { type Album, sorted } from '../data.ts'
import { PAGE, sortOf } from './envelope.ts'
import { choice } from './parameters.ts'

export const ALBUM_LIST = {
  type: choice(['all', 'album', 'single', 'compil'], {
    fallback: 'all',
    about: 'only albums of this type',
    source: 'docs ref/artist; sdk',
  }),
  ...sortOf(['title', 'releaseDate'], 'title', 'asc', 'docs ref/artist; sdk; assumed (the default)'),
  ...PAGE,
}

interface Wanted {
  readonly type: string
  readonly sortBy: 'title' | 'releaseDate'
  readonly sortOrder: 'asc' | 'desc'
}

/** Those of a type, in the order asked for; an unknown date comes before all others. */
export function listAlbums(albums: readonly Album[], { type, sortBy, sortOrder }: Wanted): Album[] {
  const key = ({ name, releaseDate }: Album) =>
    sortBy === 'title' ? name.toLowerCase() : releaseDate && Date.parse(releaseDate)
  return ordered(
    sorted(
      albums.filter((album) => type === 'all' || album.type === type),
      key,
    ),
    sortOrder,
  )
}

/** An ascending list in the direction asked for. */
export function ordered<T>(items: readonly T[], order: 'asc' | 'desc'): T[] {
  return order === 'asc' ? [...items] : items.toReversed()
}
