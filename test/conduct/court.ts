/** A session with a judge, and a client's calls in it without a socket; what a test of a rule needs. */

import { expect } from 'vitest'
import { rules as all, makeJudge, tableOf } from '../../src/conduct/index.ts'
import { heeded, marksOf } from '../../src/conduct/marks.ts'
import type { Rule } from '../../src/conduct/rule.ts'
import { NO_STATUS } from '../../src/core/http.ts'
import type { SessionReport } from '../../src/core/judge.ts'
import { AS_IT_COMES } from '../../src/core/order.ts'
import type { Post } from '../../src/core/outbox.ts'
import { Session, type SessionOptions } from '../../src/core/session.ts'
import { providers } from '../../src/providers/index.ts'
import { readScenario } from '../../src/scenario/load.ts'
import type { RuleText, ScenarioText } from '../../src/scenario/written.ts'
import { caller, START } from '../support.ts'

export type Any = ReturnType<typeof JSON.parse>

/** On a frozen clock, unless it is to run. A scenario is a ready one's name, or an object. */
export async function court(
  provider: string,
  {
    scenario,
    rules = all,
    running = false,
    ...options
  }: { [K in keyof SessionOptions]: SessionOptions[K] | undefined } & {
    scenario?: ScenarioText | string
    rules?: readonly Rule[]
    running?: boolean
  } = {},
) {
  const card = providers.find(({ name }) => name === provider)!
  const judge = makeJudge(rules.map(watched), providers)
  const form = typeof scenario === 'string' ? 'ready' : 'object'
  const known = { conduct: tableOf([...all, ...rules]) }
  const script = scenario && (await readScenario(scenario as Any, form, providers, known))
  const receiver: { post: Post } = { post: async () => ({ status: 200 }) }
  const session = new Session({
    // A clock that runs, and on which no time passes by itself: how fast the machine is decides nothing.
    ...(running ? { order: { ...AS_IT_COMES, now: () => START } } : { frozenAt: START }),
    judge,
    post: (request) => receiver.post(request),
    seal: (letter, session) => card.webhooks?.seal(letter, session) ?? {},
    ...(script ? { script } : {}),
    ...options,
  } as SessionOptions)
  const credentials = (await card.credentials(session, 'http://localhost')) as Any
  let asked = 0
  const call = caller(card, session)
  return {
    session,
    credentials,
    card,
    /** One call; its answer counts as sent at once, unless `hold` is set. */
    async call(target: string, request: Parameters<typeof call>[1] & { hold?: boolean } = {}) {
      const { hold, ...rest } = request
      const answer = await call(target, rest)
      const id = `request-${++asked}`
      const hungUp = answer.status === NO_STATUS
      if (!hold) await judge.hear({ kind: 'sent', session, provider: card, id, at: session.clock.now(), hungUp })
      return answer
    },
    /** Plays these rules from here on. */
    async play(rules: readonly RuleText[]) {
      session.play(await readScenario({ rules } as Any, 'object', providers, { conduct: tableOf(all) }))
    },
    /** Answers webhooks from here on; until then all are answered 200. */
    receive(post: Post) {
      receiver.post = post
    },
    report: (): Promise<SessionReport> => judge.report(session),
    /** Ids of rules that found something, in order. */
    found: async () => (await judge.report(session)).findings.map(({ rule }) => rule),
  }
}

/** Hears every call, to see that those which it need not be asked of are nothing to it. */
function watched(rule: Rule): Rule {
  const { exchange } = rule.on
  if (!rule.heeds || !exchange) return rule
  const { heeds: _, ...rest } = rule
  return {
    ...rest,
    on: {
      ...rule.on,
      exchange(event, memory, numbers) {
        if (heeded(rule, marksOf(event))) return exchange(event, memory, numbers)
        const before = structuredClone(memory)
        const blames = exchange(event, memory, numbers)
        expect.soft({ blames, memory }, `${rule.id} heeds ${rule.heeds}`).toEqual({ blames: undefined, memory: before })
        return undefined
      },
    },
  }
}

/** An authorization of the first HoopAI app at the first location: its form fields and its first pair of tokens. */
export async function authorized({ session, card, credentials, call }: Awaited<ReturnType<typeof court>>) {
  const { clientId, clientSecret, redirectUris, scopes } = credentials.apps[0]
  const { locationId } = credentials.locations[0]
  const consent = { clientId, redirectUri: redirectUris[0], scope: scopes.join(' '), state: 's-1', locationId }
  const { redirectTo } = await card.consent!(session, session.clock.now(), consent)
  const code = new URL(redirectTo!).searchParams.get('code')!
  const app = { client_id: clientId, client_secret: clientSecret }
  const { json } = await call('POST /oauth/token', { form: { ...app, grant_type: 'authorization_code', code } })
  return { app, locationId, access: json.access_token as string, refresh: json.refresh_token as string }
}
