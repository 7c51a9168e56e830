/** Charts, and how bodies show what stands on them (section 11.4 of the fact sheet). */

import type { Json } from '../../../core/http.ts'
import { albums, type Chart, countAt, editionAt, peakPosition, type Standing, songs } from '../data.ts'
import { ALBUM_LIGHT, SONG_LIGHT } from './entities.ts'
import { atomAt } from './moments.ts'
import { DATE, inner, type Members, objectOf, orNull, own, type Shape, shape, TEXT, TRUTH, WHOLE } from './shapes.ts'

const ofChart = own<Chart>()
const METRIC = objectOf({ type: TEXT, description: TEXT })
const chart: Members<Chart> = {
  ...ofChart(TEXT, 'name', 'type', 'slug', 'platform', 'frequency', 'countryCode', 'countryName', 'cityName'),
  ...ofChart(WHOLE, 'maxResultsCount'),
}
const linked: Members<Chart> = { ...chart, ...ofChart(TEXT, 'webUrl') }

export const CHART = shape<Chart>(chart)
/** As album ranks show it (docs def). */
export const CHART_LINKED = shape<Chart>(linked)
/** As newer rankings show it; null where it shows no metric (assumed). */
export const CHART_MEASURED = shape<Chart>({ ...linked, metric: [orNull(METRIC), ({ metric }) => metric as Json] })

const SONG = inner(SONG_LIGHT, ({ work }: Standing, world) => songs.at(world, work)!)
const ALBUM = inner(ALBUM_LIGHT, ({ work }: Standing, world) => albums.at(world, work)!)

const place: Members<Standing> = {
  position: [WHOLE, ({ position }) => position],
  positionEvolution: [WHOLE, ({ position, oldPosition }) => (position && oldPosition ? oldPosition - position : 0)],
}
const counted: Members<Standing> = {
  metric: [orNull(WHOLE), ({ chart, position, ranked }) => countAt(chart, position, editionAt(chart, ranked))],
}
/** `entryState` was seen empty; `new` is what a first edition says (assumed). */
const dates: Members<Standing> = {
  entryState: [TEXT, ({ current, editions }) => (current && editions === 1 ? 'new' : '')],
  entryDate: [DATE, ({ entered }) => atomAt(entered)],
  rankDate: [DATE, ({ ranked }) => atomAt(ranked)],
}
/** Days or weeks on the chart (docs ref/charts). */
const times: Members<Standing> = {
  oldPosition: [WHOLE, ({ oldPosition }) => oldPosition],
  timeOnChart: [WHOLE, ({ editions }) => editions],
  timeOnChartUnit: [
    { type: 'string', enum: ['DOC', 'WOC'] },
    ({ chart }) => (chart.frequency === 'weekly' ? 'WOC' : 'DOC'),
  ],
}
const peak: Members<Standing> = { peakPosition: [WHOLE, (standing, world) => peakPosition(world, standing)] }

/** An item of a ranking. Before v2.14 it had no metric (section 9). */
export const SONG_RANK = shape<Standing>({ song: SONG, ...place, ...counted, ...dates, ...times })
export const SONG_RANK_V2 = shape<Standing>({ song: SONG, ...place, ...dates, ...times })
export const ALBUM_RANK = shape<Standing>({ album: ALBUM, ...place, ...dates, ...times })

/** An item of a song's or an artist's ranks; `work` is there for an artist. */
function rank(of: Shape<Chart>, work: Members<Standing>): Shape<Standing> {
  return shape({
    chart: inner(of, ({ chart }: Standing) => chart),
    ...place,
    ...peak,
    ...dates,
    current: [TRUTH, ({ current }) => current],
    ...times,
    ...work,
  })
}
export const RANK_OF_SONG = rank(CHART, { song: SONG })
export const RANK_OF_ALBUM = rank(CHART_LINKED, { album: ALBUM })
export const RANK = { song: rank(CHART, {}), album: rank(CHART_LINKED, {}) }

/** What a weekly TikTok ranking shows beside the song (docs def). */
export const TIKTOK_RANK = shape<Standing>({
  music: inner(
    shape<Standing>({
      identifier: [TEXT, ({ work }) => tiktokId(work)],
      title: [TEXT, ({ work }, world) => songs.at(world, work)!.name],
      authorName: [TEXT, ({ work }, world) => songs.at(world, work)!.creditName],
      url: [TEXT, ({ work }) => `https://www.tiktok.com/music/-${tiktokId(work)}`],
      imgUrl: [TEXT, ({ work }, world) => songs.at(world, work)!.imageUrl],
    }),
    (standing) => standing,
  ),
  song: SONG,
  ...place,
  ...peak,
  ...dates,
  ...times,
  value: [orNull(WHOLE), ({ chart, position, ranked }) => countAt(chart, position, editionAt(chart, ranked))],
  oldValue: [
    orNull(WHOLE),
    ({ chart, oldPosition, ranked }) => countAt(chart, oldPosition, editionAt(chart, ranked) - 1),
  ],
})

/** A sound of TikTok has 19 digits. */
function tiktokId(work: number): string {
  return `68${String(work).padStart(17, '0')}`
}
