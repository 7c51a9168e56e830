/** The ways in which a walk's calls go wrong, and the codes by which each must be refused. */

import type { Route } from '../../../src/core/provider.ts'
import { type Ask, kindNamed, kindsOf } from './asking.ts'
import { wrongValueOf } from './chance.ts'
import type { Ground } from './ground.ts'
import type { Known } from './known.ts'

/** Makes a right call wrong. Answers the codes of which one must follow, none where any will do; undefined when it cannot. */
export type Mood = (ask: Ask, ground: Ground, route: Route) => Codes | undefined | Promise<Codes | undefined>
type Codes = readonly string[]

const ANY: Codes = []
const UNKNOWN = 'nobodynobodynobodyno'
/** Whatever a path has there, it is answered. */
const ANYBODY = ['businessId']

/** The moods of every route that takes a token; each is right for it or answers undefined. */
const WITH_TOKEN: Readonly<Record<string, Mood>> = {
  noVersion: told(['version_missing'], (ask) => (ask.version = undefined)),
  oldVersion: told(['version_unknown'], (ask) => (ask.version = '1999-01-01')),
  oddVersion: told(['version_malformed'], (ask) => (ask.version = 'yesterday')),
  nextVersion: told(['version_unavailable', 'unknown_route'], (ask) => (ask.version = 'v3')),
  noToken: told(['missing_token'], (ask) => (ask.token = undefined)),
  badToken: told(['invalid_token'], (ask) => (ask.token = 'eyJhbGciOiJIUzI1NiJ9.e30.nobody')),
  badIntegration: told(['invalid_token'], (ask) => (ask.token = 'pit-00000000-0000-4000-8000-000000000000')),
  expired: told(['expired_token'], (ask, { tokens }) => (ask.token = tokens.expired)),
  revoked: told(['revoked_token'], (ask, { tokens }) => (ask.token = tokens.revoked)),
  noScope: (ask, { tokens }, route) => {
    ask.token = kindsOf(route)[0] === 'Company' ? tokens.scopelessAgency : tokens.scopeless
    return ['insufficient_scope', 'scope_forbidden']
  },
  wrongKind: (ask, { tokens }, route) => {
    const [kind, ...others] = kindsOf(route)
    if (others.length > 0) return undefined
    ask.token = kind === 'Company' ? tokens.location : tokens.agency
    return ['auth_class', 'user_type', 'forbidden_resource']
  },
  spent: (ask, { tokens }, route) => {
    ask.token = kindsOf(route)[0] === 'Company' ? tokens.spentAgency : tokens.spent
    return ['rate_limited']
  },
  unknownField: (ask, _, route) => {
    ask[readsBody(route) ? 'body' : 'query'].nobodyKnows = 'x'
    return ['invalid_request']
  },
  wrongType: (ask, { chance }, route) => {
    const wrong = (route.parameters ?? []).flatMap(({ in: place, name, schema }) => {
      // A form has texts only, as a query has.
      const value = wrongValueOf(schema, route.reads ? 'query' : place)
      return value === undefined || (place !== 'query' && place !== 'body') ? [] : [{ place, name, value } as const]
    })
    if (wrong.length === 0) return undefined
    const { place, name, value } = chance.pick(wrong)
    ask[place][name] = value
    return ['invalid_request']
  },
  malformed: (ask, _, route) => {
    if (!readsBody(route)) return undefined
    ask.raw = '{"name":'
    return ['malformed_body']
  },
  unknownId: (ask, { chance }, route) => {
    const names = Object.keys(ask.params).filter((name) => !ANYBODY.includes(name))
    if (names.length === 0) return undefined
    ask.params[chance.pick(names)] = UNKNOWN
    return route.path.startsWith('/locations/') || route.name === 'companies.get' ? ANY : ['not_found_record']
  },
  goneId: (ask, { chance, known }, route) => {
    const [name] = Object.keys(ask.params)
    const kind = name === undefined ? undefined : kindNamed(route, name)
    const gone = kind && known.pickGone(kind, chance)
    if (!gone) return undefined
    ask.params[name!] = gone.id
    if (typeof gone.record.contactId === 'string' && 'contactId' in ask.params)
      ask.params.contactId = gone.record.contactId
    return ['not_found_record']
  },
  foreignId: (ask, { chance, foreign }, route) => {
    const place = Object.keys(ask.params).find((name) => isForeign(foreign, route, name))
    if (place === undefined) return undefined
    ask.params[place] = foreign.pick(kindNamed(route, place)!, chance)!.id
    return ['location_forbidden', 'not_found_record']
  },
  otherLocation: (ask, { stranger, elsewhere, tokens }, route) => {
    if (!route.refuses?.includes('auth_class') && route.name !== 'oauth.locationToken') return undefined
    const place = ask.params.locationId ? ask.params : readsBody(route) ? ask.body : ask.query
    const name = ['locationId', 'location_id'].find((each) => place === ask.params || isRead(route, each))
    if (name === undefined) return undefined
    place[name] = stranger.locationId
    if (ask.token === tokens.elsewhere) place[name] = elsewhere
    return ['location_forbidden', 'location_inaccessible']
  },
  unknownReference: reference((_, __) => UNKNOWN, ['not_found_record']),
  foreignReference: reference(({ foreign, chance }, kind) => foreign.pick(kind, chance)?.id, ['location_forbidden']),
}

