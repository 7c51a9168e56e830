/** Radio stations and what they air. Source: docs ref/radio, ref/search, openapi. */

import type { Context } from '../../../core/provider.ts'
import {
  allRadios,
  type Broadcast,
  feedOf,
  named,
  pageAt,
  platforms,
  type Radio,
  radioBySlug,
  songs,
  worldOf,
} from '../data.ts'
import { RADIO_LIGHT } from './broadcasts.ts'
import { country } from './codes.ts'
import { SONG_LIGHT } from './entities.ts'
import { about, collection, PAGE } from './envelope.ts'
import { inSandbox, ONE_PLATFORM, visible } from './lookup.ts'
import { atomAt } from './moments.ts'
import { text } from './parameters.ts'
import { search } from './search.ts'
import { DATE, inner, listOf, own, shape, TEXT, WHOLE } from './shapes.ts'
import { versions } from './versions.ts'
import { daysOf, WINDOW } from './window.ts'

const SHARED = { scope: 'radio', refuses: ['radio_not_found'] } as const
const SLUG = { slug: text({ in: 'path', about: 'the slug of a station, such as bbc-2', source: 'docs ref/radio' }) }

const ofRadio = own<Radio>()
export const RADIO = shape<Radio>({
  ...ofRadio(TEXT, 'name', 'slug', 'countryCode', 'countryName', 'cityName', 'timeZone'),
  ...ofRadio(WHOLE, 'reach'),
  ...ofRadio(listOf(TEXT), 'genres'),
  ...ofRadio(TEXT, 'imageUrl'),
  ...ofRadio(DATE, 'firstAiredAt'),
})
const PLAY = shape<Broadcast>({
  song: inner(SONG_LIGHT, ({ song }, world) => songs.at(world, song)!),
  airedAt: [DATE, ({ airedAt }) => atomAt(airedAt)],
  duration: [WHOLE, ({ song }, world) => songs.at(world, song)!.duration],
})

interface Identifier {
  readonly platformName: string
  readonly platformCode: string
  readonly identifier: string
  readonly url: string
}
const IDENTIFIER = shape<Identifier>(own<Identifier>()(TEXT, 'platformName', 'platformCode', 'identifier', 'url'))

export const radioRoutes = [
  ...versions(
    {
      ...SHARED,
      name: 'radio.live-feed',
      path: '/radio/:slug/live-feed',
      about: 'newest first',
      source: 'docs get-live-feed; openapi; assumed (order)',
      reads: { ...SLUG, ...WINDOW, ...PAGE },
      find: (given, context) => {
        const [related, { at }] = [one(given, context), context.call]
        return { related, items: feedOf(worldOf(context.session), related, daysOf(given, at), at) }
      },
    },
    { v2: about(RADIO_LIGHT, PLAY) },
  ),
  ...versions(
    {
      ...SHARED,
      name: 'radio.identifiers',
      path: '/radio/:slug/identifiers',
      source: 'docs ref/radio; sdk',
      reads: { ...SLUG, ...ONE_PLATFORM, ...PAGE },
      find: (given, context) => {
        const related = one(given, context)
        const found = platforms(worldOf(context.session)).filter((each) => !given.platform || each === given.platform)
        const items = found.flatMap((platform): Identifier[] => {
          const identifier = related.identifiers[platform.code]
          if (identifier === undefined) return []
          const url = pageAt(platform, 'artist', identifier)
          return [{ platformName: platform.name, platformCode: platform.code, identifier, url }]
        })
        return { related, items }
      },
    },
    { v2: about(RADIO_LIGHT, IDENTIFIER) },
  ),
  ...versions(
    {
      name: 'radio.list',
      path: '/radio',
      scope: 'radio',
      source: 'openapi; docs def',
      reads: PAGE,
      find: (_, context) => heard(context),
    },
    { 'v2.22': collection(RADIO) },
  ),
  ...versions(
    {
      name: 'radio.by-country',
      path: '/radio/by-country/:countryCode',
      scope: 'radio',
      source: 'openapi; docs def',
      reads: { countryCode: country({ in: 'path', about: 'two letters', source: 'openapi' }), ...PAGE },
      find: ({ countryCode }, context) => heard(context).filter((radio) => radio.countryCode === countryCode),
    },
    { 'v2.22': collection(RADIO) },
  ),
  ...search('radio', (world, term) => named(allRadios(world), term), RADIO_LIGHT),
]

function one({ slug }: { readonly slug: string }, context: Context): Radio {
  return visible(context, radioBySlug(worldOf(context.session), slug), 'radio_not_found')
}

/** The stations of the caller's dataset. */
function heard(context: Context): Radio[] {
  return allRadios(worldOf(context.session)).filter(({ sandbox }) => sandbox || !inSandbox(context))
}
