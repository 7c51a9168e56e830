import { describe, expect, it } from 'vitest'
import { DAY } from '../../../src/core/clock.ts'
import { ApiError } from '../../../src/core/errors.ts'
import type { Provider, Route } from '../../../src/core/provider.ts'
import { invalid, notFound, traced } from '../../../src/providers/hoopai/errors.ts'
import { hoopai } from '../../../src/providers/hoopai/index.ts'
import type { Request } from '../../support.ts'
import { connect, having, probe, probing, VERSION } from './connect.ts'

const READ = probe('contacts.readonly')
const RATE_HEADERS = [
  'x-ratelimit-limit-daily',
  'x-ratelimit-daily-remaining',
  'x-ratelimit-daily-reset',
  'x-ratelimit-interval-milliseconds',
  'x-ratelimit-max',
  'x-ratelimit-remaining',
]
const JWT = '{"statusCode":401,"message":"Invalid JWT"}'
const PIT = '{"statusCode":401,"message":"Invalid Private Integration token"}'
const MISSING = '{"statusCode":401,"message":"version header was not found."}'
const UNKNOWN = '{"statusCode":401,"message":"version header is invalid"}'
const NO_SCOPE = 'The token is not authorized for this scope.'

describe('before the token', () => {
  it.each([
    ['A1 no Version and no token', {}, 401, MISSING],
    ['A1 an empty Version', { headers: { version: '' } }, 401, MISSING],
    ['A2 a date never published', { headers: { version: '2020-01-01' } }, 401, UNKNOWN],
    [
      'A3 no date',
      { headers: { version: 'bogus-version' } },
      400,
      `{"statusCode":400,"message":"Invalid API version segment 'bogus-version' at position 0"}`,
    ],
    [
      'v3',
      { headers: { version: 'v3' } },
      400,
      '{"message":"Endpoint /contacts/probe/contacts.readonly/x not available in API version v3","error":"Bad Request","statusCode":400}',
    ],
    [
      'A4 no Authorization',
      { headers: VERSION },
      401,
      '{"statusCode":401,"message":"No Authorization header found for authentication!"}',
    ],
    ['A5 a foreign token', { headers: VERSION, token: 'nobody' }, 401, JWT],
    ['A5 a foreign JWT', { headers: VERSION, token: 'eyJhbGciOiJub25lIn0.e30.' }, 401, JWT],
    ['A5 another scheme', { headers: { ...VERSION, authorization: 'Basic eDp5' } }, 401, JWT],
    ['A5 no scheme', { headers: { ...VERSION, authorization: 'Bearer' } }, 401, JWT],
    ['A6 no scheme', { headers: { ...VERSION, authorization: 'pit-de300000-0000-4000-8000-000000000001' } }, 401, PIT],
    [
      'A6 a bad private integration token',
      { headers: VERSION, token: 'pit-de300000-0000-4000-8000-000000000009' },
      401,
      PIT,
    ],
  ] as [string, Request, number, string][])('%s', async (_, request, status, text) => {
    const answer = await connect({}, probing).call(READ, request)
    expect(answer).toMatchObject({ status, text })
    expect(answer.headers).toEqual({ 'content-type': 'application/json; charset=utf-8' })
  })

  it.each(['2021-07-28', '2021-04-15', '2023-02-21'])('Version %s is good everywhere', async (version) => {
    const { call, install } = connect({}, probing)
    const { access_token: token } = await install()
    for (const scope of ['contacts.readonly', 'calendars.readonly', 'conversations/message.write'])
      expect((await call(probe(scope), { token, headers: { version } })).status).toBe(200)
  })

  it('Version stands before a good token, and v3 has another path for locationToken', async () => {
    const { call, install } = connect({}, probing)
    const { access_token: token } = await install()
    expect((await call(READ, { token })).text).toBe(MISSING)
    const headers = { version: 'v3' }
    expect((await call('POST /oauth/locationToken', { token, headers })).text).toBe(
      '{"message":"Cannot POST /oauth/locationToken","error":"Not Found","statusCode":404}',
    )
    expect((await call('POST /oauth/location-token', { token, headers: VERSION })).status).toBe(404)
  })

  it.each([
    ['Invalid JWT', {}],
    ['Invalid token: access token is invalid', { expiredTokenText: 'Invalid token: access token is invalid' }],
  ])('A7: of an expired token it says %j', async (message, settings) => {
    const { session, call, install } = connect(having(settings), probing)
    const { access_token: token } = await install()
    session.clock.advance(DAY)
    const answer = await call(READ, { token, headers: VERSION })
    expect(answer).toMatchObject({ status: 401, json: { statusCode: 401, message } })
    expect(Object.keys(answer.headers)).toEqual(['content-type'])
  })

  it('a good token without Bearer before it is none (A5, D1)', async () => {
    const { call, install } = connect({}, probing)
    const { access_token: token } = await install()
    for (const authorization of [token, `Basic ${token}`, `Token ${token}`]) {
      const answer = await call(READ, { headers: { ...VERSION, authorization } })
      expect(answer).toMatchObject({ status: 401, text: JWT })
      expect(Object.keys(answer.headers)).toEqual(['content-type'])
    }
    expect((await call(READ, { headers: { ...VERSION, authorization: `bearer ${token}` } })).status).toBe(200)
  })

  it('a revoked token is unknown (A5)', async () => {
    const { session, call, install } = connect({}, probing)
    const { access_token: token } = await install()
    await session.vault.revoke((await session.vault.find(token))!.id, session.clock.now())
    expect((await call(READ, { token, headers: VERSION })).text).toBe(JWT)
  })
})