/** Of every route. */
const EVERYWHERE: Readonly<Record<string, Mood>> = {
  fatBody: told(['payload_too_large'], (ask) => (ask.oversize = 'body')),
  fatHeaders: told(['headers_too_large'], (ask) => (ask.oversize = 'headers')),
  missing: (ask, { chance }, route) => {
    const needed = (route.parameters ?? []).filter((each) => each.required && each.in in ask)
    if (needed.length === 0) return undefined
    const { in: place, name } = chance.pick(needed)
    delete ask[place as 'query' | 'body'][name]
    return ANY
  },
}

/** How a code is brought about that no general mood brings, by the routes that have it (a pattern) and the code. */
const OWN: Readonly<Record<string, Mood>> = {
  'contacts.(create|update) duplicate_contact': duplicate,
  'contacts.(create|upsert) empty_contact': only('empty_contact', ({ locationId }) => ({ locationId })),
  'conversations.create conversation_exists': (ask, { known, chance }) => {
    const spoken = known.pick('conversations', chance, { where: ({ contactId }) => contactId !== undefined })!
    ask.body.contactId = spoken.record.contactId!
    return ['conversation_exists']
  },
  'calendars.freeSlots slots_span': given('slots_span', 'query', () => ({ startDate: 0, endDate: 32 * 86_400_000 })),
  'appointments.create appointment_location': (ask) => {
    delete ask.body.locationId
    return ['appointment_location']
  },
  'appointments.(create|update) appointment_user': given('appointment_user', 'body', () => ({
    assignedUserId: UNKNOWN,
  })),
  'appointments.(create|update) appointment_slot': (ask) => {
    for (const name of ['ignoreFreeSlotValidation', 'ignoreDateRange', 'endTime', 'rrule']) delete ask.body[name]
    Object.assign(ask.body, { startTime: '2020-01-06T10:00:00-05:00', appointmentStatus: 'new' })
    return ['appointment_slot']
  },
  'users.search users_company': (ask) => {
    for (const name of ['companyId', 'locationId']) delete ask.query[name]
    return ['users_company']
  },
  'oauth.(page|choice)(V2)? consent_refused': (ask, _, { method }) => {
    ask[method === 'GET' ? 'query' : 'body'].client_id = 'nobody'
    return ['consent_refused']
  },
  'oauth.reconnect removed': () => ['removed'],
  'oauth.token invalid_request': given('invalid_request', 'body', () => ({ grant_type: 'password' })),
  'oauth.token malformed_body': (ask) => {
    ask.raw = '{"grant_type":'
    return ['malformed_body']
  },
  'oauth.token unsupported_grant': given('unsupported_grant', 'body', () => ({ grant_type: 'client_credentials' })),
  'oauth.token unknown_code': given('unknown_code', 'body', () => ({
    grant_type: 'authorization_code',
    code: UNKNOWN,
  })),
  // Which of the two follows, a setting says.
  'oauth.token invalid_refresh_token': told(['invalid_refresh_token', 'legacy_refresh_error'], ({ body }) =>
    Object.assign(body, { grant_type: 'refresh_token', refresh_token: UNKNOWN }),
  ),
  'oauth.token invalid_client': given('invalid_client', 'body', () => ({ client_secret: 'wrong' })),
  'oauth.token redirect_mismatch': async (ask, ground) => {
    const redirect_uri = 'https://elsewhere.example/callback'
    Object.assign(ask.body, { grant_type: 'authorization_code', code: await ground.code(), redirect_uri })
    return ['redirect_mismatch']
  },
  'oauth.token location_inactive': async (ask, { app, code, suspended: locationId }) => {
    const sent = {
      grant_type: 'authorization_code',
      code: await code({ locationId }),
      redirect_uri: app.redirectUris[0]!,
    }
    Object.assign(ask.body, sent)
    return ['location_inactive']
  },
  'oauth.locationToken location_inactive': given('location_inactive', 'body', ({ suspended }) => ({
    locationId: suspended,
  })),
  'oauth.installedLocations location_forbidden': given('location_forbidden', 'query', ({ stranger }) => ({
    companyId: stranger.companyId,
  })),
  'users.search location_forbidden': (ask, { tokens, elsewhere }) => {
    ask.token = tokens.location
    ask.query.locationId = elsewhere
    return ['location_forbidden']
  },
  'locations.get location_forbidden': (ask, { stranger }) => {
    ask.params.locationId = stranger.locationId
    return ['location_forbidden']
  },
  'locations.get not_found_record': (ask, { tokens }) => {
    ask.token = tokens.agency
    ask.params.locationId = UNKNOWN
    return ['not_found_record']
  },
  'companies.get forbidden_resource': (ask, { stranger }) => {
    ask.params.companyId = stranger.companyId
    return ['forbidden_resource']
  },
}

