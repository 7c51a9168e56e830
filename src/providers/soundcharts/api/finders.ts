/** Search by name for what has no routes of its own, and by address. Source: docs ref/search, openapi. */

import { assert } from '../../../core/errors.ts'
import {
  addressed,
  albumsNamed,
  allCollaborators,
  allFestivals,
  allVenues,
  type Collaborator,
  named,
  worldOf,
} from '../data.ts'
import { playlistUrl } from './crawled.ts'
import { ALBUM_LIGHT, ARTIST_LIGHT, SONG_V2 } from './entities.ts'
import { plain } from './envelope.ts'
import { FESTIVAL, VENUE } from './events.ts'
import { inSandbox } from './lookup.ts'
import { required, text } from './parameters.ts'
import { search } from './search.ts'
import { own, shape, TEXT, UUID } from './shapes.ts'
import { versions } from './versions.ts'

const COLLABORATOR = shape<Collaborator>({
  ...own<Collaborator>()(UUID, 'uuid'),
  ...own<Collaborator>()(TEXT, 'name'),
})

interface Address {
  readonly type: string
  readonly url: string
  readonly uuid: string
}
const ADDRESS = shape<Address>({
  ...own<Address>()(TEXT, 'type', 'url'),
  ...own<Address>()(UUID, 'uuid'),
})
const PLATFORM_URL = required(
  text({ about: 'the address of a page of an artist, a song or a playlist', source: 'docs ref/search' }),
)
const UNKNOWN = 'url_unknown'

export const finderRoutes = [
  ...search('album', albumsNamed, ALBUM_LIGHT),
  ...search('festival', (world, term) => named(allFestivals(world), term), FESTIVAL),
  ...search('venue', (world, term) => named(allVenues(world), term), VENUE),
  ...search('collaborator', (world, term) => named(allCollaborators(world), term), COLLABORATOR),
  ...versions(
    {
      name: 'search.external-url',
      path: '/search/external/url',
      scope: 'search',
      source: 'docs get-soundcharts-url-from-platform-url; openapi',
      reads: { platformUrl: PLATFORM_URL },
      refuses: [UNKNOWN],
      find: ({ platformUrl }, context): Address => {
        const world = worldOf(context.session)
        const found = addressed(world, platformUrl)
        assert(found && (found.of.sandbox || !inSandbox(context)), UNKNOWN)
        const { type, of } = found
        if (type === 'playlist') return { type, url: playlistUrl(of), uuid: of.uuid }
        const { appUrl } = type === 'artist' ? ARTIST_LIGHT.show(of, world) : SONG_V2.show(of, world)
        return { type, url: appUrl as string, uuid: of.uuid }
      },
    },
    { v2: plain('what the address leads to', ADDRESS) },
  ),
]
