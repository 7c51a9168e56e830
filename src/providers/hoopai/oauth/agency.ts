/** What an agency's token is for: tokens of its locations, and where the app is installed. Section 5. */

import { iso } from '../../../core/clock.ts'
import { assert } from '../../../core/errors.ts'
import type { Parameter } from '../../../core/facts.ts'
import { drawFor, type Handler, json } from '../../../core/provider.ts'
import { accounts, appOf, isActive } from '../data.ts'
import { invalid, traced } from '../errors.ts'
import type { Settings } from '../index.ts'
import { consentNow, installOf } from './installs.ts'
import { issuePair } from './issue.ts'
import { DIGITS, EXCHANGE, FLAG, INSTALLED } from './parameters.ts'
import { readFields } from './token.ts'

/** POST /oauth/locationToken. Answers what openapi and the docs' sample have together, refresh token included. */
export const exchangeForLocation: Handler = async (context) => {
  const { call, session, staged } = context
  const settings = context.settings as Settings
  const token = context.token!
  const fields = readFields(call)
  refuseFields(fields, EXCHANGE)
  const { locationId } = fields
  const location = accounts(session).locations.find((each) => each.locationId === locationId)
  const mine = fields.companyId === token.company && location?.companyId === token.company
  assert(location && mine, 'location_inaccessible')
  assert(await isActive(context, location.locationId), 'location_inactive')
  const app = appOf(session, token.client)
  const n = (await drawFor(session, 'hoopai location token', token.id, location.locationId)).hex(16)
  const holder = {
    client: token.client,
    // Observed O1: the two scopes of section 5 are there whatever was asked.
    scopes: [...(staged?.scopes ?? new Set([...token.scopes, 'oauth.readonly', 'oauth.write']))],
    location: location.locationId,
    company: location.companyId,
    user: location.userId,
    family: token.family ?? token.id,
    parent: token.id,
    extra: await consentNow(session, token),
  }
  const issuedAt = call.at - (staged?.skewMs ?? 0)
  const pair = await issuePair(session, settings, issuedAt, holder, [token.id, location.locationId, n], true)
  return json({ ...pair, appId: app?.appId, versionId: app?.versionId }, Number(settings.exchangeStatus), {
    'cache-control': 'no-store',
  })
}

/** GET /oauth/installedLocations: the agency's locations, with where the app is installed. */
export const listInstalled: Handler = async (context) => {
  const { call, session } = context
  const token = context.token!
  const company = token.company!
  const query = Object.fromEntries(call.query)
  refuseFields(query, INSTALLED)
  const { companyId, appId, skip = '0', limit = '20', isInstalled, locationId, versionId } = query
  const problems = INSTALLED.flatMap(({ name, schema }) => {
    const value = query[name]
    if (value === undefined) return []
    if (schema === DIGITS && !/^\d+$/.test(value)) return [`${name} must be a number string`]
    return schema === FLAG && !FLAG.enum.includes(value) ? [`${name} must be a boolean value`] : []
  })
  if (problems.length > 0) throw invalid(problems)
  const app = appOf(session, token.client)!
  assert(companyId === company && appId === app.appId, 'location_forbidden')

  const whole = await installOf(session, token.client, company)
  const words = (query.query ?? '').toLowerCase()
  const listed = accounts(session).locations.filter(
    (each) =>
      each.companyId === company &&
      each.name.toLowerCase().includes(words) &&
      (locationId === undefined || each.locationId === locationId) &&
      (versionId === undefined || versionId === app.versionId),
  )
  const rows = await Promise.all(
    listed.map(async ({ locationId, name, address }) => {
      const install = (await installOf(session, token.client, locationId)) ?? whole
      const facts = install ? { versionId: app.versionId, installedAt: iso(install.installedAt) } : {}
      return { _id: locationId, name, address, isInstalled: install !== undefined, ...facts }
    }),
  )
  const found = rows.filter((row) => isInstalled === undefined || String(row.isInstalled) === isInstalled)
  return traced(context, {
    locations: found.slice(Number(skip), Number(skip) + Number(limit)),
    count: found.length,
    installToFutureLocations: whole !== undefined,
  })
}

/** Required fields are strings, others have to be declared (S3). */
function refuseFields(fields: Readonly<Record<string, unknown>>, table: readonly Parameter[]): void {
  const required = table.filter((each) => each.required).map(({ name }) => name)
  const missing = required.filter((name) => typeof fields[name] !== 'string' || fields[name] === '')
  const odd = Object.keys(fields).filter((name) => !table.some((each) => each.name === name))
  if (missing.length + odd.length > 0)
    throw invalid([
      ...missing.map((name) => `${name} must be a string`),
      ...odd.map((name) => `property ${name} should not exist`),
    ])
}