/** The moods that a route can be called in. */
export function moodsOf(route: Route): Readonly<Record<string, Mood>> {
  const own = Object.entries(OWN).flatMap(([key, mood]) => {
    const [pattern, code] = key.split(' ') as [string, string]
    return RegExp(`^${pattern}$`).test(route.name) ? [[code, mood] as const] : []
  })
  const takesToken = (route.takes ?? 'access') === 'access'
  return { ...(takesToken ? WITH_TOKEN : {}), ...EVERYWHERE, ...Object.fromEntries(own) }
}

function duplicate(ask: Ask, { known, chance }: Ground): Codes | undefined {
  const other = (record: Record<string, unknown>) => !!record.email && record.id !== ask.params.contactId
  const taken = known.pick('contacts', chance, { where: other })
  if (!taken) return undefined
  Object.assign(ask.body, { email: taken.record.email })
  return ['duplicate_contact']
}

function told(codes: Codes, change: (ask: Ask, ground: Ground) => unknown): Mood {
  return (ask, ground) => {
    change(ask, ground)
    return codes
  }
}

function given(code: string, place: 'query' | 'body', make: (ground: Ground) => Ask['body']): Mood {
  return told([code], (ask, ground) => Object.assign(ask[place], make(ground)))
}

function only(code: string, make: (ground: Ground) => Ask['body']): Mood {
  return (ask, ground) => {
    for (const name of Object.keys(ask.body)) delete ask.body[name]
    Object.assign(ask.body, make(ground))
    return [code]
  }
}

const REFERENCES = {
  contactId: 'contacts',
  conversationId: 'conversations',
  calendarId: 'calendars',
  pipelineId: 'pipelines',
} as const

/** Another id in the body, where the call names a record there. */
function reference(
  make: (ground: Ground, kind: (typeof REFERENCES)[keyof typeof REFERENCES]) => string | undefined,
  codes: Codes,
): Mood {
  return (ask, ground) => {
    const names = (Object.keys(REFERENCES) as (keyof typeof REFERENCES)[]).filter(
      (name) => ask.body[name] !== undefined,
    )
    if (names.length === 0) return undefined
    const name = ground.chance.pick(names)
    const id = make(ground, REFERENCES[name])
    if (id === undefined) return undefined
    delete ask.body.id
    ask.body[name] = id
    return [...codes, 'not_found_record']
  }
}

function isForeign(foreign: Known, route: Route, name: string): boolean {
  const kind = kindNamed(route, name)
  return kind !== undefined && kind !== 'users' && foreign.all().some((each) => each.kind === kind)
}

function isRead({ parameters = [] }: Route, name: string): boolean {
  return parameters.some((each) => each.name === name)
}

/** Some read a body in which nothing may be. */
function readsBody({ name, parameters = [] }: Route): boolean {
  return parameters.some((each) => each.in === 'body') || /^(calendars|events|opportunities)\.delete$/.test(name)
}
