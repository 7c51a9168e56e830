// What each mock is asked to be: a token endpoint, and a resource that wants the token. `does` says what it does of it.

import { randomUUID } from 'node:crypto'
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { at, freePort } from '../server.mjs'

const ID = '5d0b1e00-0000-4000-8000-000000000001'
const SECRET = 'hpr_test_DemoSecretOfTheFirstKind00000001'
const json = { 'content-type': 'application/json' }
const form = { 'content-type': 'application/x-www-form-urlencoded' }
const grant = { grant_type: 'client_credentials', client_id: ID, client_secret: SECRET }
const path = '/v1/tracks/midnight-drive'

export const TOKEN = { method: 'POST', path: '/v1/auth/token', headers: json, body: JSON.stringify(grant) }
export const RESOURCE = { method: 'GET', path, headers: { authorization: 'Bearer any' } }

const BODY = {
  id: 'midnight-drive',
  name: 'Midnight Drive',
  artists: ['Nova'],
  durationMs: 184_000,
  text: 'x'.repeat(800),
}
const ISSUED = { access_token: 'x'.repeat(240), token_type: 'Bearer', expires_in: 3600 }
const node = process.execPath
/** Token requests have a limit of their own, and no peer has one. */
const OPEN = at('peers/open.yaml')

export const packages = [
  'wiremock@3',
  '@mockoon/cli@9',
  '@stoplight/prism-cli@5',
  '@mbtest/mountebank@2',
  'oauth2-mock-server@8',
  'json-server@0.17',
]

const stuntdouble = ({ where, port }) => {
  const own = (call) => ({ path: `/hoopr${call.path}` })
  return {
    command: [node, join(where, 'dist/bin/cli.cjs'), 'start', '--port', String(port), '--scenario', OPEN],
    call: { token: own(TOKEN), resource: own(RESOURCE) },
  }
}

