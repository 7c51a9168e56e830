/** Whatever the grammar allows parses, prints, parses to the same, plays without a crash and replays to the same bytes. */

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { stringify } from 'yaml'
import { rules, tableOf } from '../../src/conduct/index.ts'
import { isObject, type Json, type JsonObject } from '../../src/core/http.ts'
import type { Post } from '../../src/core/outbox.ts'
import { type Seal, Session } from '../../src/core/session.ts'
import { accounts } from '../../src/providers/hoopai/data.ts'
import { hoopai } from '../../src/providers/hoopai/index.ts'
import { providers } from '../../src/providers/index.ts'
import { jsonSchema } from '../../src/scenario/jsonschema.ts'
import { readScenario } from '../../src/scenario/load.ts'
import { ScenarioError } from '../../src/scenario/problems.ts'
import { caller, type Request, type Response, START } from '../support.ts'
import { callsOf } from '../transcript.ts'
import { repair, type Schema, type Way, waysOf, written } from './grammar.ts'

const conduct = tableOf(rules)
const GRAMMAR = (await jsonSchema(providers, conduct)) as Schema
const read = (text: string) => readScenario(text, 'yaml', providers, { conduct })
/** `GRAMMAR_RUNS=2000` looks longer; `GRAMMAR_SEED` looks again. */
const numRuns = Number(process.env.GRAMMAR_RUNS ?? 60)
const seed = process.env.GRAMMAR_SEED === undefined ? {} : { seed: Number(process.env.GRAMMAR_SEED) }
const LONG_MS = 60_000 + 2000 * numRuns
const TURNS = 8
const BO = { firstName: 'Bo', email: 'bo@example.com' }
const VERSION = { version: '2021-07-28' }
const TOGETHER = 60

/** The scenario as it is played, once the loader has nothing against it; undefined where it always has. */
async function accepted(raw: Json): Promise<{ scenario: JsonObject; text: string } | undefined> {
  const scenario = structuredClone(raw) as JsonObject
  for (let turn = 0; turn < TURNS; turn++) {
    const text = stringify(scenario)
    try {
      await read(`# made by the grammar\n${text}`)
      return { scenario, text }
    } catch (error) {
      if (!(error instanceof ScenarioError)) throw error
      for (const { line, column, expected, got } of error.problems)
        expect([line, column, expected, got], `${error.message}\n${text}`).toEqual([
          expect.any(Number),
          expect.any(Number),
          expect.stringMatching(/./),
          expect.stringMatching(/./),
        ])
      // From the end, so that what is left out moves nothing that is still to be put right.
      for (const problem of error.problems.toReversed()) repair(scenario, problem, turn)
    }
  }
  return undefined
}

/** A program of calls to every provider, in a session of its own: what is answered and sent, to the byte. */
async function played(text: string): Promise<string[]> {
  const log: string[] = []
  // Apart, since what is due at once is sent when the loop comes to it.
  const sent: string[] = []
  const post: Post = async ({ url, headers, body }) => {
    sent.push(`${url} ${JSON.stringify(headers)} ${body}`)
    return { status: 200 }
  }
  // What the scenario sets lies over it.
  const settings = { hoopai: { webhookUrl: 'http://localhost:1/hook' } }
  const seal: Seal = (letter, session) => hoopai.webhooks!.seal(letter, session)
  const session = new Session({ frozenAt: START, script: await read(text), settings, post, seal })
  for (const provider of providers) {
    const call = caller(provider, session)
    const ask = async (target: string, request: Request) => {
      const answer = await call(target, request)
      log.push(`${provider.name} ${target}: ${answer.status} ${JSON.stringify(answer.headers)} ${answer.text}`)
      await session.agenda.advance(20_000)
      return answer
    }
    const token = await provider.mint(session, session.clock.now(), {})
    for (const [target, request] of await callsOf(provider))
      await ask(target, { ...request, ...(request.token ? { token } : {}) })
    for (const [page, request] of PAGES[provider.name]!) await ask(page, { token, headers: VERSION, ...request })
    if (provider === hoopai) await consented(session, ask)
  }
  await session.agenda.idle()
  for (const { crash, status, rules, path } of await session.journal.list()) {
    expect(crash, path).toBeUndefined()
    if (status === 500) expect(rules, path).not.toEqual([])
  }
  return [...log, ...sent]
}

const PAGES: Readonly<Record<string, readonly [string, Request?][]>> = {
  hoopr: [1, 2].map((page) => [`GET /v1/tracks?pageSize=5&page=${page}`]),
  hoopai: [1, 2].map((page) => [
    'POST /contacts/search',
    { json: { locationId: 'DemoLocation00000001', pageLimit: 5, page } },
  ]),
  soundcharts: [0, 5].map((offset) => [`GET /api/v2/artist/search/a?limit=5&offset=${offset}`]),
}

