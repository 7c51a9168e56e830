import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { artistIdentifier } from '../../../src/providers/soundcharts/data/artists.ts'
import { codeAt, indexOfCode, indexOfUuid, uuidAt } from '../../../src/providers/soundcharts/data/codes.ts'
import { indexOfWork } from '../../../src/providers/soundcharts/data/works.ts'
import {
  albums,
  artistByIdentifier,
  artistByUuid,
  makeWorld,
  platforms,
  searchArtists,
  songs,
} from '../../../src/providers/soundcharts/data.ts'

const seed = fc.integer({ min: 0, max: 1000 })
const world = makeWorld(7)
const index = fc.nat({ max: 2 ** 20 - 1 })

describe('codes', () => {
  test('lead back to their index, and no other code does', () => {
    const shape = fc.constantFrom('62x22', '10x7', '10x10', 'UC+64x22', '1+10x9', 'B0+36x8', '62x8', '64x11')
    fc.assert(
      fc.property(seed, index, shape, (seed, index, shape) => {
        const code = codeAt(seed, 'song x', shape, index)
        expect(indexOfCode(seed, 'song x', shape, code)).toBe(index)
        const other = code.slice(0, -1) + (code.endsWith('0') ? '1' : '0')
        expect(indexOfCode(seed, 'song x', shape, other)).not.toBe(index)
        if (shape === '62x22') expect(indexOfCode(seed, 'song x', shape, other)).toBeUndefined()
        const [, prefix = '', base, length] = /^(?:(.+)\+)?(\d+)x(\d+)$/.exec(shape)!
        expect(code.length).toBe(prefix.length + Number(length))
        expect(code.startsWith(prefix)).toBe(true)
        if (base === '10') expect(code.slice(prefix.length)).toMatch(/^\d+$/)
      }),
    )
  })

  test('of uuids lead back in their own kind and seed only', () => {
    fc.assert(
      fc.property(seed, index, (seed, index) => {
        const uuid = uuidAt(seed, 'artist', index)
        expect(uuid).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
        expect(indexOfUuid(seed, 'artist', uuid)).toBe(index)
        expect(indexOfUuid(seed, 'song', uuid)).toBeUndefined()
        expect(indexOfUuid(seed + 1, 'artist', uuid)).toBeUndefined()
      }),
    )
  })

  test('are never found for text that is none', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        for (const platform of platforms(world)) {
          expect(artistByIdentifier(world, platform, `?${text}`)).toBeUndefined()
          expect(songs.byIdentifier(world, platform, `?${text}`)).toBeUndefined()
        }
        expect(artistByUuid(world, text)).toBeUndefined()
        expect(albums.byCode(world, text)).toBeUndefined()
      }),
    )
  })
})

describe('the catalogue', () => {
  const artists = searchArtists(world, '')

  test('has at least 200 artists, with names, slugs and uuids of their own', () => {
    expect(artists.length).toBeGreaterThanOrEqual(200)
    for (const key of ['name', 'slug', 'uuid'] as const)
      expect(new Set(artists.map((artist) => artist[key])).size).toBe(artists.length)
  })

  test('every artist is found by each of its identifiers', () => {
    for (const artist of artists)
      for (const platform of platforms(world)) {
        const identifier = artistIdentifier(world, artist, platform)
        if (identifier !== undefined) expect(artistByIdentifier(world, platform, identifier)).toBe(artist)
      }
  })

  test('every song and album is found by uuid, code and platform, and they agree about each other', () => {
    for (const artist of artists.filter((_, i) => i % 12 === 0)) {
      for (let n = 0; n < artist.songs; n += 5) {
        const song = songs.at(world, indexOfWork(artist.index, n))!
        expect(song.isrc).toMatch(/^[A-Z]{2}[0-9A-Z]{3}\d{7}$/)
        expect(songs.byUuid(world, song.uuid)).toBe(song)
        expect(songs.byCode(world, song.isrc)).toBe(song)
        for (const platform of platforms(world).filter((each) => each.song)) {
          expect(songs.byIdentifier(world, platform, songs.identifier(world, song.index, platform)!)).toBe(song)
        }
      }
      expect(songs.at(world, indexOfWork(artist.index, artist.songs))).toBeUndefined()
      let tracks = 0
      for (let n = 0; n < artist.albums; n++) {
        const album = albums.at(world, indexOfWork(artist.index, n))!
        tracks += album.totalTracks
        expect(albums.byUuid(world, album.uuid)).toBe(album)
        expect(albums.byCode(world, album.upc)).toBe(album)
        expect(album.upc).toMatch(/^\d{13,14}$/)
      }
      expect(tracks).toBe(artist.songs)
    }
  })

  test('a recorded identifier leaves none to be invented beside it', () => {
    const spotify = platforms(world).find(({ code }) => code === 'spotify')!
    expect(songs.identifier(world, 0, spotify)).toBe('2Fxmhks0bxGSBdJ92vM42m')
    expect(songs.byIdentifier(world, spotify, codeAt(7, 'song spotify', spotify.song!, 0))).toBeUndefined()
    expect(artistByIdentifier(world, spotify, codeAt(7, 'artist spotify', spotify.artist!, 0))).toBeUndefined()
  })

  test('documented sizes hold', () => {
    const [alessia] = searchArtists(world, 'alessia cara')
    expect([alessia!.albums, alessia!.songs]).toEqual([105, 334])
  })
})
