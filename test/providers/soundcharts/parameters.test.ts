/** What the card lists as parameters is what is checked: each value that a schema names is taken, and others are refused. */

import { describe, expect, test } from 'vitest'
import type { Parameter } from '../../../src/core/facts.ts'
import type { Route } from '../../../src/core/provider.ts'
import { soundcharts } from '../../../src/providers/soundcharts/index.ts'
import { account, BILLIE, refusal } from './account.ts'
import { BAD_GUY, TOP_HITS } from './reader.ts'

const VALUES: Record<string, string> = {
  isrc: 'USUM71900764',
  upc: '00602577427657',
  term: 'a',
  type: 'editorial',
  slug: 'global-28',
  kind: 'artist',
  datetime: encodeURIComponent('2025-12-30T00:00:00+00:00'),
}
const UUIDS: Record<string, string> = {
  song: BAD_GUY,
  album: 'b202abee-d19e-424e-9285-b420f4b98706',
  playlist: TOP_HITS,
}
const routes = soundcharts.routes.filter(({ method, parameters }) => method === 'GET' && parameters?.length)
const read = (place: string) =>
  routes.flatMap((route) => route.parameters!.filter((each) => each.in === place).map((each) => [route, each] as const))
const named = (rows: readonly (readonly [Route, Parameter])[]) =>
  rows.map(([route, row]) => [`${route.name} ${row.name}`, route, row] as const)

async function reader() {
  const { call, token } = account({ limits: 'off' })
  const value = await token()
  return { get: (path: string) => call(`GET ${path}`, { token: value }) }
}

/** A call of a route, with something in each place of its path. */
function pathOf({ name, path }: Route): string {
  const kind = name.split('.')[0]!
  return path.replace(/:(\w+)/g, (_, place: string) => {
    if (place === 'uuid') return UUIDS[kind] ?? BILLIE
    if (place === 'platform') return /followers|report/.test(path) ? 'instagram' : 'spotify'
    return VALUES[place] ?? 'x'
  })
}

test('every row of a path is listed, and has a source', () => {
  for (const { path, parameters, name } of routes) {
    const places = [...path.matchAll(/:(\w+)/g)].map(([, place]) => place)
    expect(
      parameters!.filter((each) => each.in === 'path').map((each) => each.name),
      name,
    ).toEqual(expect.arrayContaining(places))
    for (const { source } of parameters!) expect(source).not.toBe('')
  }
})

describe.each(named(read('query').filter(([, { schema }]) => schema.enum || schema.type === 'boolean')))(
  '%s',
  (_, route, { name, schema, required }) => {
    test('takes what its schema names, and nothing else', async () => {
      const { get } = await reader()
      const path = pathOf(route)
      const plain = await get(path)
      for (const value of (schema.enum as (string | number)[] | undefined) ?? ['true', 'false'])
        expect((await get(`${path}?${name}=${value}`)).status, String(value)).toBe(required ? 200 : plain.status)
      // A blank one is left out.
      expect((await get(`${path}?${name}=`)).status).toBe(plain.status)
      if (schema.default !== undefined && plain.json.items)
        expect((await get(`${path}?${name}=${schema.default}`)).json.items).toEqual(plain.json.items)
      for (const odd of ['colour', '7', 'TRUE'])
        expect((await get(`${path}?${name}=${odd}`)).json, odd).toEqual(refusal(400, 'Invalid request'))
    })
  },
)

describe.each(named(read('query').filter(([, { schema }]) => schema.minimum !== undefined)))(
  '%s',
  (_, route, { name, schema }) => {
    test('takes whole numbers in its bounds', async () => {
      const { get } = await reader()
      const path = pathOf(route)
      const { status } = await get(path)
      const { minimum, maximum } = schema as { minimum: number; maximum?: number }
      for (const right of [minimum, maximum ?? 1_000_000])
        expect((await get(`${path}?${name}=${right}`)).status).toBe(status)
      for (const wrong of [minimum - 1, ...(maximum === undefined ? [] : [maximum + 1]), 'x', '1.5', ''])
        expect((await get(`${path}?${name}=${wrong}`)).json, String(wrong)).toEqual(refusal(400, 'Invalid request'))
    })
  },
)

describe.each(named(read('query').filter(([, { schema }]) => schema.format === 'date')))('%s', (_, route, { name }) => {
  test('takes real dates', async () => {
    const { get } = await reader()
    const path = pathOf(route)
    expect((await get(`${path}?${name}=2025-12-20`)).status).toBe((await get(path)).status)
    for (const wrong of ['2025-02-30', '20-12-2025', 'yesterday'])
      expect((await get(`${path}?${name}=${wrong}`)).json).toEqual(refusal(400, 'Invalid date provided'))
  })
})

describe.each(
  named(read('path').filter(([route, { name }]) => name === 'platform' && /artist|song|album/.test(route.name))),
)('%s', (_, route) => {
  test('takes no code that no platform has', async () => {
    const { get } = await reader()
    const path = pathOf(route).replace('/spotify', '/myspace').replace('/instagram', '/myspace')
    const { status, json } = await get(path)
    expect([status, json.errors?.[0].message.match(/platform/i)?.[0].toLowerCase()]).toEqual([
      expect.toBeOneOf([400, 404]),
      'platform',
    ])
  })
})
