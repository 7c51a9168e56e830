/** Filters, playlists, top tracks and the open routes. Source: sections 8 and 9 of the fact sheet. */

import { describe, expect, test } from 'vitest'
import { demo, FIRST, reader, SECOND, TOP_50 } from './demo.ts'

// biome-ignore lint/suspicious/noExplicitAny: answers of every shape
type Any = any
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/

describe('the master list of filters', () => {
  test('has the documented groups, members and fields', async () => {
    const { get } = await reader()
    const filters = await get('/v1/filters')
    expect(Object.keys(filters)).toEqual(['genre', 'mood', 'usecase'])
    expect(filters.genre.slice(0, 2)).toEqual([
      { id: 'f1a2b3c4', name: 'Electronic', slug: 'electronic', rank: 1 },
      { id: 'f1a2b3c5', name: 'Hip Hop', slug: 'hip-hop', rank: 2 },
    ])
    expect(filters.mood[0]).toEqual({ id: 'f2b3c4d5', name: 'Energetic', slug: 'energetic', rank: 1 })
    expect(filters.usecase[0]).toEqual({ id: 'f3c4d5e6', name: 'Advertising', slug: 'advertising', rank: 1 })
    for (const type of ['genre', 'mood', 'usecase'])
      expect(await get(`/v1/filters?type=${type}`)).toEqual({ [type]: filters[type] })
  })
})

describe('playlists', () => {
  test('show the documented sample, by itself and in the list', async () => {
    const { get, walk } = await reader()
    const sample = {
      id: TOP_50,
      code: 'TOP-50',
      name: 'Top 50',
      slug: 'top-50',
      description: 'The 50 most-licensed tracks right now.',
      type: 'CURATED',
    }
    expect(await get(`/v1/playlists/${TOP_50}`)).toEqual(sample)
    expect(await walk('/v1/playlists')).toContainEqual(sample)
    const top = (await get('/v1/tracks-top?pageSize=50')).items.map(({ id }: Any) => id)
    expect((await walk(`/v1/playlists/${TOP_50}/tracks`)).map(({ id }) => id)).toEqual(top)
  })

  test('have types and real ids, and each holds full tracks', async () => {
    const { get, walk } = await reader('live')
    const shown = new Set<string>()
    for (const playlist of await walk('/v1/playlists')) {
      expect(playlist.id).toMatch(UUID)
      shown.add(playlist.type)
      const { items, totalRecords } = await get(`/v1/playlists/${playlist.id}/tracks?pageSize=1`)
      expect(totalRecords).toBeGreaterThan(0)
      expect(await get(`/v1/tracks/${items[0].slug}`)).toEqual(items[0])
    }
    expect([...shown].sort()).toEqual(['CURATED', 'CUSTOM'])
  })

  test('hold from no track to more than two of the largest pages, each track once', async () => {
    const { walk } = await reader()
    const sizes = []
    for (const { id } of await walk('/v1/playlists')) {
      const tracks = await walk(`/v1/playlists/${id}/tracks`)
      expect(new Set(tracks.map((track) => track.id)).size).toBe(tracks.length)
      sizes.push(tracks.length)
    }
    expect(sizes).toEqual(expect.arrayContaining([0, 20, 250]))
  })

  test.each(['test', 'live'] as const)('of %s that are not granted are not listed', async (mode) => {
    const { read, tokenOf } = demo()
    const names = async (client: string) => {
      const { items } = await read('GET /v1/playlists?pageSize=100', { token: await tokenOf(client, { mode }) })
      return items.map(({ name }: Any) => name)
    }
    const [first, second] = [await names(FIRST), await names(SECOND)]
    expect(second.filter((name: string) => !first.includes(name))).toEqual([
      mode === 'test' ? 'Partner Exclusives' : 'Agency Reserve',
    ])
    expect(first).toHaveLength(24)
  })
})

describe('top tracks', () => {
  test('are whole tracks with their usage', async () => {
    const { get } = await reader()
    const { items } = await get('/v1/tracks-top?pageSize=2')
    const { usageCount, ...first } = items[0]
    expect(usageCount).toBe(4821)
    expect(first).toEqual(await get('/v1/tracks/midnight-drive'))
    expect(Number.isInteger(items[1].usageCount)).toBe(true)
  })
})

test('the open routes tell versions to anyone', async () => {
  const { call } = demo()
  for (const target of ['GET /version', 'GET /health-check']) {
    const answer = await call(target)
    expect(answer.json).toEqual({
      data: { apiVersion: 'v1', serviceVersion: '1.0.0' },
      error: { code: 0, message: 'OK' },
    })
    expect(answer.headers).toEqual({
      'content-type': 'application/json; charset=utf-8',
      'x-api-version': 'v1',
      'x-service-version': '1.0.0',
    })
  }
})
