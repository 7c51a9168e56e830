import { expect, test } from 'vitest'
import type { Fixtures } from '../../../src/core/session.ts'
import { Session } from '../../../src/core/session.ts'
import { worldOf } from '../../../src/providers/soundcharts/data.ts'
import { soundcharts } from '../../../src/providers/soundcharts/index.ts'
import { BILLIE } from './account.ts'
import { BAD_GUY, reader } from './reader.ts'

const OWN = '7a0c2f9e-1f58-4d1e-9a3b-0d6a5b1c2d3e'
const SONG = 'e1b7a2c4-5d6f-4a7b-8c9d-0e1f2a3b4c5d'
const files: Fixtures = {
  soundcharts: {
    artists: {
      artists: [{ uuid: OWN, name: 'Ada and the Bridge', songs: 3, albums: 1, identifiers: { spotify: 'own' } }],
    },
    songs: { songs: [{ artist: OWN, uuid: SONG, name: 'Our Song', isrc: 'DEABC2600001' }] },
    sandbox: { terms: ['our song'] },
  },
}

test('sessions of one seed and the same files read one world; a session keeps none', () => {
  const world = (seed: number, fixtures?: Fixtures) => worldOf(new Session({ seed, fixtures }))
  expect(world(71)).toBe(world(71))
  expect(world(72)).not.toBe(world(71))
  expect(world(71, files)).toBe(world(71, files))
  expect(world(71, files)).not.toBe(world(71))
  const first = world(71)
  for (let seed = 0; seed < 40; seed++) world(1000 + seed)
  expect(world(71)).not.toBe(first)
})

test('memory is bounded, however much is asked', async () => {
  const { session, all } = await reader(undefined, { seed: 5 })
  for (const { uuid } of await all('/api/v2/artist/search/a', 20)) await all(`/api/v2.21/artist/${uuid}/songs`)
  const { memory } = worldOf(session)
  expect(memory.size).toBeGreaterThan(1000)
  expect(memory.size).toBeLessThanOrEqual(5000)
})

test('files of a user stand in place of the recorded entities, and what they leave out is invented', async () => {
  const { get, all } = await reader(undefined, { fixtures: files })
  const { object } = (await get(`/api/v2.9/artist/${OWN}`)).json
  expect(object).toMatchObject({ name: 'Ada and the Bridge', slug: 'ada-and-the-bridge' })
  expect(object.biography).toContain('Ada and the Bridge')
  expect((await get('/api/v2.9/artist/by-platform/spotify/own')).json.object.uuid).toBe(OWN)
  expect((await get(`/api/v2.9/artist/${BILLIE}`)).status).toBe(404)
  expect((await get(`/api/v2.25/song/${BAD_GUY}`)).status).toBe(404)
  const songs = await all(`/api/v2.21/artist/${OWN}/songs?sortBy=name`)
  expect(songs).toHaveLength(3)
  expect(songs.map(({ uuid }) => uuid)).toContain(SONG)
  expect((await get('/api/v2.25/song/by-isrc/DEABC2600001')).json.object.name).toBe('Our Song')
  const [album] = await all(`/api/v2.34/artist/${OWN}/albums`)
  expect(await all(`/api/v2.26/album/${album.uuid}/tracks`)).toHaveLength(3)
  // The rest of a file that is laid over stays as it is built in.
  expect((await get('/api/v2.25/song/by-isrc/QZWDN1900410')).status).toBe(410)
})

test('a recorded work counts even if its artist says to have fewer', async () => {
  const { soundcharts: own } = files
  const few = { soundcharts: { ...own, artists: { artists: [{ uuid: OWN, name: 'Ada', songs: 0 }] } } }
  const { all } = await reader(undefined, { fixtures: few })
  expect((await all(`/api/v2.21/artist/${OWN}/songs`)).map(({ uuid }) => uuid)).toEqual([SONG])
})

test('a world of many artists has all of them', async () => {
  const artists = Array.from({ length: 500 }, (_, i) => ({
    uuid: `7a0c2f9e-1f58-4d1e-9a3b-${String(i).padStart(12, '0')}`,
    name: `Artist ${i}`,
  }))
  const { all } = await reader(undefined, { fixtures: { soundcharts: { artists: { artists } } } })
  expect(await all('/api/v2/artist/search/artist%20', 20)).toHaveLength(500)
})

test.each<[string, unknown, string]>([
  ['artists', { artists: [{ uuid: 'x', name: 'A' }] }, 'artists[0].uuid: expected a uuid in lower case, got "x"'],
  ['artists', { artists: [{ uuid: OWN, name: 'A', size: 2 }] }, 'artists[0].size: expected from 0 to 1, got 2'],
  ['songs', { songs: [{ artist: OWN, uuid: SONG }] }, 'songs[0].name: expected a value, got nothing'],
  ['sandbox', { terms: ['Rap'] }, 'terms[0]: expected a term in lower case, got "Rap"'],
  ['platforms', { platforms: [{ name: 'X', code: 'x', song: '10x2' }] }, 'platforms[0].song: expected'],
  ['words', { nouns: ['one'] }, 'nouns: expected at least 30, got ["one"]'],
])('a wrong file of %s is told: %j', async (name, content, message) => {
  const fixtures = await soundcharts.fixtures!()
  expect(fixtures[name]!.check(content)).toEqual([expect.stringContaining(message)])
})
