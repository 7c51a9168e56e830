/** Where an artist plays. Source: docs ref/artist get-events, def; without dates, all that is known (assumed). */

import { assert } from '../../../core/errors.ts'
import { dayOf, EVENT_TYPES, type Event, eventsOf, worldOf } from '../data.ts'
import { ARTIST_LIGHT } from './entities.ts'
import { about, PAGE, sortOf } from './envelope.ts'
import { ordered } from './lists.ts'
import { ARTIST } from './lookup.ts'
import { choice } from './parameters.ts'
import { atom } from './plots.ts'
import { DATE, own, shape, TEXT, UUID, WHOLE } from './shapes.ts'
import { versions } from './versions.ts'
import { bound } from './window.ts'

type Venue = NonNullable<Event['venue']>
type Festival = NonNullable<Event['festival']>

export const VENUE = shape<Venue>({
  ...own<Venue>()(UUID, 'uuid'),
  ...own<Venue>()(TEXT, 'name', 'cityName', 'countryCode', 'countryName', 'region'),
  ...own<Venue>()(WHOLE, 'capacity'),
})
export const FESTIVAL = shape<Festival>({
  ...own<Festival>()(UUID, 'uuid'),
  ...own<Festival>()(TEXT, 'name', 'cityName', 'countryCode', 'countryName'),
})
const NULL = { type: 'null' }
const EVENT = shape<Event>({
  ...own<Event>()(TEXT, 'name', 'type'),
  date: [DATE, ({ day }) => atom(day)],
  venue: [{ anyOf: [VENUE.schema, NULL] }, ({ venue }, world) => venue && VENUE.show(venue, world)],
  festival: [{ anyOf: [FESTIVAL.schema, NULL] }, ({ festival }, world) => festival && FESTIVAL.show(festival, world)],
})

export const eventRoutes = versions(
  {
    name: 'artist.events',
    path: '/artist/:uuid/events',
    scope: 'events',
    source: 'docs ref/artist; sdk',
    reads: {
      ...ARTIST.reads,
      type: choice(['all', ...EVENT_TYPES], {
        fallback: 'all',
        about: 'only events of this type',
        source: 'docs ref/artist',
      }),
      startDate: bound('the first day', 'docs ref/artist; assumed (the default)'),
      endDate: bound('the last day', 'docs ref/artist; assumed (the default)'),
      ...sortOf(['date'], 'date', 'asc', 'docs ref/artist'),
      ...PAGE,
    },
    refuses: [ARTIST.missing, 'invalid_period'],
    find: (given, context) => {
      const { type, startDate, endDate, sortOrder } = given
      assert(startDate === undefined || endDate === undefined || startDate <= endDate, 'invalid_period')
      const related = ARTIST.find(given, context)
      const all = eventsOf(worldOf(context.session), related, dayOf(context.call.at), startDate, endDate)
      const items = ordered(
        all.filter((event) => type === 'all' || event.type === type),
        sortOrder,
      )
      return { related, items }
    },
  },
  { v2: about(ARTIST_LIGHT, EVENT) },
)