describe('what a token may do', () => {
  it.each([
    ['A8 scope missing', { scope: 'contacts.write' }, 'contacts.readonly', 401, { statusCode: 401, message: NO_SCOPE }],
    [
      'a write scope does not read',
      { scope: 'calendars.write' },
      'calendars/events.readonly',
      401,
      { statusCode: 401, message: NO_SCOPE },
    ],
    [
      'A11 an agency on a sub-account scope',
      { companyId: 'DemoCompany000000001' },
      'contacts.readonly',
      401,
      {
        statusCode: 401,
        message:
          'This authClass type is not allowed to access this scope. Please verify your IAM configuration if this is not the case.',
      },
    ],
    [
      'A8 before A11',
      { companyId: 'DemoCompany000000001', scope: 'oauth.write' },
      'contacts.readonly',
      401,
      { statusCode: 401, message: NO_SCOPE },
    ],
    [
      'A12 a sub-account on an agency scope',
      {},
      'companies.readonly',
      401,
      { statusCode: 401, message: "Token's user type mismatch!" },
    ],
    ['both kinds', {}, 'locations.readonly', 200, { scope: 'locations.readonly' }],
    ['both kinds', { companyId: 'DemoCompany000000001' }, 'locations.readonly', 200, { scope: 'locations.readonly' }],
  ])('%s: %j on %s', async (_, request, scope, status, json) => {
    const { call, install } = connect({}, probing)
    const { access_token: token } = await install(request)
    const answer = await call(probe(scope), { token, headers: VERSION })
    expect(answer.status).toBe(status)
    expect(answer.json).toEqual(json)
    expect(Object.keys(answer.headers)).toEqual(['content-type', ...RATE_HEADERS])
  })

  it.each([
    ['conversations.readonly', 'conversations/message.readonly'],
    ['conversations.write', 'conversations/message.write'],
    ['conversations.write', 'conversations/livechat.write'],
    ['calendars.readonly', 'calendars/events.readonly'],
    ['calendars.write', 'calendars/events.write'],
  ])('%s opens %s, but not in strictScopes, and never the other way round', async (coarse, finer) => {
    const status = async (scope: string, on: string, settings = {}) => {
      const { call, install } = connect(having(settings), probing)
      return (await call(probe(on), { token: (await install({ scope })).access_token, headers: VERSION })).status
    }
    expect(await status(coarse, finer)).toBe(200)
    expect(await status(finer, finer)).toBe(200)
    expect(await status(coarse, finer, { strictScopes: true })).toBe(401)
    expect(await status(finer, finer, { strictScopes: true })).toBe(200)
    expect(await status(finer, coarse)).toBe(401)
  })

  it('a missing scope is 403 by switch', async () => {
    const { call, install } = connect(having({ scopeStatus: '403' }), probing)
    const { access_token: token } = await install({ scope: 'contacts.write' })
    const answer = await call(READ, { token, headers: VERSION })
    expect(answer).toMatchObject({ status: 403, json: { statusCode: 403, message: NO_SCOPE } })
  })

  it('the exchange of section 5 takes no private integration token (A8) and no sub-account (A12)', async () => {
    const { call, install, privateIntegrations } = connect()
    const ask = async (token: string) =>
      (await call('POST /oauth/locationToken', { token, headers: VERSION, form: {} })).json
    expect(await ask(privateIntegrations[2]!.token)).toEqual({ statusCode: 401, message: NO_SCOPE })
    expect(await ask((await install()).access_token)).toEqual({
      statusCode: 401,
      message: "Token's user type mismatch!",
    })
  })
})

