/** Artists, songs and albums as each version shows them (sections 9 and 11 of the fact sheet). */

import { type Album, type Artist, countryName, type Song } from '../data.ts'
import {
  DATE,
  inner,
  inners,
  listOf,
  type Members,
  NUMBER,
  objectOf,
  orNull,
  own,
  shape,
  TEXT,
  TRUTH,
  UUID,
  WHOLE,
} from './shapes.ts'

const APP = 'https://app.soundcharts.com/app'
const GENRE = objectOf({ root: TEXT, sub: listOf(TEXT) })
const LABEL = objectOf({ name: TEXT, type: TEXT })
const FEATURES = ['acousticness', 'danceability', 'energy', 'instrumentalness', 'liveness', 'speechiness', 'valence']
const AUDIO = objectOf(
  Object.fromEntries([...FEATURES, 'key', 'loudness', 'mode', 'tempo', 'timeSignature'].map((name) => [name, NUMBER])),
)

const ofArtist = own<Artist>()
const ofSong = own<Song>()
const ofAlbum = own<Album>()

const artistLight: Members<Artist> = {
  ...ofArtist(UUID, 'uuid'),
  ...ofArtist(TEXT, 'slug', 'name'),
  appUrl: [TEXT, ({ slug }) => `${APP}/artist/${slug}/overview`],
  ...ofArtist(TEXT, 'imageUrl'),
}
const artist = { ...artistLight, ...ofArtist(TEXT, 'countryCode') }

/** As lists and other entities show an artist. */
export const ARTIST_LIGHT = shape<Artist>(artistLight)
export const ARTIST_V2 = shape<Artist>(artist)
export const ARTIST_V29 = shape<Artist>({
  ...artist,
  ...ofArtist(TEXT, 'webUrl'),
  ...ofArtist(listOf(GENRE), 'genres'),
  ...ofArtist(TEXT, 'biography', 'isni', 'ipi', 'gender', 'type'),
  ...ofArtist(orNull(DATE), 'birthDate'),
  ...ofArtist(TEXT, 'careerStage', 'growthLevel', 'cityName'),
})

const songLight: Members<Song> = {
  ...ofSong(UUID, 'uuid'),
  ...ofSong(TEXT, 'name', 'creditName'),
}
const song: Members<Song> = {
  ...ofSong(UUID, 'uuid'),
  ...ofSong(TEXT, 'name', 'isrc', 'creditName'),
  artists: inners(ARTIST_LIGHT, ({ mainArtists, featuringArtists }) => [...mainArtists, ...featuringArtists]),
  ...ofSong(DATE, 'releaseDate'),
  ...ofSong(TEXT, 'label', 'copyright'),
  appUrl: [TEXT, ({ uuid }) => `${APP}/song/${uuid}/overview`],
  ...ofSong(TEXT, 'imageUrl'),
}
const songV28: Members<Song> = {
  ...song,
  isrc: inner(
    shape<Song>({
      value: [TEXT, ({ isrc }) => isrc],
      countryCode: [TEXT, ({ isrc }) => isrc.slice(0, 2)],
      countryName: [TEXT, ({ isrc }, world) => countryName(world, isrc.slice(0, 2))],
    }),
    (song) => song,
  ),
  ...ofSong(listOf(GENRE), 'genres'),
  ...ofSong(listOf(TEXT), 'composers'),
}
const { label: _, ...songV28Rest } = songV28

/** As a search and most lists show a song. */
export const SONG_LIGHT = shape<Song>(songLight)
export const SONG_DATED = shape<Song>({ ...songLight, ...ofSong(DATE, 'releaseDate') })
/** As newer lists show what they are about. */
export const SONG_PICTURED = shape<Song>({ ...songLight, ...ofSong(TEXT, 'imageUrl') })
export const SONG_V2 = shape<Song>(song)
export const SONG_V28 = shape<Song>(songV28)
export const SONG_V225 = shape<Song>({
  ...songV28Rest,
  mainArtists: inners(ARTIST_LIGHT, ({ mainArtists }) => mainArtists),
  featuringArtists: inners(ARTIST_LIGHT, ({ featuringArtists }) => featuringArtists),
  ...ofSong(listOf(TEXT), 'iswcs'),
  ...ofSong(listOf(LABEL), 'labels'),
  ...ofSong(listOf(TEXT), 'producers'),
  ...ofSong(WHOLE, 'duration'),
  ...ofSong(TRUTH, 'explicit'),
  previewUrl: [orNull(TEXT), () => null],
  ...ofSong(TEXT, 'languageCode', 'distributor'),
  ...ofSong(AUDIO, 'audio'),
})

const albumHead: Members<Album> = {
  ...ofAlbum(TEXT, 'name', 'creditName'),
  artists: inners(ARTIST_LIGHT, ({ artists }) => artists),
  ...ofAlbum(TEXT, 'upc'),
  ...ofAlbum(orNull(DATE), 'releaseDate'),
}
const albumTail = {
  ...ofAlbum(WHOLE, 'totalTracks'),
  ...ofAlbum(TEXT, 'copyright', 'imageUrl'),
}
const albumUuid = ofAlbum(UUID, 'uuid')

/** Before v2.36 an album had one label, and no distributor and type. */
export const ALBUM_V2 = shape<Album>({
  ...albumHead,
  label: [TEXT, ({ labels }) => labels.map(({ name }) => name).join('/')],
  ...albumTail,
  ...albumUuid,
})
export const ALBUM_V236 = shape<Album>({
  ...albumHead,
  ...ofAlbum(listOf(LABEL), 'labels'),
  ...albumTail,
  ...ofAlbum(TEXT, 'distributor', 'type'),
  ...albumUuid,
})

const albumLight = {
  ...ofAlbum(TEXT, 'name', 'creditName'),
  ...ofAlbum(orNull(DATE), 'releaseDate'),
}

/** As lists show an album: v2.26 and newer with uuid and type, v2.18 with a slug (section 9). */
export const ALBUM_LIGHT = shape<Album>({ ...albumLight, ...albumUuid, ...ofAlbum(TEXT, 'type') })
export const ALBUM_SLUGGED = shape<Album>({
  ...ofAlbum(TEXT, 'name', 'creditName', 'slug'),
  ...ofAlbum(orNull(DATE), 'releaseDate'),
})
