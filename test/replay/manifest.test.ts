/** What a replay says of a manifest that is not what the run was, of one that is damaged, and of one that is odd. */

import { appendFileSync, existsSync, readdirSync, readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { describe, expect, test } from 'vitest'
import { startEmulator } from '../../src/index.ts'
import { replayFile } from '../../src/replay/rerun.ts'
import { adminOf, linesOf, placeFor, record, rewritten } from './recorded.ts'

const CLOCK = '2026-01-01T00:00:00Z'

/** A token minted, a call with it, and the clock moved: three turns. */
const short = () =>
  record({ clock: CLOCK }, async (emulator) => {
    const admin = adminOf(emulator)
    const { token } = await admin('POST /tokens', { provider: 'hoopr' })
    await fetch(`${emulator.url}/hoopr/v1/filters`, { headers: { authorization: `Bearer ${token}` } })
    await admin('POST /clock', { advance: '1h' })
  })

describe('a deviation is told with its place', () => {
  const place = { session: 'default', at: '2026-01-01T00:00:00.000Z' }
  const call = { ...place, turn: 2, what: 'GET /hoopr/v1/filters' }

  test.each<[string, (lines: ReturnType<typeof linesOf>) => void, object]>([
    [
      'one byte of a body',
      ([, , { answer }]) => (answer.body = answer.body.replace('Electronic', 'Elektronic')),
      {
        ...call,
        where: 'body, at byte 46',
        recorded: expect.stringContaining('"name":"Elektronic"'),
        replayed: expect.stringContaining('"name":"Electronic"'),
      },
    ],
    [
      'a body that goes on',
      ([, , { answer }]) => (answer.body += ' '),
      {
        ...call,
        where: expect.stringMatching(/^body, at byte \d+$/),
        recorded: expect.stringMatching(/\} $/),
        replayed: expect.stringMatching(/\}$/),
      },
    ],
    [
      'a status',
      ([, , { answer }]) => (answer.status = 201),
      { ...call, where: 'status', recorded: '201', replayed: '200' },
    ],
    [
      'a header',
      ([, , { answer }]) => (answer.headers['ratelimit-remaining'] = '7'),
      { ...call, where: 'header ratelimit-remaining', recorded: '7', replayed: '599' },
    ],
    [
      'a header more',
      ([, , { answer }]) => (answer.headers['retry-after'] = '7'),
      { ...call, where: 'header retry-after', recorded: '7', replayed: 'nothing' },
    ],
    [
      'the order of headers',
      ([, , { answer }]) => (answer.headers = Object.fromEntries(Object.entries(answer.headers).reverse())),
      { ...call, where: 'order of headers' },
    ],
    [
      'a delay',
      ([, , { answer }]) => (answer.delayMs = 5),
      { ...call, where: 'delay in ms', recorded: '5', replayed: 'nothing' },
    ],
    [
      'a token',
      ([, { issued }]) => (issued['token#1'] = 'x'),
      {
        ...place,
        turn: 1,
        what: 'POST /__admin/sessions/:session/tokens',
        where: 'token#1',
        recorded: 'one with the digest x',
      },
    ],
    [
      'an act',
      ([, , , { act }]) => (act.body = '{"advance":"2h"}'),
      { ...place, turn: 3, what: 'POST /__admin/sessions/:session/clock', where: 'body, at byte 20' },
    ],
    [
      'an instant',
      ([, , line]) => (line.at = '2026-01-01T00:00:01.000Z'),
      {
        ...call,
        at: '2026-01-01T00:00:01.000Z',
        where: 'instant',
        recorded: '2026-01-01T00:00:01.000Z',
        replayed: place.at,
      },
    ],
    [
      'a session',
      ([, , line]) => (line.session = 'mine'),
      { ...call, session: 'mine', where: 'session', recorded: 'mine', replayed: 'there is none of this name' },
    ],
    [
      'what a turn ends with',
      ([, , line]) => (line.answer = undefined),
      { ...call, where: 'end', recorded: 'it is done', replayed: 'it is answered' },
    ],
  ])('%s', async (_what, change, deviation) => {
    const file = rewritten(await short(), change)
    expect((await replayFile(file)).deviation).toMatchObject(deviation)
  })

  test('and without a credential', async () => {
    const file = rewritten(await short(), ([, { answer }]) => (answer.body = answer.body.replace('token', 'tokem')))
    const { deviation } = await replayFile(file)
    expect(deviation).toMatchObject({ recorded: '{"tokem":"⟦token#1⟧"}', replayed: '{"token":"⟦token#1⟧"}' })
  })
})