describe('what no route serves', () => {
  it.each([
    ['GET /contacts/x/y/z', 404, '{"message":"Cannot GET /contacts/x/y/z","error":"Not Found","statusCode":404}'],
    ['GET /users/x/y', 404, '{"message":"Cannot GET /users/x/y","error":"Not Found","statusCode":404}'],
    ['PUT /oauth/token', 404, '{"message":"Cannot PUT /oauth/token","error":"Not Found","statusCode":404}'],
    ['GET /', 404, ''],
    ['GET /nothing/here', 404, ''],
    ['GET /contactsx', 404, ''],
    ['GET /contacts//', 404, '{"message":"Cannot GET /contacts//","error":"Not Found","statusCode":404}'],
    [
      'GET /locations/x/customValues',
      404,
      '{"message":"Cannot GET /locations/x/customValues","error":"Not Found","statusCode":404}',
    ],
    ['GET /locations/x/customvalues', 401, `{"statusCode":401,"message":"${NO_SCOPE}"}`],
    ['GET /CONTACTS', 401, `{"statusCode":401,"message":"${NO_SCOPE}"}`],
    ['GET /Contacts/', 401, `{"statusCode":401,"message":"${NO_SCOPE}"}`],
    ['POST /oauth/TOKEN', 401, `{"statusCode":401,"message":"${NO_SCOPE}"}`],
    ['GET /oauth/installedlocations', 401, `{"statusCode":401,"message":"${NO_SCOPE}"}`],
  ])('%s is %i', async (target, status, text) => {
    const answer = await connect().call(target)
    expect(answer).toMatchObject({ status, text })
    expect(Object.keys(answer.headers)).toEqual(text ? ['content-type'] : [])
  })

  it('has the rate headers when a good token came with it, under a service', async () => {
    const { call, install } = connect()
    const { access_token: token } = await install()
    expect(Object.keys((await call('GET /contacts/x/y/z', { token })).headers)).toEqual([
      'content-type',
      ...RATE_HEADERS,
    ])
    expect((await call('GET /nothing', { token })).headers).toEqual({})
  })

  it('a final slash makes no difference', async () => {
    const { token } = connect()
    expect((await token({})).status).toBe(422)
    expect((await connect().call('POST /oauth/token/', { form: {} })).status).toBe(422)
  })
})