export const peers = [
  {
    name: 'stuntdouble',
    does: 'checks the client, signs a token (HS256), checks it, its scope and rules, keeps a journal, judges the client',
    token: true,
    make: stuntdouble,
  },
  {
    name: 'the same, as HoopAI',
    does: "signs a location's token for an agency's (RS256), and shows a contact; what stands above besides",
    token: true,
    make: stuntdouble,
    ready: asHoopai,
  },
  {
    name: 'oauth2-mock-server',
    pack: 'oauth2-mock-server',
    does: 'signs a token for whoever asks (RS256, its default); its resource is /userinfo, where no token is checked',
    token: true,
    make: ({ where, port }) => ({
      command: [node, join(where, 'dist/oauth2-mock-server.mjs'), '-a', '127.0.0.1', '-p', String(port)],
      call: {
        token: { path: '/token', headers: form, body: String(new URLSearchParams(grant)) },
        resource: { path: '/userinfo' },
      },
    }),
  },
  {
    name: 'WireMock',
    pack: 'wiremock',
    does: 'fixed answers; a resource with any bearer token; keeps a journal of all calls unless told otherwise',
    token: true,
    make: ({ folder, where, port }) => {
      const root = join(folder, 'wiremock')
      const mappings = [
        { request: { method: 'POST', url: TOKEN.path }, response: { status: 200, headers: json, jsonBody: ISSUED } },
        {
          request: { method: 'GET', url: path, headers: { Authorization: { matches: 'Bearer .+' } } },
          response: { status: 200, headers: json, jsonBody: BODY },
        },
      ]
      write(join(root, 'mappings'), 'all.json', { mappings })
      const jar = readdirSync(join(where, 'build')).find((name) => name.endsWith('.jar'))
      return {
        command: ['java', '-jar', join(where, 'build', jar), '--port', String(port), '--root-dir', root],
      }
    },
  },
  {
    name: 'Mockoon CLI',
    pack: '@mockoon/cli',
    does: 'fixed answers; a resource with any Authorization header',
    token: true,
    make: ({ folder, where, port }) => {
      const answer = (body, rules = []) => ({
        uuid: randomUUID(),
        body: JSON.stringify(body),
        latency: 0,
        statusCode: 200,
        label: '',
        headers: [{ key: 'Content-Type', value: 'application/json' }],
        bodyType: 'INLINE',
        filePath: '',
        databucketID: '',
        sendFileAsBody: false,
        rules,
        rulesOperator: 'OR',
        disableTemplating: true,
        fallbackTo404: false,
        default: rules.length === 0,
        crudKey: 'id',
        callbacks: [],
      })
      const route = (method, endpoint, responses) => ({
        uuid: randomUUID(),
        type: 'http',
        documentation: '',
        method,
        endpoint: endpoint.slice(1),
        responses,
        responseMode: null,
        streamingMode: null,
        streamingInterval: 0,
      })
      const known = {
        target: 'header',
        modifier: 'Authorization',
        value: '^Bearer .+',
        invert: false,
        operator: 'regex',
      }
      const routes = [
        route('post', TOKEN.path, [answer(ISSUED)]),
        route('get', path, [answer(BODY, [known]), { ...answer({ message: 'no token' }), statusCode: 401 }]),
      ]
      const environment = {
        uuid: randomUUID(),
        lastMigration: 33,
        name: 'bench',
        port,
        hostname: '127.0.0.1',
        endpointPrefix: '',
        latency: 0,
        routes,
        rootChildren: routes.map(({ uuid }) => ({ type: 'route', uuid })),
        folders: [],
        data: [],
        callbacks: [],
        headers: [],
        cors: true,
        proxyMode: false,
        proxyHost: '',
        proxyRemovePrefix: false,
        proxyReqHeaders: [],
        proxyResHeaders: [],
        tlsOptions: {
          enabled: false,
          type: 'CERT',
          pfxPath: '',
          certPath: '',
          keyPath: '',
          caPath: '',
          passphrase: '',
        },
      }
      const file = write(folder, 'mockoon.json', environment)
      return {
        command: [
          node,
          join(where, 'bin/run.js'),
          'start',
          '--data',
          file,
          '--port',
          String(port),
          '--disable-log-to-file',
        ],
      }
    },
  },
  {
    name: 'Prism',
    pack: '@stoplight/prism-cli',
    does: 'answers of an OpenAPI document’s examples; a resource with any bearer token; checks calls against the document',
    token: true,
    make: ({ folder, where, port }) => {
      const answer = (example) => ({
        200: { description: 'OK', content: { 'application/json': { schema: { type: 'object' }, example } } },
      })
      const file = write(folder, 'prism.json', {
        openapi: '3.0.3',
        info: { title: 'bench', version: '1' },
        components: { securitySchemes: { bearer: { type: 'http', scheme: 'bearer' } } },
        paths: {
          [TOKEN.path]: { post: { requestBody: { content: { 'application/json': {} } }, responses: answer(ISSUED) } },
          [path]: { get: { security: [{ bearer: [] }], responses: answer(BODY) } },
        },
      })
      return { command: [node, join(where, 'dist/index.js'), 'mock', file, '-h', '127.0.0.1', '-p', String(port)] }
    },
  },
  {
    name: 'mountebank',
    pack: '@mbtest/mountebank',
    does: 'fixed answers; a resource with any bearer token',
    token: true,
    make: async ({ folder, where, port }) => {
      const is = (body) => [{ is: { statusCode: 200, headers: json, body: JSON.stringify(body) } }]
      const stubs = [
        { predicates: [{ equals: { method: 'POST', path: TOKEN.path } }], responses: is(ISSUED) },
        {
          predicates: [{ equals: { method: 'GET', path } }, { matches: { headers: { Authorization: '^Bearer .+' } } }],
          responses: is(BODY),
        },
        { responses: [{ is: { statusCode: 401 } }] },
      ]
      const file = write(folder, `mountebank-${port}.json`, { imposters: [{ port, protocol: 'http', stubs }] })
      const options = ['--configfile', file, '--port', String(await freePort()), '--nologfile', '--loglevel', 'warn']
      return { command: [node, join(where, 'bin/mb'), 'start', ...options] }
    },
  },
  {
    name: 'json-server',
    pack: 'json-server',
    does: 'a resource of a file, without a token; it has no token endpoint',
    token: false,
    make: ({ folder, where, port }) => {
      const file = write(folder, 'db.json', { tracks: [BODY] })
      const options = ['--quiet', '--host', '127.0.0.1', '--port', String(port), file]
      return {
        command: [node, join(where, 'lib/cli/bin.js'), ...options],
        call: { resource: { path: '/tracks/midnight-drive' } },
      }
    },
  },
]

function write(folder, name, content) {
  mkdirSync(folder, { recursive: true })
  const file = join(folder, name)
  writeFileSync(file, JSON.stringify(content))
  return file
}

/** An agency's token, and what it is traded for. */
async function asHoopai(url) {
  const admin = `${url}/__admin/sessions/default`
  const ask = async (target, init) => (await fetch(target, init)).json()
  const { locationId, companyId } = (await ask(`${admin}/credentials`)).hoopai.locations[0]
  const minted = (request) =>
    ask(`${admin}/tokens`, {
      method: 'POST',
      headers: json,
      body: JSON.stringify({ provider: 'hoopai', expiresIn: 86_400, ...request }),
    })
  const version = { version: '2021-07-28' }
  const { token } = await minted({ companyId })
  const { token: own } = await minted({ locationId })
  const read = { ...version, authorization: `Bearer ${own}` }
  const { contacts } = await ask(`${url}/hoopai/contacts/?locationId=${locationId}&limit=1`, { headers: read })
  return {
    token: {
      path: '/hoopai/oauth/locationToken',
      headers: { ...version, ...form, authorization: `Bearer ${token}` },
      body: String(new URLSearchParams({ companyId, locationId })),
    },
    resource: { path: `/hoopai/contacts/${contacts[0].id}`, headers: version },
    bearer: own,
  }
}