describe('what cannot be replayed is refused', () => {
  test.each<[string, (text: string) => string, string]>([
    ['another file', () => '{"hello":1}\n', 'it is no manifest of a run'],
    ['no JSON', () => 'hello\n', 'it is no manifest of a run'],
    ['nothing', () => '', 'it is no manifest of a run'],
    [
      'a newer one',
      (text) => text.replace('"format":1,"version":"0.1.0"', '"format":2,"version":"9.0.0"'),
      'it was recorded by stuntdouble 9.0.0, which is newer and writes format 2',
    ],
    ['a broken line', (text) => text.replace('{"turn":2', '{"turn:2'), 'it is damaged: line 3 is no turn 2'],
    ['a missing line', (text) => text.replace(/.*"turn":2.*\n/, ''), 'it is damaged: line 3 is no turn 2'],
    [
      'a header that lacks something',
      (text) => text.replace('"real":', '"unreal":'),
      'it is damaged: its first line lacks',
    ],
    [
      'a secret of nobody',
      (text) => text.replace('"real":', '"scenario":{"name":"⟦secret#1⟧"},"real":'),
      'it is damaged: its first line names secret#1, which nothing stands in for',
    ],
    [
      'a credential of nobody',
      (text) => text.replace('Bearer ⟦token#1⟧', 'Bearer ⟦token#9⟧'),
      'it is damaged: turn 2 names token#9',
    ],
    [
      'a provider of nobody',
      (text) => text.replace('"provider":"hoopr","method"', '"provider":"acme","method"'),
      'turn 2 calls acme',
    ],
    [
      'a provider to be given',
      (text) => text.replace('"hoopai",', '"hoopai","acme",'),
      'it was recorded with a provider "acme"',
    ],
    [
      'an answer to nobody',
      (text) => text.replace('"call":', '"back":1,"was":'),
      'in turn 2 something comes back that nobody waits for',
    ],
  ])('%s', async (_what, change, why) => {
    const file = placeFor('other.jsonl')
    writeFileSync(file, change(readFileSync(await short(), 'utf8')))
    await expect(replayFile(file)).rejects.toMatchObject({
      name: 'ManifestError',
      message: expect.stringContaining(why),
    })
  })

  test('a file that is not there', async () => {
    await expect(replayFile(placeFor())).rejects.toThrow('ENOENT')
  })

  test('other fixture files', async () => {
    const fixtures = { hoopr: { tracks: JSON.parse(readFileSync('fixtures/hoopr/tracks.json', 'utf8')) } }
    const file = await record({ fixtures }, (emulator) => adminOf(emulator)('POST /reset'))
    expect((await replayFile(file, { fixtures })).deviation).toBeUndefined()
    await expect(replayFile(file)).rejects.toThrow('with another fixture file hoopr/tracks.json (--fixtures)')
    await expect(replayFile(await short(), { fixtures })).rejects.toThrow('without a fixture file hoopr/tracks.json')
  })
})

describe('what is odd is told in a note', () => {
  test('another version', async () => {
    const file = rewritten(await short(), ([header]) => Object.assign(header, { version: '0.0.9', node: '18.1.0' }))
    expect(await replayFile(file)).toEqual({
      turns: 3,
      calls: 1,
      acts: 2,
      notes: [
        'it was recorded by stuntdouble 0.0.9, and this is 0.1.0',
        `it was recorded on Node 18.1.0, and this is ${process.versions.node}`,
      ],
    })
  })

  test.each<[string, number, number]>([
    ['a last line that is cut', 5, 3],
    ['a last turn that is cut', 30, 2],
    ['a last line that is missing', 10, 3],
  ])('%s', async (_what, bytes, turns) => {
    const file = await short()
    truncateSync(file, statSync(file).size - bytes)
    const { notes, ...rest } = await replayFile(file)
    expect(rest).toMatchObject({ turns })
    expect(notes).toEqual([
      `the recording breaks off after turn ${turns}: the run was ended by force, or the file was cut`,
    ])
  })
})

describe('the file', () => {
  test('is its owner’s alone, and takes the place of an older recording once the emulator is up', async () => {
    const file = await short()
    const before = readFileSync(file, 'utf8')
    await expect(startEmulator({ record: file, host: '203.0.113.1' })).rejects.toThrow('EADDRNOTAVAIL')
    await expect(startEmulator({ record: file, state: { kind: 'nonsense' } })).rejects.toThrow('no snapshot')
    expect(readFileSync(file, 'utf8')).toBe(before)
    await using emulator = await startEmulator({ record: file })
    expect(linesOf(file)).toHaveLength(1)
    expect(statSync(file).mode & 0o777).toBe(0o600)
    expect(readdirSync(dirname(file))).toEqual(['run.jsonl'])
    await emulator.close()
    expect(linesOf(file)).toMatchObject([{ kind: 'stuntdouble manifest' }, { end: 0 }])
  })

  test('takes the place of nothing else', async () => {
    const file = placeFor('precious.yaml')
    appendFileSync(file, 'rules: []\n')
    await expect(startEmulator({ record: file })).rejects.toThrow(
      `record: ${file} is there already and is no manifest, so it is not overwritten`,
    )
    expect(readFileSync(file, 'utf8')).toBe('rules: []\n')
  })

  test('cannot stand where nothing can be written', async () => {
    const file = `${placeFor('nowhere')}/run.jsonl`
    await expect(startEmulator({ record: file })).rejects.toThrow(/^record: ENOENT/)
    expect(existsSync(dirname(file))).toBe(false)
  })

  test('has each turn as soon as it is over', async () => {
    const file = placeFor()
    await using emulator = await startEmulator({ record: file })
    for (const turns of [1, 2, 3]) {
      await fetch(`${emulator.url}/hoopr/v1/filters`)
      expect(linesOf(file).at(-1)).toMatchObject({ turn: turns, answer: { status: 401 } })
    }
  })
})
