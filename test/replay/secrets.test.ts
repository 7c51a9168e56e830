/** What only the two ends of a webhook share stands in no manifest, wherever it was set, and the webhooks have it all the same. */

import { createHmac } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { parseAllDocuments } from 'yaml'
import { type Emulator, type EmulatorOptions, startEmulator } from '../../src/index.ts'
import { replayFile } from '../../src/replay/rerun.ts'
import { receiver } from '../receiver.ts'
import { adminOf, linesOf, record } from './recorded.ts'

const CLOCK = '2026-01-01T00:00:00Z'
/** Texts that JSON and YAML write otherwise than they are, one that is also a credential of the run, and a short one. */
const TEXTS = {
  plain: 'between-you-and-me',
  number: '1234567890123456',
  short: 'z~9',
  awkward: `it's a "secret": \\ of ⟦two⟧ & #more é😀`,
  line: 'a line with an end\n',
  lines: 'one secret line\nand another secret line\n',
  credential: '5ec0e700-0000-4000-8000-000000000001',
}
const PASSWORD = 'pass:w%40rd!'
const TOKEN = 'a-token,of-the-receiver'

/** Settings that hold secrets, and an emulator's webhooks that are signed and sent with them. */
async function hooked(webhookSecret: string) {
  const hook = await receiver(500, 200)
  onTestFinished(hook.close)
  const url = `${hook.url.replace('http://', `http://me:${PASSWORD}@`)}?token=${TOKEN}`
  const settings = { hoopai: { webhookUrl: url, webhookSecret } }
  /** One webhook that is tried twice, and one that goes elsewhere. */
  const send = async (emulator: Emulator, at = '') => {
    const admin = adminOf(emulator)
    const heard = hook.heard.length
    const sent = await admin(`POST ${at}/webhooks`, { type: 'ContactCreate' })
    expect(sent).toMatchObject({ type: 'ContactCreate', delivered: false })
    await hook.count(heard + 1)
    await admin(`POST ${at}/clock`, { advance: '1h' })
    const other = { type: 'NoteCreate', url: url.replace('me:', 'somebody-else:') }
    await admin(`POST ${at}/webhooks`, other)
    await hook.count(hook.heard.length + (hook.heard.at(-1)!.body.type === 'NoteCreate' ? 0 : 1))
    const { webhooks } = await admin(`GET ${at}/webhooks`)
    for (const secret of [PASSWORD, ...TOKEN.split(',')]) expect(JSON.stringify(webhooks)).not.toContain(secret)
    for (const { headers, raw, path } of hook.heard.slice(heard)) {
      expect(headers['x-wl-signature']).toBe(createHmac('sha256', webhookSecret).update(raw).digest('hex'))
      expect(Buffer.from(headers.authorization!.slice(6), 'base64').toString()).toMatch(/:pass:w@rd!$/)
      expect(path).toBe(`/hook?token=${TOKEN}`)
    }
    expect(hook.heard.length).toBeGreaterThan(heard + 1)
  }
  return { url, settings, send }
}