describe('what handlers throw', () => {
  const throwing = (error: ApiError): Provider => {
    const handle = () => {
      throw error
    }
    const route: Route = {
      name: 'throw',
      method: 'GET',
      path: '/contacts/throw/it',
      scope: 'contacts.readonly',
      source: 'assumed',
      handle,
    }
    return { ...hoopai, routes: [route] }
  }
  const traceId = expect.stringMatching(/^[0-9a-f-]{36}$/)

  it.each([
    [
      invalid(['email must be an email', 'a']),
      422,
      { message: ['email must be an email', 'a'], error: 'Unprocessable Entity', statusCode: 422, traceId },
    ],
    [
      new ApiError('invalid_request'),
      422,
      { message: ['Unprocessable Entity'], error: 'Unprocessable Entity', statusCode: 422, traceId },
    ],
    [notFound('Contact', 'x'), 400, { message: 'Contact not found for id:x', error: 'Bad Request', statusCode: 400 }],
    [
      new ApiError('duplicate_contact', '', { contactId: 'c', matchingField: 'email' }),
      400,
      {
        statusCode: 400,
        message: 'This location does not allow duplicated contacts.',
        meta: { contactId: 'c', matchingField: 'email' },
        traceId,
      },
    ],
    [
      new ApiError('location_forbidden'),
      403,
      { statusCode: 403, message: 'The token does not have access to this location.' },
    ],
    [
      new ApiError('location_inaccessible'),
      401,
      { statusCode: 401, message: 'This location is not accessible from this token!' },
    ],
    [new ApiError('forbidden_resource'), 403, { message: 'Forbidden resource', error: 'Forbidden', statusCode: 403 }],
    [
      new ApiError('conversation_exists', '', { conversationId: 'v' }),
      400,
      {
        message: 'Conversation already exists',
        canonicalCode: 'CONVERSATIONS_CONVERSATION_ALREADY_EXISTS',
        conversationId: 'v',
      },
    ],
    [
      new ApiError('appointment_slot'),
      400,
      { message: 'The slot you have selected is no longer available.', error: 'Bad Request', statusCode: 400 },
    ],
    [new ApiError('rate_limited'), 429, { statusCode: 429, message: 'Too Many Requests' }],
  ])('%s: %i', async (error, status, json) => {
    const { session, call } = connect({}, throwing(error))
    const token = await hoopai.mint(session, session.clock.now(), {})
    const answer = await call('GET /contacts/throw/it', { token, headers: VERSION })
    expect(answer.status).toBe(status)
    expect(answer.json).toEqual(json)
  })

  it('traced adds a traceId that the call alone decides', async () => {
    const traces = async (...targets: string[]) => {
      const handle: Route['handle'] = (context) => traced(context, { a: 1 }, 201)
      const route: Route = { name: 'trace', method: 'GET', path: '/contacts/trace/:id', source: 'assumed', handle }
      const { session, call } = connect({}, { ...hoopai, routes: [route] })
      const token = await hoopai.mint(session, session.clock.now(), {})
      const answers = []
      for (const target of targets) answers.push(await call(target, { token, headers: VERSION }))
      expect(answers[0]).toMatchObject({ status: 201, json: { a: 1, traceId } })
      return answers.map(({ json }) => json.traceId)
    }
    const [one, two] = await traces('GET /contacts/trace/1', 'GET /contacts/trace/2')
    expect(one).not.toBe(two)
    expect((await traces('GET /contacts/trace/2', 'GET /contacts/trace/1')).reverse()).toEqual([one, two])
  })
})

describe('an injected error', () => {
  const bare = [
    'missing_token',
    'invalid_token',
    'expired_token',
    'revoked_token',
    'version_missing',
    'version_unknown',
  ]
  const counted = [
    'rate_limited',
    'insufficient_scope',
    'auth_class',
    'not_found_record',
    'invalid_request',
    'unavailable',
  ]

  it.each([...bare.map((code) => [code, 'no'] as const), ...counted.map((code) => [code, 'the'] as const)])(
    '%s has %s rate limit headers, as a genuine one',
    async (code, has) => {
      const { session, call, install } = connect({}, probing)
      const { access_token: token } = await install()
      const effect = { rule: 'r', error: code, phase: 'before' as const }
      const meet = () => ({ strikes: [], causes: [], effect, edits: [], delayMs: 0 })
      session.play({ name: 's', settings: {}, marker: false, describe: () => null, meet })
      const { headers } = await call(READ, { token, headers: VERSION })
      expect(Object.keys(headers)).toEqual(['content-type', ...(has === 'no' ? [] : RATE_HEADERS)])
    },
  )
})
