/** Relations that every provider holds, whoever wrote it. */

import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { applyCause } from '../src/core/causes.ts'
import { DAY, MINUTE, SECOND } from '../src/core/clock.ts'
import { ApiError, COMMON_CODES } from '../src/core/errors.ts'
import type { Call } from '../src/core/http.ts'
import type { Provider, Route } from '../src/core/provider.ts'
import { fallbackOf } from '../src/core/routes.ts'
import { Session } from '../src/core/session.ts'
import { providers } from '../src/providers/index.ts'
import { EFFECT_NAMES } from '../src/scenario/effects.ts'
import { hostileState } from './core/hostile.ts'
import { caller, START, stand } from './support.ts'

/** One call that any token of the first account may make, and what must come with it. */
const PLAIN: Record<string, { target: string; headers?: Record<string, string> }> = {
  hoopr: { target: 'GET /v1/tracks?pageSize=2' },
  hoopai: { target: 'GET /contacts/?limit=2', headers: { version: '2021-07-28' } },
  soundcharts: { target: 'GET /api/v2/referential/platforms' },
}
const README = readFileSync(new URL('../README.md', import.meta.url), 'utf8')
const SOURCE = /^(seed|docs|openapi|sdk|observed|client|assumed|decision)/

const routesOf = (provider: Provider): Route[] => [...provider.routes, fallbackOf(provider)]
const plain = ({ name }: Provider) => PLAIN[name]!
const mint = (provider: Provider, session: Session, more = {}) => provider.mint(session, session.clock.now(), more)