/** It is replayed to the same, and holds no secret; in the clear or as JSON has it, once or twice. */
async function checked(file: string, secret: string) {
  const text = readFileSync(file, 'utf8')
  const forms = [secret, ...secret.split('\n').filter((line) => line !== ''), PASSWORD, ...TOKEN.split(',')].flatMap(
    (each) => {
      const quoted = JSON.stringify(each).slice(1, -1)
      return [each, quoted, JSON.stringify(quoted).slice(1, -1)]
    },
  )
  expect(forms.filter((form) => text.includes(form))).toEqual([])
  expect(text).toMatch(/⟦secret#\d+⟧/)
  const outcome = await replayFile(file)
  expect(outcome).toMatchObject({ notes: [], turns: linesOf(file).length - 2 })
  expect(outcome.deviation).toBeUndefined()
}

type Ways = (stand: Awaited<ReturnType<typeof hooked>>) => {
  options?: EmulatorOptions
  run?: (emulator: Emulator) => Promise<unknown>
  at?: string
}

const WAYS: readonly (readonly [string, Ways])[] = [
  ['settings of the emulator', ({ settings }) => ({ options: { settings } })],
  ['a scenario', ({ settings }) => ({ options: { scenario: { name: 'hooked', settings } } })],
  [
    'a scenario that changes its settings later',
    ({ settings }) => ({
      options: { clock: CLOCK, scenario: { name: 'later', schedule: [{ at: '1m', settings }] } },
      run: (emulator) => adminOf(emulator)('POST /clock', { advance: '2m' }),
    }),
  ],
  [
    'a scenario as a text',
    ({ settings }) => ({ options: { scenario: `name: text\nsettings: ${JSON.stringify(settings)}\n` } }),
  ],
  [
    'a file, and one that it extends',
    ({ settings: { hoopai } }) => {
      const folder = mkdtempSync(join(tmpdir(), 'stuntdouble-secrets-'))
      onTestFinished(() => rmSync(folder, { recursive: true }))
      const { webhookUrl, webhookSecret } = hoopai
      writeFileSync(join(folder, 'base.yaml'), `settings: { hoopai: ${JSON.stringify({ webhookSecret })} }\n`)
      const scenario = join(folder, 'top.yaml')
      writeFileSync(scenario, `extends: [base.yaml]\nsettings: { hoopai: ${JSON.stringify({ webhookUrl })} }\n`)
      return { options: { scenario } }
    },
  ],
  [
    'a session',
    ({ settings }) => ({
      run: (emulator) =>
        adminOf(emulator)('POST /sessions', { name: 'mine', settings, scenario: { name: 'a', settings } }),
      at: '/sessions/mine',
    }),
  ],
  [
    'a session of the library, and its scenario as a text',
    ({ settings }) => ({
      run: (emulator) =>
        emulator.session({ name: 'mine', scenario: `name: a\nsettings: ${JSON.stringify(settings)}\n` }),
      at: '/sessions/mine',
    }),
  ],
  [
    'a file that a session plays by its path',
    ({ settings }) => {
      const folder = mkdtempSync(join(tmpdir(), 'stuntdouble-secrets-'))
      onTestFinished(() => rmSync(folder, { recursive: true }))
      const file = join(folder, 'a.yaml')
      writeFileSync(file, `settings: ${JSON.stringify(settings)}\n`)
      return { run: (emulator) => emulator.default.play(file) }
    },
  ],
  [
    'a scenario that is put',
    ({ settings }) => ({ run: (emulator) => adminOf(emulator)('PUT /scenario', { name: 'a', settings }) }),
  ],
  [
    'a scenario that is put as YAML',
    ({ settings }) => ({
      run: (emulator) => adminOf(emulator)('PUT /scenario', `settings: ${JSON.stringify(settings)}\n`, 'text/yaml'),
    }),
  ],
  [
    'a scenario whose file changes',
    ({ settings }) => ({
      run: ({ stage: { order, sessions, readScenario } }) =>
        order!.turn(async (turn) => {
          const script = await readScenario({ name: 'changed', settings }, 'object')
          turn.play(sessions.default, script.written!)
          sessions.default.play(script)
        }),
    }),
  ],
  [
    'a snapshot that is restored, with a webhook on its way',
    ({ settings, url }) => ({
      run: async (emulator) => {
        const scenario = { name: 'a', schedule: [{ at: '1h', settings }] }
        await using earlier = await startEmulator({ clock: CLOCK, settings, scenario })
        const elsewhere = url.replace(/@.*[?]/, '@127.0.0.1:1/?')
        await adminOf(earlier)('POST /webhooks', { type: 'ContactCreate', url: elsewhere, fault: 'reordered' })
        const snapshot = await adminOf(earlier)('POST /snapshot')
        expect(await adminOf(emulator)('POST /restore', snapshot)).toMatchObject({ name: 'default' })
        // It lets the other go.
        await adminOf(emulator)('POST /webhooks', { type: 'NoteCreate', url: elsewhere })
        await adminOf(emulator)('POST /clock', { advance: '1s' })
        const damaged = await adminOf(emulator)('POST /restore', { ...snapshot, seed: 5 })
        expect(damaged.error.message).toContain('its digest does not fit')
      },
    }),
  ],
]

test.each(WAYS)('set by %s', async (_way, way) => {
  const stand = await hooked(TEXTS.plain)
  const { options = {}, run, at } = way(stand)
  const file = await record(options, async (emulator) => {
    await run?.(emulator)
    await stand.send(emulator, at)
  })
  await checked(file, TEXTS.plain)
})

test.each(Object.entries(TEXTS))('a secret that is %s', async (_what, secret) => {
  const stand = await hooked(secret)
  const file = await record({ settings: stand.settings }, async (emulator) => {
    await stand.send(emulator)
    const yaml = [`name: json\nsettings: ${JSON.stringify(stand.settings)}\n`, ...yamlOf(secret, stand.url)]
    for (const text of yaml) {
      const answer = await adminOf(emulator)('PUT /scenario', text, 'application/yaml')
      expect(answer).toMatchObject({ rules: [], warnings: [] })
      await stand.send(emulator)
    }
    // The client's own secret is good, whatever else it is.
    const { consent, credentials, fetch } = emulator.default
    const { clientId, clientSecret, redirectUris } = credentials.hoopai.apps[0]!
    const wanted = { clientId, redirectUri: redirectUris[0]!, scope: 'contacts.readonly' }
    const code = new URL((await consent(wanted)).redirectTo!).searchParams.get('code')!
    const form = { client_id: clientId, client_secret: clientSecret, grant_type: 'authorization_code', code }
    const response = await fetch('hoopai', '/oauth/token', { method: 'POST', body: new URLSearchParams(form) })
    expect(response.status).toBe(200)
  })
  await checked(file, secret)
})

/** YAML that says it in other ways. */
function yamlOf(secret: string, url: string): string[] {
  const single = `'${secret.replaceAll("'", "''")}'`
  const block = secret.replace(/\n$/, '').replaceAll('\n', '\n      ')
  const rest = 'name: said otherwise\n'
  const under = `settings:\n  hoopai:\n    webhookUrl: ${url}\n`
  return [
    `${under}    webhookSecret: |${secret.endsWith('\n') ? '' : '-'}\n      ${block}\n${rest}`,
    ...(secret.includes('\n') ? [] : [`${under}    webhookSecret: ${single} # why\n${rest}`]),
    `settings:\n  hoopai:\n    webhookUrl: &url ${JSON.stringify(url)}\n    webhookSecret: &of ${JSON.stringify(secret)}\nschedule: [{ at: 0s, settings: { hoopai: { webhookSecret: *of, webhookUrl: *url } } }]\n`,
  ]
}

test('a state that the run goes on from', async () => {
  const { settings, send } = await hooked(TEXTS.plain)
  await using earlier = await startEmulator({ clock: CLOCK, settings, scenario: { name: 'a', settings } })
  const state = await earlier.default.snapshot()
  await checked(await record({ state: state as never, scenario: { name: 'a', settings } }, send), TEXTS.plain)
})

test.each([
  ['a long number', '12345678901234567890'],
  ['a number of less than none', '-12345678.5'],
  ['a list', '[between-you-and-me]'],
  ['a map', '{ value: between-you-and-me, more: [12345678] }'],
  ['a list on its lines, before another fault', '[\n  between-you-and-me,\n  12345678\n  ],\n  e: 1'],
  ['a map with one more in it', '&of { webhookSecret: 12345678 } },\n  other: *of, y: { x: 1'],
  ['of another provider', 'a }, other: { webhookSecret: between-you-and-me'],
  ['in the URL of a misspelt name', 'a, webhookURL: "http://me:between-you-and-me@x"'],
  ['of a misspelt name', 'a, webhooksecret: between-you-and-me, Password: 12345678'],
  ['in a second document', 'a } }\n---\nsettings: { hoopai: { webhookSecret: between-you-and-me'],
])('a secret that is refused, %s, stands nowhere', async (_what, secret) => {
  const file = await record({}, async (emulator) => {
    const admin = adminOf(emulator)
    const text = `settings: { hoopai: { webhookSecret: ${secret} } }\n`
    expect(await admin('PUT /scenario', text, 'text/yaml')).toHaveProperty('error')
    const [document] = parseAllDocuments(text).map((each) => each.toJS())
    if (!text.includes('---')) expect(await admin('PUT /scenario', document)).toHaveProperty('error')
  })
  expect(readFileSync(file, 'utf8')).not.toMatch(/12345678|you-and/)
  expect((await replayFile(file)).deviation).toBeUndefined()
})

test('what is refused is told with its place, and without a secret', async () => {
  const secret = { webhookSecret: 123456789012 }
  const told: string[] = []
  const file = await record({}, async (emulator) => {
    const admin = adminOf(emulator)
    const put = async (body: object | string, type?: string) => {
      const { error } = await admin('PUT /scenario', body, type)
      told.push(error.message)
      expect(JSON.stringify(error)).not.toMatch(/123456789012|you-and|pass/)
    }
    await put({ name: 'a', settings: { hoopai: secret } })
    await put(`settings: { hoopai: { webhookSecret: between-you-and-me, webhookUrl: nonsense } }`, 'text/yaml')
    await put(`settings: { hoopai: { webhookSecret: 123456789012, webhookUrl: "ftp://a:${PASSWORD}@b" } }`, 'text/yaml')
    await put(`settings: { hoopai: { webhookSecret: between-you-and-me, webhookUrl: 'unended } }`, 'text/yaml')
    await put(`settings: { hoopai: { webhookSecret: z~9, webhookUrl: "http://~a:b@c?token=~d", e: 1 } }`, 'text/yaml')
    await put({ settings: { hoopai: [secret] } })
    await put('settings: [{ hoopai: [{ webhookSecret: between-you-and-me }] }]', 'text/yaml')
    const made = await admin('POST /sessions', { settings: { hoopai: secret } })
    told.push(made.error.message)
    const sent = await admin('POST /webhooks', {
      type: 'NoteCreate',
      url: `ftp://me:${PASSWORD}@x.example/?token=${TOKEN}`,
    })
    expect(JSON.stringify(sent)).not.toMatch(/pass|receiver/)
  })
  expect(told).toEqual([
    'scenario at settings.hoopai.webhookSecret: expected a text, got something else',
    expect.stringMatching(/^scenario:1:70: expected an http or https URL, .*, got "nonsense"$/m),
    expect.stringMatching(
      /^scenario:1:38: expected a text, got something else\nscenario:1:64: .*, got "ftp:..\[redacted\]@b"$/m,
    ),
    expect.stringContaining('scenario:1:82: expected valid YAML'),
    expect.stringContaining('scenario:1:81: expected a key of the settings of hoopai, got "e"'),
    expect.stringContaining('got [{"webhookSecret":"[redacted]"}]'),
    expect.stringContaining('got [{"hoopai":[{"webhookSecret":"[redacted]"}]}]'),
    'settings.hoopai.webhookSecret: expected a text',
  ])
  await checked(file, TEXTS.plain)
  expect(readFileSync(file, 'utf8')).not.toMatch(/123456789012|z~9|~a|~d/)
  const settings = { hoopai: { webhookUrl: `ftp://me:${PASSWORD}@x.example/` } }
  await expect(startEmulator({ settings })).rejects.toThrow('got "ftp://[redacted]@x.example/"')
})
