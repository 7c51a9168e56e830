/** Rules that meet calls without a provider behind them: only what strikes is looked at. */

import type { Json } from '../../src/core/http.ts'
import type { Context, Provider, Who } from '../../src/core/provider.ts'
import { findEndpoint } from '../../src/core/routes.ts'
import { Session, type SessionOptions } from '../../src/core/session.ts'
import { hoopr } from '../../src/providers/hoopr/index.ts'
import { providers } from '../../src/providers/index.ts'
import { readScenario } from '../../src/scenario/load.ts'
import type { RuleText } from '../../src/scenario/written.ts'
import { START } from '../support.ts'

export interface Asked {
  /** `GET /v1/tracks?page=2`. */
  readonly target: string
  readonly who?: Who
  readonly body?: string
  readonly provider?: Provider
}

/** The rules playing in a session of their own, on a clock that stands still. */
export async function playing(rules: readonly Partial<RuleText>[], options: SessionOptions & { head?: object } = {}) {
  const { head, ...rest } = options
  const script = await readScenario({ ...head, rules } as unknown as Json, 'object', providers)
  const session = new Session({ frozenAt: START, script, ...rest })
  return { script, session, meet: (asked: Asked) => session.script?.meet(contextOf(session, asked)) }
}

/** The ids of the rules that struck, in order. */
export async function struckBy({ meet }: Pick<Awaited<ReturnType<typeof playing>>, 'meet'>, asked: Asked) {
  return ((await meet(asked))?.strikes ?? []).map(({ rule }) => rule)
}

/** What a session tells of its scenario. */
export async function told(session: Session) {
  const { rules } = (await session.script!.describe(session)) as {
    rules: { id: string; matched: number; struck: number }[]
  }
  return rules.map(({ id, matched, struck }) => ({ id, matched, struck }))
}

function contextOf(session: Session, { target, who = {}, body = '', provider = hoopr }: Asked): Context {
  const [method = 'GET', url = '/'] = target.split(' ')
  const [path = '/', search = ''] = url.split('?')
  const call = {
    method,
    path,
    query: new URLSearchParams(search),
    headers: {},
    body: Buffer.from(body),
    at: session.clock.now(),
    base: '',
    address: '127.0.0.1',
  }
  const endpoint = findEndpoint(provider, method, path)
  return { ...endpoint, call, session, settings: session.settings(provider), who, quotas: [] }
}
