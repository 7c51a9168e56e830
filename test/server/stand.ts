/** An emulator as an application without sockets, and its admin API to ask. Each test makes its own. */

import supertest from 'supertest'
import { conduct, makeJudge, rules } from '../../src/conduct/index.ts'
import type { Provider } from '../../src/core/provider.ts'
import { Redactor } from '../../src/core/redact.ts'
import { Sessions } from '../../src/core/sessions.ts'
import { providers } from '../../src/providers/index.ts'
import { formats } from '../../src/reports/index.ts'
import { readScenario } from '../../src/scenario/load.ts'
import { createApp } from '../../src/server/app.ts'
import { Held } from '../../src/server/held.ts'
import { hostsOf, type Stage } from '../../src/server/stage.ts'

export const CLOCK = '2026-01-01T00:00:00Z'
export const SCENARIO = `name: second-call-expired
clock: ${CLOCK}
rules:
  - id: expiry
    provider: hoopr
    call: GET /v1/filters
    skip: 1
    do: expire
`

export function stand() {
  const logged: [string, string, unknown][] = []
  const stage: Stage = {
    version: '1.2.3',
    providers,
    sessions: new Sessions({ frozenAt: Date.parse(CLOCK), judge: makeJudge(rules, providers) }),
    host: '127.0.0.1',
    portOf: new Map<number, Provider>(),
    readScenario: (source, from, looked) => readScenario(source, from, providers, { conduct, looked }),
    formats,
    redactor: new Redactor(providers),
    byHost: hostsOf(providers),
    held: new Held(),
    log: (level, event, facts) => void logged.push([level, event, typeof facts === 'function' ? facts() : facts]),
  }
  const agent = supertest.agent(createApp(stage)).set('host', 'localhost:4600')
  const admin = {
    get: (path: string) => agent.get(`/__admin${path}`),
    post: (path: string, body: object = {}) => agent.post(`/__admin${path}`).send(body),
    put: (path: string, body: string, type: string) =>
      agent.put(`/__admin${path}`).set('content-type', type).send(body),
    delete: (path: string) => agent.delete(`/__admin${path}`),
  }
  const call = async (path: string, token?: string) => {
    const request = agent.get(path)
    return (token === undefined ? request : request.set('authorization', `Bearer ${token}`)).then(
      ({ status }) => status,
    )
  }
  const mint = async (request: object, at = '') => (await admin.post(`${at}/tokens`, request)).body.token as string
  return { stage, agent, admin, call, mint, logged }
}
