// Serves with no limits, and shows calls to routes of every provider that can be made again and again.

import { startEmulator } from '../dist/lib/index.js'

const off = { limits: 'off' }
const emulator = await startEmulator({ settings: { hoopr: off, hoopai: off, soundcharts: off } })
const { sessions, providers } = emulator.stage
const session = sessions.default
const json = { 'content-type': 'application/json' }
const form = { 'content-type': 'application/x-www-form-urlencoded' }

const calls = (await Promise.all([ofHoopr(), ofHoopai(), ofSoundcharts()])).flat()
console.log(`calls ${JSON.stringify(calls)}`)
console.log(`serving ready on ${emulator.url}`)

async function ofHoopr() {
  const { provider, accounts } = await card('hoopr')
  const [{ clientId, secrets }, second] = accounts.clients
  // The first may not see the charts.
  const headers = { authorization: `Bearer ${await mint(provider, { client: second.clientId })}` }
  const grant = { grant_type: 'client_credentials', client_id: clientId, client_secret: secrets.test }
  return named('hoopr', [
    ['POST /v1/auth/token', { headers: json, body: JSON.stringify(grant), signs: 'HS256' }],
    ['GET /v1/tracks/midnight-drive', { headers, least: '0.60' }],
    ['GET /v1/tracks', { headers }],
    ['GET /v1/tracks-top', { headers }],
    ['GET /v1/filters', { headers }],
    ['GET /v1/playlists', { headers }],
    ['POST /v1/search', { headers: { ...headers, ...json }, body: JSON.stringify({ query: 'night', type: 'music' }) }],
    ['GET /version', {}],
  ])
}

async function ofHoopai() {
  const { provider, accounts } = await card('hoopai')
  const [{ locationId, companyId }] = accounts.locations
  const version = { version: '2021-07-28' }
  const headers = { ...version, authorization: `Bearer ${await mint(provider, { locationId })}` }
  const agency = { ...version, ...form, authorization: `Bearer ${await mint(provider, { companyId })}` }
  const at = { headers: { ...headers } }
  const { contacts } = await read(`/hoopai/contacts/?locationId=${locationId}&limit=1`, at)
  return named('hoopai', [
    [
      'POST /oauth/locationToken',
      { headers: agency, body: `${new URLSearchParams({ companyId, locationId })}`, signs: 'RS256' },
    ],
    [`GET /contacts/?locationId=${locationId}&limit=20`, at],
    [`GET /contacts/${contacts[0].id}`, at],
    [`GET /conversations/search?locationId=${locationId}`, at],
    [`GET /calendars/?locationId=${locationId}`, at],
    [`GET /opportunities/search?location_id=${locationId}`, at],
    [`GET /locations/${locationId}`, at],
  ])
}

async function ofSoundcharts() {
  const { provider } = await card('soundcharts')
  const { SOUNDCHARTS_CLIENT_ID: id, SOUNDCHARTS_CLIENT_SECRET: secret } = await provider.env(session, emulator.url)
  const basic = { ...form, authorization: `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}` }
  const headers = { authorization: `Bearer ${await mint(provider)}` }
  const artist = '11e81bcc-9c1c-ce38-b96b-a0369fe50396'
  return named('soundcharts', [
    ['POST /oauth/token', { headers: basic, body: 'grant_type=client_credentials' }],
    [`GET /api/v2.9/artist/${artist}`, { headers }],
    [`GET /api/v2/artist/${artist}/identifiers`, { headers }],
    [`GET /api/v2.21/artist/${artist}/songs`, { headers }],
  ])
}

function named(provider, calls) {
  return calls.map(([target, call]) => {
    const [method, path] = target.split(' ')
    const name = `${provider} ${target.replace(/\?.*/, '').replace(/[\w-]{20,}/, ':id')}`
    return { name, method, path: `/${provider}${path}`, ...call }
  })
}

async function card(name) {
  const provider = providers.find((each) => each.name === name)
  return { provider, accounts: await provider.credentials(session, '') }
}

function mint(provider, request = {}) {
  return provider.mint(session, session.clock.now(), { expiresInSeconds: 86_400, ...request })
}

async function read(path, { headers }) {
  const answer = await fetch(emulator.url + path, { headers })
  if (!answer.ok) throw new Error(`${path} answered ${answer.status}: ${await answer.text()}`)
  return answer.json()
}
