/** Tracks: listed, searched, ranked, fetched. Source: docs/api/list-tracks, get-track, search, top-tracks, track-object. */

import { assert } from '../../../core/errors.ts'
import type { Json, JsonObject, Reply } from '../../../core/http.ts'
import type { Context, Route } from '../../../core/provider.ts'
import { digest } from '../../../core/random.ts'
import { fixed } from '../../../core/text.ts'
import { type Catalogue, type Mode, openCatalogue, type Track } from '../data.ts'
import type { Settings } from '../index.ts'
import { ok } from './envelope.ts'
import { artworkUrl, streamUrl } from './media.ts'
import { paginate } from './paging.ts'
import {
  inPath,
  listingParameters,
  pageParameters,
  readListing,
  readPage,
  readSearch,
  searchParameters,
} from './parameters.ts'
import { answers, pageOf, TOP_TRACK, TRACK } from './schemas.ts'

export const routes: readonly Route[] = [
  {
    name: 'tracks.list',
    method: 'GET',
    path: '/v1/tracks',
    scope: 'catalog:read',
    source: 'docs/api/list-tracks',
    about: 'all tracks or those that match, newest release first (assumed U17)',
    parameters: listingParameters,
    success: answers('a page of tracks', pageOf(TRACK)),
    refuses: ['invalid_request'],
    switch: 'sparse',
    handle: (context) => listMatching(context, readListing(context.call)),
  },
  {
    name: 'tracks.get',
    method: 'GET',
    path: '/v1/tracks/:slug',
    scope: 'catalog:read',
    source: 'docs/api/get-track',
    about: 'one track, its stream URL signed anew',
    parameters: [inPath('slug', "a track's slug; its id is no key", 'docs/api/get-track')],
    success: answers('the track', TRACK),
    refuses: ['track_not_found'],
    switch: 'sparse',
    handle: getTrack,
  },
  {
    name: 'tracks.search',
    method: 'POST',
    path: '/v1/search',
    scope: 'search',
    source: 'docs/api/search; assumed U1',
    about: 'what GET /v1/tracks lists, asked in a body; an empty object asks for all',
    parameters: searchParameters,
    success: { ...answers('a page of tracks', pageOf(TRACK)), status: ({ searchStatus }) => Number(searchStatus) },
    refuses: ['invalid_request'],
    switch: 'searchStatus',
    handle: async (context) => ({
      ...(await listMatching(context, readSearch(context.call))),
      status: Number((context.settings as Settings).searchStatus),
    }),
  },
  {
    name: 'tracks.top',
    method: 'GET',
    path: '/v1/tracks-top',
    scope: 'analytics:read',
    source: 'docs/api/top-tracks; assumed D3',
    about: 'the most licensed tracks, each with how often it was',
    parameters: pageParameters,
    success: answers('a page of tracks', pageOf(TOP_TRACK)),
    refuses: ['invalid_request'],
    switch: 'shortTopTracks',
    handle: listTop,
  },
]

/** The catalogue of the token's mode: neither mode can read the other's data (docs/modes). */
export function catalogueOf({ session, token }: Context): Promise<Catalogue> {
  return openCatalogue(session, token!.mode as Mode)
}

/** How tracks were shown last. One looks the same until its URL is signed anew: for a second, or on a clock that stands. */
const shownLast = new WeakMap<Track, { readonly url: string; readonly isSparse: boolean; readonly shown: JsonObject }>()

/** A track as this call is answered: its URLs are built from the request and signed now. */
export function showTrack({ call, settings }: Context, track: Track): JsonObject {
  const { sparse: isSparse } = settings as Settings
  const url = streamUrl(call.base, track.id, call.at)
  const last = shownLast.get(track)
  if (last && last.url === url && last.isSparse === isSparse) return last.shown
  const whole = { ...track, artworkUrl: artworkUrl(call.base, track.id), streamUrl: url }
  const shown = fixed(isSparse ? sparse(whole) : whole)
  shownLast.set(track, { url, isSparse, shown })
  return shown
}

async function listMatching(context: Context, asked: ReturnType<typeof readListing>): Promise<Reply> {
  const catalogue = await catalogueOf(context)
  const found = catalogue.matching(asked)
  return ok(
    context,
    paginate(found, asked, (index) => showTrack(context, catalogue.track(index))),
  )
}

async function getTrack(context: Context): Promise<Reply> {
  const track = (await catalogueOf(context)).bySlug(context.params.slug!)
  assert(track, 'track_not_found')
  return ok(context, showTrack(context, track))
}

/** By what is shown of a track, the same with how often it was licensed. */
const ranked = new WeakMap<JsonObject, JsonObject>()

async function listTop(context: Context): Promise<Reply> {
  const page = readPage(context.call)
  const catalogue = await catalogueOf(context)
  const show = (index: number): Json => {
    const shown = showTrack(context, catalogue.track(index))
    let track = ranked.get(shown)
    if (!track) ranked.set(shown, (track = fixed({ ...shown, usageCount: catalogue.usage(index) })))
    return (context.settings as Settings).shortTopTracks ? short(track) : track
  }
  return ok(context, paginate(catalogue.top(), page, show))
}

/** What the sample of docs/api/top-tracks shows, where its prose promises the whole track (D3). */
function short(track: JsonObject): JsonObject {
  const { id, name, slug, type, durationSeconds, usageCount, artworkUrl } = track
  return { id, name, slug, type, durationSeconds, usageCount, artworkUrl }
}

/** Every field is optional: a sound effect has no tempo, key or time, and each track lacks three in ten of the rest (U30). */
function sparse(track: JsonObject): JsonObject {
  const fewer: JsonObject = {}
  for (const name in track) {
    const always = name === 'id' || name === 'slug'
    const tonal = name === 'bpm' || name === 'songKey' || name === 'timeSignature'
    const lacking = (track.type === 'sfx' && tonal) || digest(`${track.id} ${name}`) < 'I'
    if (always || !lacking) fewer[name] = track[name]
  }
  return fewer
}
