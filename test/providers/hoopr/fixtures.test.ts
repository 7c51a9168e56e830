/** Fixture files of the user's own, as the catalogue shows them. */

import { describe, expect, test } from 'vitest'
import type { Fixtures } from '../../../src/core/session.ts'
import { fixtures as card } from '../../../src/providers/hoopr/data/fixtures.ts'
import { FIRST, reader } from './demo.ts'

// biome-ignore lint/suspicious/noExplicitAny: answers of every shape
type Any = any

function laid(hoopr: Record<string, object>) {
  for (const [name, content] of Object.entries(hoopr))
    expect(card[name as keyof typeof card].check(content)).toEqual([])
  return { fixtures: { hoopr } as Fixtures }
}

const OLD = {
  id: 'own-1',
  name: 'Old Song',
  slug: 'old-song',
  releaseDate: '1999-01-01T00:00:00.000Z',
  usageCount: 9999,
}
const NEW = { id: 'own-2', name: 'New Song', slug: 'new-song-7', releaseDate: '2031-01-01T00:00:00.000Z', bpm: '61' }

describe('tracks', () => {
  test('stand where their date puts them, keep what they say and are given the rest', async () => {
    const { get, walk } = await reader('test', laid({ tracks: { test: [OLD, NEW] } }))
    const all = await walk('/v1/tracks')
    expect(all).toHaveLength(1280)
    expect([all[0], all.at(-1)]).toMatchObject(
      [NEW, { ...OLD, usageCount: undefined }].map(({ usageCount: _, ...each }: Any) => each),
    )
    expect(Object.values(all[0])).not.toContain(undefined)
    expect(await get('/v1/tracks/old-song')).toEqual(all.at(-1))
    expect((await get('/v1/tracks?search=NEW+SONG')).items).toEqual([all[0]])
    expect((await get('/v1/tracks-top?pageSize=1')).items[0]).toMatchObject({ slug: 'old-song', usageCount: 9999 })
  })

  test('of one mode leave the other as it is', async () => {
    const [plain, own] = [await reader('live'), await reader('live', laid({ tracks: { test: [OLD] } }))]
    expect(await own.walk('/v1/tracks')).toEqual(await plain.walk('/v1/tracks'))
  })

  test('of the same date stand by id', async () => {
    const twins = ['c', 'a', 'b'].map((id) => ({ ...NEW, id, slug: `twin-${id}` }))
    const { get } = await reader('test', laid({ tracks: { test: twins } }))
    expect((await get('/v1/tracks?pageSize=3')).items.map(({ id }: Any) => id)).toEqual(['a', 'b', 'c'])
  })

  test('may be more than there usually are', async () => {
    const many = Array.from({ length: 1300 }, (_, i) => ({ id: `many-${i}`, name: `Many ${i}`, slug: `many-${i}` }))
    const { walk } = await reader('test', laid({ tracks: { test: many } }))
    expect((await walk('/v1/tracks')).map(({ id }) => id)).toEqual(many.map(({ id }) => id))
  })
})

test('playlists hold what their file names, for whom it names', async () => {
  const playlists = {
    test: [
      { id: 'mine', name: 'Mine', tracks: ['new-song-7', 'gone', 'midnight-drive'] },
      { id: 'theirs', name: 'Theirs', tracks: { top: 3 }, grantedTo: [1] },
    ],
  }
  const { call, get, tokenOf, walk } = await reader('test', laid({ playlists }))
  expect(await walk('/v1/playlists')).toEqual([
    { id: 'mine', code: 'MINE', name: 'Mine', slug: 'mine', description: '', type: 'CURATED' },
    { id: 'theirs', code: 'THEIRS', name: 'Theirs', slug: 'theirs', description: '', type: 'CURATED' },
  ])
  expect((await walk('/v1/playlists/mine/tracks')).map(({ slug }) => slug)).toEqual(['midnight-drive'])
  expect((await get('/v1/playlists/theirs/tracks')).totalRecords).toBe(3)
  expect((await call('GET /v1/playlists/theirs', { token: await tokenOf(FIRST) })).status).toBe(403)
})

test('filters are the list, and what invented tracks carry', async () => {
  const group = (name: string) => [{ id: `${name}-id`, name, rank: 7 }]
  const filters = { test: { genre: group('Drone Doom'), mood: group('Grim'), usecase: [] } }
  const { get, walk } = await reader('test', laid({ filters }))
  expect(await get('/v1/filters')).toEqual({
    genre: [{ id: 'Drone Doom-id', name: 'Drone Doom', slug: 'drone-doom', rank: 1 }],
    mood: [{ id: 'Grim-id', name: 'Grim', slug: 'grim', rank: 1 }],
    usecase: [],
  })
  const tracks = await walk('/v1/tracks?filterSlugs=drone-doom,grim')
  expect(tracks.length).toBe(1279)
})
