/** A Hoopr client of a few lines reads all there is, over HTTP, as docs/pagination tells it to. */

import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Emulator, startEmulator } from '../../src/index.ts'

// biome-ignore lint/suspicious/noExplicitAny: answers of every shape
type Any = any
type Mode = 'test' | 'live'

/** The demo client with all three scopes. */
const CLIENT = '5d0b1e00-0000-4000-8000-000000000002'

let emulator: Emulator
beforeAll(async () => {
  emulator = await startEmulator({ settings: { hoopr: { limits: 'off' } } })
})
afterAll(() => emulator?.close())

/** Asks in one mode, and keeps every answer's text. */
async function connect(mode: Mode) {
  const base = `${emulator.url}/hoopr/v1`
  const said: string[] = []
  const ask = async (path: string, json?: object, token?: string): Promise<Any> => {
    const response = await fetch(base + path, {
      ...(json ? { method: 'POST', body: JSON.stringify(json) } : {}),
      headers: { 'content-type': 'application/json', ...(token ? { authorization: `Bearer ${token}` } : {}) },
    })
    const text = await response.text()
    if (!response.ok) throw new Error(`${path}: ${response.status} ${text}`)
    said.push(text)
    return JSON.parse(text).data
  }
  const client_secret = `hpr_${mode}_DemoSecretOfTheFirstKind00000002`
  const { access_token } = await ask('/auth/token', {
    grant_type: 'client_credentials',
    client_id: CLIENT,
    client_secret,
  })
  const get = (path: string) => ask(path, undefined, access_token)
  const search = (json: object) => ask('/search', json, access_token)
  /** Every item of a list, page by page. */
  const all = async (page: (query: { page: number; pageSize: number }) => Promise<Any>, pageSize: number) => {
    const items: Any[] = []
    for (let n = 1, pages = 1; n <= pages; n++) {
      const got = await page({ page: n, pageSize })
      pages = got.totalPages
      items.push(...got.items)
    }
    return items
  }
  const list = (path: string, pageSize: number) =>
    all(({ page }) => get(`${path}?page=${page}&pageSize=${pageSize}`), pageSize)
  return { get, search: (pageSize: number) => all(search, pageSize), list, said }
}

describe.each([
  ['test', 1280],
  ['live', 1536],
] as const)('in %s', (mode, count) => {
  test.each([7, 20, 100])('every track comes once, %i to a page, listed, searched and ranked', async (pageSize) => {
    const { list, search } = await connect(mode)
    const [listed, found, ranked] = [
      await list('/tracks', pageSize),
      await search(pageSize),
      await list('/tracks-top', pageSize),
    ]
    const slugs = listed.map(({ slug }) => slug)
    expect(new Set(slugs).size).toBe(count)
    expect(slugs).toHaveLength(count)
    expect(found.map(({ slug }) => slug)).toEqual(slugs)
    expect(ranked.map(({ slug }) => slug).sort()).toEqual(slugs.sort())
  })

  test('every playlist comes once, and its tracks are tracks of the catalogue', async () => {
    const { list } = await connect(mode)
    const slugs = new Set((await list('/tracks', 100)).map(({ slug }) => slug))
    const playlists = await list('/playlists', 7)
    expect(new Set(playlists.map(({ id }) => id)).size).toBe(25)
    for (const { id } of playlists)
      for (const { slug } of await list(`/playlists/${id}/tracks`, 100)) expect(slugs).toContain(slug)
  })
})

test('nothing of one mode is ever said in the other', async () => {
  const [test, live] = await Promise.all([readAll('test'), readAll('live')])
  expect(test.own.size).toBeGreaterThan(5000)
  const shared = (own: Set<string>, said: Set<string>) => [...own].filter((each) => said.has(each))
  expect({ live: shared(live.own, test.said), test: shared(test.own, live.said) }).toEqual({ live: [], test: [] })
})

/** What a mode calls its own (ids, names and slugs), and every text in all of its answers. */
async function readAll(mode: Mode) {
  const { get, list, search, said } = await connect(mode)
  const own = new Set<string>()
  const note = (...objects: Record<string, string>[]) => {
    for (const { id, name, slug, code } of objects)
      for (const each of [id, name, slug, code]) if (each !== undefined) own.add(each)
  }
  const tracks = [...(await list('/tracks', 100)), ...(await list('/tracks-top', 100)), ...(await search(100))]
  for (const track of tracks) note(track, ...track.artists)
  // Filters' names and slugs are one vocabulary for both modes: a client keeps its queries. Their ids are not.
  for (const group of Object.values<Any[]>(await get('/filters'))) note(...group.map(({ id }) => ({ id })))
  for (const playlist of await list('/playlists', 100)) {
    note(playlist, await get(`/playlists/${playlist.id}`))
    await list(`/playlists/${playlist.id}/tracks`, 100)
  }
  for (const { slug } of tracks.slice(0, 50)) await get(`/tracks/${slug}`)
  // Texts as a whole, and the ids that stand in URLs.
  const texts = said.flatMap((text) => text.match(/(?<=")(?:[^"\\]|\\.)*(?=")/g) ?? [])
  return { own, said: new Set([...texts, ...texts.flatMap((text) => /\/musics\/([^/]+)/.exec(text)?.[1] ?? [])]) }
}
