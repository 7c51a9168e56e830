/** Artists, songs and albums as each version shows them (sections 9 and 11 of the fact sheet). */

import type { JsonObject } from '../../../core/http.ts'
import { type Album, type Artist, countryName, type Song } from '../data.ts'

const APP = 'https://app.soundcharts.com/app'

/** As lists and other entities show an artist. */
export function artistLight({ uuid, slug, name, imageUrl }: Artist): JsonObject {
  return { uuid, slug, name, appUrl: `${APP}/artist/${slug}/overview`, imageUrl }
}

export function artistV2(artist: Artist): JsonObject {
  return { ...artistLight(artist), countryCode: artist.countryCode }
}

export function artistV29(artist: Artist): JsonObject {
  const { webUrl, genres, biography, isni, ipi, gender, type, birthDate, careerStage, growthLevel, cityName } = artist
  return {
    ...artistV2(artist),
    webUrl,
    genres,
    biography,
    isni,
    ipi,
    gender,
    type,
    birthDate,
    careerStage,
    growthLevel,
    cityName,
  }
}

/** As a search shows a song. */
export function songLight({ uuid, name, creditName }: Song): JsonObject {
  return { uuid, name, creditName }
}

export function songV2(song: Song): JsonObject {
  const { uuid, name, isrc, creditName, mainArtists, featuringArtists, releaseDate, label, copyright, imageUrl } = song
  return {
    uuid,
    name,
    isrc,
    creditName,
    artists: [...mainArtists, ...featuringArtists].map(artistLight),
    releaseDate,
    label,
    copyright,
    appUrl: `${APP}/song/${uuid}/overview`,
    imageUrl,
  }
}

export function songV28(song: Song): JsonObject {
  const countryCode = song.isrc.slice(0, 2)
  return {
    ...songV2(song),
    isrc: { value: song.isrc, countryCode, countryName: countryName(countryCode) },
    genres: song.genres,
    composers: song.composers,
  }
}

export function songV225(song: Song): JsonObject {
  const { label: _, ...rest } = songV28(song)
  const { mainArtists, featuringArtists, iswcs, labels, producers, duration, explicit, languageCode } = song
  return {
    ...rest,
    mainArtists: mainArtists.map(artistLight),
    featuringArtists: featuringArtists.map(artistLight),
    iswcs,
    labels,
    producers,
    duration,
    explicit,
    previewUrl: null,
    languageCode,
    distributor: song.distributor,
    audio: song.audio,
  }
}

/** Before v2.36 an album had one label, and no distributor and type. */
export function albumV2(album: Album): JsonObject {
  const { labels: _, distributor: __, type: ___, ...rest } = albumV236(album)
  return { ...rest, label: album.labels.map(({ name }) => name).join('/') }
}

export function albumV236(album: Album): JsonObject {
  const { uuid, name, creditName, upc, releaseDate, labels, totalTracks, copyright, imageUrl, distributor, type } =
    album
  const artists = album.artists.map(artistLight)
  return {
    uuid,
    name,
    creditName,
    artists,
    upc,
    releaseDate,
    labels,
    totalTracks,
    copyright,
    imageUrl,
    distributor,
    type,
  }
}
