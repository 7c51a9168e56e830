/** Album metadata. Source: docs ref/album; v2.51 shows what v2.36 does (assumed). */

import type { JsonObject } from '../../../core/http.ts'
import type { Context, Handler } from '../../../core/provider.ts'
import { type Album, albums } from '../data.ts'
import { albumV2, albumV236 } from './entities.ts'
import { single } from './envelope.ts'
import { readPlatform, visible } from './lookup.ts'
import { versions } from './versions.ts'

type Find = (context: Context) => Album | undefined

export const albumRoutes = [
  ...metadata('album.get', '/album/by-uuid/:uuid', ({ session, params }) => albums.byUuid(session.seed, params.uuid!)),
  ...metadata('album.by-upc', '/album/by-upc/:upc', ({ session, params }) => albums.byCode(session.seed, params.upc!)),
  ...metadata('album.by-platform', '/album/by-platform/:platform/:identifier', (context) =>
    albums.byIdentifier(context.session.seed, readPlatform(context), context.params.identifier!),
  ),
]

function metadata(name: string, path: string, find: Find) {
  const shown = (show: (album: Album) => JsonObject): Handler => {
    return (context) => single('album', show(visible(context, find(context), 'album_not_found')))
  }
  return versions(
    { name, path, scope: 'metadata', source: 'docs ref/album' },
    { 'v2.51': shown(albumV236), 'v2.36': shown(albumV236), v2: shown(albumV2) },
  )
}