describe.each(providers.map((provider) => [provider.name, provider] as const))('%s', (_name, provider) => {
  const { target, headers = {} } = plain(provider)

  test('words every code, also without message and details', async () => {
    const { session, call } = stand(provider)
    await call(target, { headers })
    for (const code of [...COMMON_CODES, ...Object.keys(provider.errors)]) {
      const wording = provider.errors[code]!
      expect(wording, code).toBeDefined()
      expect(wording.status, code).toBeGreaterThanOrEqual(400)
      expect(wording.source, code).toMatch(SOURCE)
      const script = { name: 's', settings: {}, marker: false, describe: () => null }
      const effect = { rule: 'r', error: code, phase: 'before' as const }
      session.play({ ...script, meet: () => ({ strikes: [], causes: [], effect, edits: [], delayMs: 0 }) })
      const answer = await call(target, { headers })
      expect(answer.status, code).toBe(wording.status)
      expect(answer.text, code).not.toMatch(/undefined|\[object|null,"message"/)
    }
  })

  test('names routes once, and only scopes and budgets that its card knows', () => {
    const names = provider.routes.map(({ name }) => name)
    expect(new Set(names).size).toBe(names.length)
    const budgets = provider.budgets.map(({ name }) => name)
    for (const { name, source, scope, spends } of routesOf(provider)) {
      expect(source, name).toMatch(SOURCE)
      if (scope !== undefined) expect(Object.keys(provider.scopes), name).toContain(scope)
      for (const budget of spends ?? []) expect(budgets, name).toContain(budget)
    }
    for (const name of provider.spends) expect(budgets).toContain(name)
    for (const { name, source } of provider.budgets) expect(source, name).toMatch(SOURCE)
    for (const [name, { source }] of Object.entries(provider.settings)) expect(source, name).toMatch(SOURCE)
    expect(provider.settings).toHaveProperty('accessTokenSeconds')
  })

  test('lets a minted token in, and refuses none, a foreign one, an expired and a revoked one', async () => {
    const { session, call } = stand(provider)
    const [token, other] = [await mint(provider, session), await mint(provider, session)]
    const status = async (token?: string) =>
      (await call(target, { headers, ...(token === undefined ? {} : { token }) })).status
    expect(await status(token)).toBe(200)
    expect(await status()).toBe(provider.errors.missing_token.status)
    expect(await status('nobody')).toBe(provider.errors.invalid_token.status)
    await session.vault.revoke((await session.vault.find(other))!.id, session.clock.now())
    expect(await status(other)).toBe(provider.errors.revoked_token.status)
    session.clock.advance(DAY)
    expect(await status(token)).toBe(provider.errors.expired_token.status)
  })

  test.each(providers.filter((other) => other !== provider).map((other) => [other.name, other] as const))(
    'takes no token of %s',
    async (_other, other) => {
      const { session, call } = stand(provider)
      const answer = await call(target, { headers, token: await mint(other, session) })
      expect(answer.status).toBe(provider.errors.invalid_token.status)
    },
  )

  test('an expiry that was caused answers the bytes of one that came by itself', async () => {
    const answers = await Promise.all(
      ['caused', 'genuine'].map(async (how) => {
        const { session, call } = stand(provider)
        const token = await mint(provider, session, { expiresInSeconds: 60 })
        if (how === 'caused') await session.vault.expire((await session.vault.find(token))!.id, START)
        session.clock.advance(MINUTE)
        return call(target, { headers, token })
      }),
    )
    expect(answers[0]).toEqual(answers[1])
  })

  test('accessTokenSeconds is the life of a token to the millisecond', async () => {
    const { session, call } = stand(provider)
    const token = await mint(provider, session, { expiresInSeconds: 5 })
    session.clock.advance(5 * SECOND - 1)
    expect((await call(target, { headers, token })).status).toBe(200)
    session.clock.advance(1)
    expect((await call(target, { headers, token })).status).toBe(provider.errors.expired_token.status)
  })

  test.each(provider.spends)('keeps the limit of %s to the last call, until the window ends', async (budget) => {
    const settings = { [provider.name]: { limits: { [budget]: '3 per 1m' } } }
    const { session, call } = stand(provider, { settings })
    const token = await mint(provider, session)
    const statuses = async (n: number) => {
      const seen: number[] = []
      for (let i = 0; i < n; i++) seen.push((await call(target, { headers, token })).status)
      return seen
    }
    const refused = provider.errors.rate_limited.status
    expect(await statuses(5)).toEqual([200, 200, 200, refused, refused])
    session.clock.advance(MINUTE - 1)
    expect(await statuses(1)).toEqual([refused])
    session.clock.advance(1)
    expect(await statuses(4)).toEqual([200, 200, 200, refused])
  })

  test('limits off refuses nothing and keeps the headers', async () => {
    const on = stand(provider)
    const off = stand(provider, { settings: { [provider.name]: { limits: 'off' } } })
    const token = await mint(provider, off.session)
    const first = await on.call(target, { headers, token: await mint(provider, on.session) })
    for (let i = 0; i < 700; i++) expect((await off.call(target, { headers, token })).status).toBe(200)
    expect(Object.keys((await off.call(target, { headers, token })).headers)).toEqual(Object.keys(first.headers))
  })

  test('a hundred calls at once take no more than the limit', async () => {
    const budget = provider.spends[0]!
    const settings = { [provider.name]: { limits: { [budget]: '10 per 1m' } } }
    const { session, call } = stand(provider, { settings, openState: () => hostileState(5) })
    const token = await mint(provider, session)
    const answers = await Promise.all(Array.from({ length: 100 }, () => call(target, { headers, token })))
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(10)
  })

  test('an unknown route is refused in its own words', async () => {
    const { session, call } = stand(provider)
    const answer = await call('GET /api/no-such-thing', { headers, token: await mint(provider, session) })
    expect(answer.status).toBe(provider.errors.unknown_route.status)
  })

  test('the same calls give the same bytes, on memory and on a hostile store (D1)', async () => {
    const run = async (more = {}) => {
      const { session, call } = stand(provider, { seed: 42, ...more })
      const tokens = [await mint(provider, session), await mint(provider, session)]
      const answers = []
      for (const token of tokens) for (let i = 0; i < 3; i++) answers.push(await call(target, { headers, token }))
      return JSON.stringify([tokens, answers])
    }
    const once = await run()
    expect(await run()).toBe(once)
    expect(await run({ openState: () => hostileState(9) })).toBe(once)
    expect(await run({ seed: 43 })).not.toBe(once)
  })

  test('other calls in between change no token (D2)', async () => {
    const alone = stand(provider)
    const busy = stand(provider)
    await busy.call(target, { headers })
    await mint(provider, busy.session, { expiresInSeconds: 77 })
    const scopes = Object.keys(provider.scopes).slice(0, 1)
    expect(await mint(provider, busy.session, { scopes })).toBe(await mint(provider, alone.session, { scopes }))
  })

  test('a session with its own credentials is found by its token, one without is not', async () => {
    const sessions = [new Session({ name: 'own', ownCredentials: true }), new Session({ name: 'demo' })]
    const tagged = await Promise.all(
      sessions.map(async (session) => {
        const token = await mint(provider, session)
        const call = {
          headers: { authorization: `Bearer ${token}` },
          query: new URLSearchParams(),
          body: Buffer.alloc(0),
        }
        return provider
          .tags({ ...call, method: 'GET', path: '/', at: 0, base: '', address: '' } as Call)
          .includes(session.tag)
      }),
    )
    expect(tagged).toEqual([true, false])
  })

  test('own credentials differ by session, demo credentials never do', async () => {
    const text = async (options: object) => JSON.stringify(await provider.credentials(new Session(options), ''))
    expect(await text({ name: 'a', seed: 2 })).toBe(await text({ name: 'b', seed: 3 }))
    expect(await text({ name: 'a', ownCredentials: true })).not.toBe(await text({ name: 'b', ownCredentials: true }))
    expect(await text({ name: 'a', ownCredentials: true, seed: 2 })).not.toBe(
      await text({ name: 'a', ownCredentials: true, seed: 3 }),
    )
    expect(await text({ name: 'a', ownCredentials: true })).toBe(await text({ name: 'a', ownCredentials: true }))
  })

  test('the journal shows what happened and no secret', async () => {
    const { session, call } = stand(provider)
    const token = await mint(provider, session)
    const env = await provider.env(session, 'http://localhost')
    const secrets = [
      token,
      ...Object.entries(env)
        .filter(([name]) => /SECRET|PRIVATE_TOKEN|API_KEY/.test(name))
        .map(([, value]) => value),
    ]
    for (const secret of secrets) {
      await call(target, { headers, token: secret })
      await call(`GET /v1/${secret}?access_token=${secret}&x=${secret}`, {
        headers: { ...headers, 'x-api-key': secret, 'x-other': secret },
      })
      await call('POST /oauth/token', {
        form: { client_secret: secret, refresh_token: secret, code: secret, other: secret },
      })
      await call('POST /v1/auth/token', { json: { client_secret: secret, nested: { deep: [secret] } }, headers })
    }
    const journal = await session.journal.list()
    expect(journal).toHaveLength(secrets.length * 4)
    expect(journal.at(-1)).toMatchObject({ provider: provider.name, status: 200, method: 'GET' })
    for (const secret of secrets) expect(JSON.stringify(journal)).not.toContain(secret)
  })

  test('every cause has a source and a name of its own, strikes something, and leaves another account behind', async () => {
    for (const [name, { about, object, source }] of Object.entries(provider.causes ?? {})) {
      expect(name).toMatch(/^[a-z]+(-[a-z]+)+$/)
      expect(EFFECT_NAMES).not.toContain(name)
      expect(source, name).toMatch(SOURCE)
      expect([about, object], name).not.toContain('')
      expect(README).toMatch(new RegExp(`^\\| ${provider.title.split(' ')[0]} \\|.*\`${name}\``, 'm'))
      const { session } = stand(provider)
      // Something must be installed before it can be taken off, and spent before it can be unlike before.
      await mint(provider, session)
      const before = JSON.stringify(await session.state.dump())
      const done = await applyCause(session, provider, name)
      expect(Object.keys(done).length, name).toBeGreaterThan(3)
      expect(JSON.stringify(await session.state.dump()), name).not.toBe(before)
    }
  })

  test('what befalls an account befalls its session alone, and the same way every time', async () => {
    for (const name of Object.keys(provider.causes ?? {})) {
      const [one, two, other] = [1, 2, 3].map(() => stand(provider).session) as [Session, Session, Session]
      for (const session of [one, two, other]) await mint(provider, session)
      const done = [await applyCause(one, provider, name), await applyCause(two, provider, name)]
      expect(done[0], name).toEqual(done[1])
      const text = async (session: Session) => JSON.stringify(await session.state.dump())
      expect(await text(one), name).toBe(await text(two))
      expect(await text(other), name).not.toBe(await text(one))
    }
  })

  test('a crash of the emulator is its own 500 and shows no stack', async () => {
    const broken: Provider = { ...provider, routes: provider.routes.map((route) => ({ ...route, handle: fail })) }
    const session = new Session({ frozenAt: START })
    const answer = await caller(broken, session)(target, { headers, token: await mint(provider, session) })
    expect(answer.status).toBe(provider.errors.server_error.status)
    expect(answer.text).not.toContain('boom')
    expect((await session.journal.list())[0]).toMatchObject({ crash: 'Error: boom', code: 'server_error' })
  })
})

function fail(): never {
  throw new Error('boom')
}

test('an error that the provider does not know is the emulator’s own failure', async () => {
  const [provider] = providers
  const odd: Provider = {
    ...provider!,
    routes: provider!.routes.map((route) => ({
      ...route,
      handle: () => {
        throw new ApiError('no_such_code')
      },
    })),
  }
  const session = new Session({ frozenAt: START })
  const answer = await caller(odd, session)('GET /version')
  expect(answer.status).toBe(500)
})