/** Consent, a code for tokens, two refreshes of one token, and a contact that webhooks tell of. */
async function consented(session: Session, ask: (target: string, request: Request) => Promise<Response>) {
  const { apps, locations } = accounts(session)
  const { clientId, clientSecret, redirectUris, scopes } = apps[0]!
  const asked = { clientId, redirectUri: redirectUris[0]!, scope: scopes.join(' '), state: 's' }
  const query = new URLSearchParams({
    response_type: 'code',
    client_id: clientId,
    redirect_uri: asked.redirectUri,
    scope: asked.scope,
  })
  await ask(`GET /oauth/chooselocation?${query}`, {})
  const { redirectTo } = await hoopai.consent!(session, session.clock.now(), asked)
  const code = new URL(redirectTo!).searchParams.get('code')!
  const client = { client_id: clientId, client_secret: clientSecret }
  const form = { ...client, grant_type: 'authorization_code', code }
  const { json } = await ask('POST /oauth/token', { form })
  const refresh = { ...client, grant_type: 'refresh_token', refresh_token: String(json?.refresh_token) }
  await ask('POST /oauth/token', { form: refresh })
  const again = await ask('POST /oauth/token', { form: refresh })
  const token = String(again.json?.access_token ?? json?.access_token)
  await ask('POST /contacts/', { token, headers: VERSION, json: { ...BO, locationId: locations[0]!.locationId } })
}

describe('a scenario that the grammar makes', () => {
  test(
    'may have every key, choice and kind that there is',
    async () => {
      let missing = waysOf(GRAMMAR)
      for (let turn = 1; missing.length > 0 && turn <= TURNS; turn++) {
        // Neighbours in the grammar (one key's choices) go into different scenarios.
        const count = Math.ceil(missing.length / TOGETHER)
        const left: Way[] = []
        for (let i = 0; i < count; i++) {
          const ways = missing.filter((_, n) => n % count === i)
          const raw = ways.map((way) => fc.sample(written(GRAMMAR, way), { numRuns: 1, seed: turn })[0]!)
          const made = await accepted(raw.reduce<Json>(laid, {}))
          left.push(...ways.filter((way) => !made || !goes(GRAMMAR, made.scenario, way)))
        }
        missing = left
      }
      expect(missing.map((way) => way.join(' '))).toEqual([])
    },
    LONG_MS,
  )

  test('meets a program that comes to its end', async () => {
    const statuses = (await played('name: nothing')).flatMap((line) => / \S+: (\d{3}) /.exec(line)?.[1] ?? [])
    // A grant that there is none of, and a refresh token used twice.
    expect(statuses.filter((status) => status >= '400')).toEqual(['422', '400'])
  })

  test(
    'parses, prints, parses to the same, plays and replays',
    async () => {
      let refused = 0
      const property = fc.asyncProperty(written(GRAMMAR, ['rules']), async (raw) => {
        const made = await accepted(raw)
        if (!made) {
          refused++
          return
        }
        const script = await read(made.text)
        expect(script.written).toEqual(expect.objectContaining(made.scenario.extends ? {} : made.scenario))
        const again = await read(stringify(script.written))
        expect(again.written).toEqual(script.written)
        expect(await played(made.text)).toEqual(await played(made.text))
      })
      await fc.assert(property, { numRuns, ...seed })
      expect(refused / numRuns).toBeLessThan(0.02)
    },
    LONG_MS,
  )
})

/** Both in one: what is a list has the entries of both. */
function laid(one: Json, other: Json): Json {
  if (Array.isArray(one) && Array.isArray(other)) return [...one, ...other]
  if (!isObject(one) || !isObject(other)) return other
  const both = Object.entries(other).map(([key, value]) => [
    key,
    one[key] === undefined ? value : laid(one[key], value!),
  ])
  return { ...one, ...Object.fromEntries(both) }
}

function goes(schema: Schema, value: Json | undefined, [step, ...later]: Way): boolean {
  if (step === undefined) return value !== undefined
  const { anyOf, properties, items, enum: values } = schema
  if (Array.isArray(value) && items && !Array.isArray(items))
    return value.some((each) => goes(items as Schema, each, [step, ...later]))
  if (properties) {
    const own = (value as JsonObject | null)?.[step]
    return own !== undefined && goes(properties[step]!, own, later)
  }
  if (anyOf) return goes(anyOf[step as number]!, value, later)
  return values?.[step as number] === value
}
