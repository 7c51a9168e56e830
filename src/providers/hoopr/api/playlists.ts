/** Playlists that a client may read, and their tracks. Source: docs/api/list-playlists, get-playlist, playlist-tracks. */

import { assert } from '../../../core/errors.ts'
import type { Reply } from '../../../core/http.ts'
import type { Context, Route } from '../../../core/provider.ts'
import { type Catalogue, clients, type Shelved } from '../data.ts'
import { ok } from './envelope.ts'
import { paginate } from './paging.ts'
import { readPage } from './parameters.ts'
import { catalogueOf, showTrack } from './tracks.ts'

export const routes: readonly Route[] = [
  {
    name: 'playlists.list',
    method: 'GET',
    path: '/v1/playlists',
    scope: 'catalog:read',
    source: 'docs/api/list-playlists',
    handle: listPlaylists,
  },
  {
    name: 'playlists.get',
    method: 'GET',
    path: '/v1/playlists/:playlistId',
    scope: 'catalog:read',
    source: 'docs/api/get-playlist',
    handle: async (context) => ok(context, find(context, await catalogueOf(context)).playlist),
  },
  {
    name: 'playlists.tracks',
    method: 'GET',
    path: '/v1/playlists/:playlistId/tracks',
    scope: 'catalog:read',
    source: 'docs/api/playlist-tracks',
    handle: listTracks,
  },
]

/** What is not granted is not listed. */
async function listPlaylists(context: Context): Promise<Reply> {
  const page = readPage(context.call)
  const { playlists } = await catalogueOf(context)
  const readable = playlists.filter((shelved) => granted(context, shelved))
  return ok(
    context,
    paginate(readable, page, ({ playlist }) => playlist),
  )
}

async function listTracks(context: Context): Promise<Reply> {
  const page = readPage(context.call)
  const catalogue = await catalogueOf(context)
  const tracks = catalogue.tracksOf(find(context, catalogue))
  return ok(
    context,
    paginate(tracks, page, (index) => showTrack(context, catalogue.track(index))),
  )
}

/** Unknown, or of the other mode: 404; known and not granted: 403 (assumed U25). An id is any string (D5). */
function find(context: Context, { playlists }: Catalogue): Shelved {
  const found = playlists.find(({ playlist }) => playlist.id === context.params.playlistId)
  assert(found, 'playlist_not_found')
  assert(granted(context, found), 'playlist_restricted')
  return found
}

function granted({ session, token }: Context, { grantedTo }: Shelved): boolean {
  return grantedTo?.some((i) => clients(session)[i]?.clientId === token?.client) ?? true
}
