/** Playlists that a client may read, and their tracks. Source: docs/api/list-playlists, get-playlist, playlist-tracks. */

import { assert } from '../../../core/errors.ts'
import type { Reply } from '../../../core/http.ts'
import type { Context, Route } from '../../../core/provider.ts'
import { readableBy } from '../data/grants.ts'
import type { Catalogue, Shelved } from '../data.ts'
import { ok } from './envelope.ts'
import { paginate } from './paging.ts'
import { inPath, pageParameters, readPage } from './parameters.ts'
import { answers, PLAYLIST, pageOf, TRACK } from './schemas.ts'
import { catalogueOf, showTrack } from './tracks.ts'

const id = inPath('playlistId', 'called a UUID, and treated as any text', 'docs/api/get-playlist; assumed D5')
const refuses = ['playlist_not_found', 'playlist_restricted']

export const routes: readonly Route[] = [
  {
    name: 'playlists.list',
    method: 'GET',
    path: '/v1/playlists',
    scope: 'catalog:read',
    source: 'docs/api/list-playlists',
    about: 'the playlists that are granted to the client, by name',
    parameters: pageParameters,
    success: answers('a page of playlists', pageOf(PLAYLIST)),
    refuses: ['invalid_request'],
    handle: listPlaylists,
  },
  {
    name: 'playlists.get',
    method: 'GET',
    path: '/v1/playlists/:playlistId',
    scope: 'catalog:read',
    source: 'docs/api/get-playlist',
    about: 'one playlist; restricted when it is not granted (assumed U25)',
    parameters: [id],
    success: answers('the playlist', PLAYLIST),
    refuses,
    handle: async (context) => ok(context, (await find(context, await catalogueOf(context))).playlist),
  },
  {
    name: 'playlists.tracks',
    method: 'GET',
    path: '/v1/playlists/:playlistId/tracks',
    scope: 'catalog:read',
    source: 'docs/api/playlist-tracks',
    about: "a playlist's tracks, in its order",
    parameters: [id, ...pageParameters],
    success: answers('a page of tracks', pageOf(TRACK)),
    refuses: [...refuses, 'invalid_request'],
    handle: listTracks,
  },
]

/** What is not granted is not listed. */
async function listPlaylists(context: Context): Promise<Reply> {
  const page = readPage(context.call)
  const [{ playlists }, granted] = await Promise.all([catalogueOf(context), readableBy(context)])
  return ok(
    context,
    paginate(playlists.filter(granted), page, ({ playlist }) => playlist),
  )
}

async function listTracks(context: Context): Promise<Reply> {
  const page = readPage(context.call)
  const catalogue = await catalogueOf(context)
  const tracks = catalogue.tracksOf(await find(context, catalogue))
  return ok(
    context,
    paginate(tracks, page, (index) => showTrack(context, catalogue.track(index))),
  )
}

/** Unknown, or of the other mode: 404; known and not granted: 403 (assumed U25). An id is any string (D5). */
async function find(context: Context, { playlists }: Catalogue): Promise<Shelved> {
  const found = playlists.find(({ playlist }) => playlist.id === context.params.playlistId)
  assert(found, 'playlist_not_found')
  assert((await readableBy(context))(found), 'playlist_restricted')
  return found
}
