// A server that has grown in one way: `grown.mjs WHAT COUNT` serves, and shows the call whose cost is of interest.

import { startEmulator } from '../dist/lib/index.js'

const [what, text] = process.argv.slice(2)
const count = Number(text)
const settings = { hoopr: { limits: 'off' } }
const emulator = await startEmulator({ settings })
const { sessions, providers, readScenario } = emulator.stage
const hoopr = providers.find(({ name }) => name === 'hoopr')
const path = '/hoopr/v1/tracks/midnight-drive'
const [{ clientId }] = (await hoopr.credentials(sessions.default, '')).clients

const EACH = { call: 'GET /v1/tracks/*', do: 'expire', skip: 1e9 }
/** Of so many rules, the one that the call meets, or none that can be due. */
const RULES = {
  'a path each': (i) => ({ ...EACH, call: `GET /v1/tracks/midnight-drive${i || ''}` }),
  'a part of a name each': (i) => ({ ...EACH, call: `GET /v1/tracks/*-drive${i || ''}` }),
  'a caller each': (i) => ({ ...EACH, where: { client: i ? `client-${i}` : clientId } }),
  'a time each': (i) => ({ ...EACH, between: [`${i}h`, `${i + 1}h`] }),
  'a turn each': (i) => ({ call: EACH.call, do: { status: 503 }, skip: 1e9 + i, times: 1 }),
  'a rhythm each': (i) => ({ call: EACH.call, do: { status: 503 }, every: 1e9 + i }),
  'a strike each, if there is a token': (i) => ({ ...EACH, skip: 1e9 + i, times: 1 }),
}

const grow = { sessions: crowded, tokens: issued, journal: called }
const call = await (RULES[what] ? ruled(RULES[what]) : grow[what.split(' ')[0]]())
console.log(`call ${JSON.stringify(call)}`)
console.log(`grown ready on ${emulator.url}`)

async function ruled(ruleOf) {
  const rules = Array.from({ length: count }, (_, i) => ruleOf(i))
  sessions.default.play(await readScenario({ rules }, 'object'))
  return asked(sessions.default)
}

async function crowded() {
  const made = Array.from({ length: count }, () => sessions.create({ ownCredentials: true, settings }))
  // Each was called at least once.
  for (const session of made) await token(session)
  const { name } = made[count >> 1]
  const own = await asked(made[count >> 1])
  if (what.endsWith('prefix')) return { ...own, path: `/s/${name}${path}` }
  return what.endsWith('header') ? { ...own, headers: { ...own.headers, 'x-stuntdouble-session': name } } : own
}

async function issued() {
  const { vault, clock } = sessions.default
  const facts = { kind: 'access', provider: 'hoopr', client: clientId, scopes: [], issuedAt: clock.now() }
  for (let n = 1; n < count; n++) await vault.issue(`token ${n}`, { ...facts, expiresAt: clock.now() + 864e5 })
  return asked(sessions.default)
}

async function called() {
  const call = await asked(sessions.default)
  const one = async () => (await fetch(emulator.url + path, { headers: call.headers })).arrayBuffer()
  for (let n = 1; n < count; n += 50) await Promise.all(Array.from({ length: 50 }, one))
  return call
}

async function asked(session) {
  return { path, headers: { authorization: `Bearer ${await token(session)}` } }
}

function token(session) {
  return hoopr.mint(session, session.clock.now(), { expiresInSeconds: 86_400 })
}
