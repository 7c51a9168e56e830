/** Causes that cards name, in scenarios: which rules can be right, and what becomes of one without anything to strike. */

import { describe, expect, test } from 'vitest'
import { providers } from '../../src/providers/index.ts'
import { EFFECT_NAMES } from '../../src/scenario/effects.ts'
import { jsonSchema } from '../../src/scenario/jsonschema.ts'
import { readScenario } from '../../src/scenario/load.ts'
import { stand } from '../server/stand.ts'

const HOOPR = 'rotate-secret, deactivate-client, reactivate-client, restrict-playlist, grant-playlist'

/** What is wrong with a scenario of one rule; empty when nothing is. */
async function faultsOf(rule: string): Promise<string> {
  return readScenario(`rules:\n  - ${rule}\n`, 'yaml', providers).then(
    () => '',
    (error: Error) => error.message,
  )
}

test.each([
  ['{ provider: hoopr, do: rotate-secret }'],
  ['{ do: rotate-secret }'],
  ['{ provider: hoopai, do: [suspend-location, { delay: 2s }], phase: after }'],
  ['{ provider: hoopr, call: GET /v1/playlists/*, do: restrict-playlist }'],
  // A thing that is named may be struck by any call.
  ['{ provider: hoopr, call: GET /version, do: { restrict-playlist: some-id } }'],
  ['{ provider: soundcharts, call: oauth.token, do: { move-team: Main Office } }'],
])('%s can be right', async (rule) => {
  expect(await faultsOf(rule)).toBe('')
})

test.each([
  [
    '{ provider: hoopr, do: spend-quota }',
    `scenario:2:28: expected a cause of hoopr, got "spend-quota"; known: ${'rotate-secret'}`,
  ],
  ['{ provider: hoopr, do: { move-team: x } }', 'scenario:2:28: expected a cause of hoopr, got "move-team"; known: '],
  [
    '{ provider: hoopr, call: GET /v1/tracks, do: restrict-playlist }',
    'scenario:2:50: expected a rule that meets calls with the playlist that it strikes, or {restrict-playlist: ...}, got only GET /v1/tracks',
  ],
  [
    '{ provider: hoopr, call: GET /version, do: rotate-secret }',
    'scenario:2:48: expected a rule that meets calls with the client that it strikes, or {rotate-secret: ...}, got only GET /version',
  ],
  [
    '{ provider: hoopai, call: oauth.token, do: rotate-private-token }',
    'scenario:2:48: expected a rule that meets calls with the private integration that it strikes, or {rotate-private-token: ...}, got only POST /oauth/token',
  ],
  ['{ do: rotate-secrets }', 'scenario:2:11: expected an effect, got "rotate-secrets"; known: rotate-secret, '],
  ["{ do: { rotate-secret: '' } }", 'scenario:2:28: expected client id, got ""'],
  ['{ do: { rotate-secret: 7 } }', 'scenario:2:28: expected client id, got 7'],
  ['{ do: { rotate-secret: [a] } }', 'scenario:2:28: expected client id, got ["a"]'],
  [
    '{ do: { rotate-secret: a, delay: 2s } }',
    'scenario:2:31: expected a key of the effect, got "delay"; known: rotate-secret',
  ],
  [
    '{ provider: hoopr, phase: after, do: rotate-secret }',
    'scenario:2:31: expected before, since causes come before the answer, got after',
  ],
])('%s is refused', async (rule, message) => {
  const said = await faultsOf(rule)
  expect(said.slice(0, message.length)).toBe(message)
  expect(said).not.toContain('\n')
})

test('what is known of a provider are its own causes', async () => {
  const said = await faultsOf('{ provider: hoopr, do: uninstall-app }')
  const known = /known: (.*)$/.exec(said)![1]!.split(', ')
  expect(known.sort()).toEqual(HOOPR.split(', ').sort())
})

test('editors are told of every cause, alone and with what it names', async () => {
  const text = JSON.stringify(await jsonSchema(providers))
  for (const { causes = {}, title } of providers)
    for (const [name, { about, object }] of Object.entries(causes)) {
      expect(EFFECT_NAMES).not.toContain(name)
      expect(text.includes(`"${name}":{"type":"string","minLength":1,"description":"Which ${object}.`), name).toBe(true)
      expect(text.includes(JSON.stringify(`${title}: ${about}.`).slice(1, -1)), name).toBe(true)
      expect(text.includes(`"${name}",`) || text.includes(`"${name}"]`), name).toBe(true)
    }
})

describe('a rule that has nothing to strike', () => {
  const PLAYLIST = '/hoopr/v1/playlists/no-such-playlist'

  test.each([
    ['deactivate-client', { 'deactivate-client': 'nobody' }, '/hoopr/v1/filters', 200],
    ['restrict-playlist', 'restrict-playlist', PLAYLIST, 404],
  ])(
    '%s: the call is served as ever, the strike is kept, and explain says why',
    async (_name, effect, path, status) => {
      const { admin, call, mint } = stand()
      const rule = { id: 'nothing', provider: 'hoopr', times: 1, do: effect }
      await admin.put('/scenario', JSON.stringify({ rules: [rule] }), 'application/json')
      expect(await call(path, await mint({ provider: 'hoopr' }))).toBe(status)
      expect((await admin.get('/scenario')).body.rules).toMatchObject([{ matched: 1, struck: 0 }])
      const [{ id }] = (await admin.get('/requests')).body.requests
      const { rules } = (await admin.get(`/requests/${id}/explain`)).body
      expect(rules[0].why).toBe('this was call 1 of those it meets; the call had nothing that its cause could strike')
    },
  )

  test('a rule for every provider strikes where there is such a cause, and not elsewhere', async () => {
    const { admin, call, mint } = stand()
    await admin.put('/scenario', JSON.stringify({ rules: [{ do: 'deactivate-client' }] }), 'application/json')
    expect(await call('/soundcharts/api/v2/referential/platforms', await mint({ provider: 'soundcharts' }))).toBe(200)
    expect(await call('/hoopr/v1/filters', await mint({ provider: 'hoopr' }))).toBe(403)
    expect((await admin.get('/scenario')).body.rules).toMatchObject([{ matched: 2, struck: 1 }])
  })
})
