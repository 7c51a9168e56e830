/** The shapes of `fixtures/hoopr/*.json`, which a user may lay files over: entities as the API shows them, by mode. */

import * as v from 'valibot'
import { fixture } from '../../../core/fixture.ts'

const text = v.pipe(v.string(), v.nonEmpty())
const slug = v.pipe(v.string(), v.regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'a slug such as "midnight-drive"'))
const whole = v.pipe(v.number(), v.integer(), v.minValue(0, 'a whole number from 0'))

/** What is left out is invented. */
const track = v.strictObject({
  id: text,
  name: text,
  slug,
  type: v.optional(v.picklist(['music', 'sfx'])),
  bpm: v.optional(text),
  songKey: v.optional(v.array(text)),
  timeSignature: v.optional(text),
  durationSeconds: v.optional(whole),
  region: v.optional(text),
  releaseDate: v.optional(v.pipe(v.string(), v.isoTimestamp())),
  hasVocals: v.optional(v.boolean()),
  isPRO: v.optional(v.boolean()),
  tags: v.optional(v.array(text)),
  artists: v.optional(v.array(v.strictObject({ id: text, name: text, role: text, isPrimary: v.boolean() }))),
  filters: v.optional(v.array(v.strictObject({ id: text, name: text, slug, type: text }))),
  // Of an answer that was pasted: the emulator serves its own.
  artworkUrl: v.optional(v.string()),
  streamUrl: v.optional(v.string()),
  usageCount: v.optional(whole),
})

const playlist = v.strictObject({
  id: text,
  code: v.optional(text),
  name: text,
  slug: v.optional(slug),
  description: v.optional(v.string()),
  type: v.optional(v.picklist(['CURATED', 'CUSTOM'])),
  /** How many, drawn from the catalogue; that many of the most licensed; or their slugs. */
  tracks: v.optional(
    v.union([whole, v.strictObject({ top: whole }), v.array(slug)], 'a number, {"top": a number} or a list of slugs'),
  ),
  /** Clients, counted from 0. Left out, all. */
  grantedTo: v.optional(v.array(whole)),
})

const filter = v.strictObject({ id: text, name: text, slug: v.optional(slug), rank: v.optional(whole) })
const group = v.array(filter)
const filters = v.strictObject({ genre: group, mood: group, usecase: group, instrument: v.optional(group) })

export type GivenTrack = v.InferOutput<typeof track>
export type GivenPlaylist = v.InferOutput<typeof playlist>
export type GivenFilters = v.InferOutput<typeof filters>

export const fixtures = {
  tracks: fixture('tracks that are there beside invented ones', 'docs/track-object, docs/api/top-tracks', {
    test: v.optional(many('tracks', track, ['id', 'slug'])),
    live: v.optional(many('tracks', track, ['id', 'slug'])),
  }),
  playlists: fixture('all playlists, how many tracks each holds, and who may read it', 'docs/api/list-playlists', {
    test: v.optional(many('playlists', playlist, ['id'])),
    live: v.optional(many('playlists', playlist, ['id'])),
  }),
  filters: fixture('the master list of filters, each group in the order of its ranks', 'docs/api/filters', {
    test: v.optional(filters),
    live: v.optional(filters),
  }),
}

function many<T extends v.GenericSchema>(what: string, schema: T, own: readonly (keyof v.InferOutput<T>)[]) {
  const differs = (list: v.InferOutput<T>[]) =>
    own.every((key) => new Set(list.map((each) => each[key])).size === list.length)
  return v.pipe(v.array(schema), v.check(differs, `${what} that differ in ${own.join(' and ')}`))
}
