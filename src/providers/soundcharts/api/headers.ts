/** Headers of answers (sections 3.5 and 6 of the fact sheet). */

import { SECOND } from '../../../core/clock.ts'
import type { AnswerHeader } from '../../../core/facts.ts'
import type { Reply } from '../../../core/http.ts'
import type { Quota } from '../../../core/limiter.ts'
import type { Context } from '../../../core/provider.ts'
import { modeOf, SANDBOX_REMAINING, type Settings } from '../data.ts'
import { onTokenHost } from '../oauth.ts'

/** Every header that an answer may carry. */
export const answerHeaders: Readonly<Record<string, AnswerHeader>> = {
  'content-type': { about: 'of a body', example: 'application/json', source: 'assumed' },
  'x-quota-remaining': {
    about: 'calls that the team has left this month; on every answer of the API but a 401',
    example: '499999',
    source: 'docs gs; docs help 10104308; assumed 19',
  },
  'x-ratelimit-limit': { about: 'calls of a team in a minute', example: '10000', source: 'observed' },
  'x-ratelimit-remaining': { about: 'what is left of them', example: '9999', source: 'observed' },
  'x-ratelimit-reset': { about: 'whole seconds until the minute ends', example: '60', source: 'observed; sdk' },
  'cache-control': { about: 'of the token service', example: 'no-store', source: 'assumed 6' },
  pragma: { about: 'of the token service', example: 'no-cache', source: 'assumed 6' },
  'retry-after': {
    about: 'whole seconds to wait after a 429: of the token service, and under apiRetryAfter of the API',
    example: '42',
    source: 'assumed 4',
    switch: 'retryAfter',
  },
  'www-authenticate': {
    about: 'of a 401: Basic on the token service, Bearer where a token was refused',
    example: 'Bearer',
    source: 'assumed 6, 18',
  },
  allow: { about: 'of a 405: the methods that there are', example: 'GET', source: 'assumed 3, 28' },
  'access-control-allow-origin': { about: 'of every answer', example: '*', source: 'assumed 32', switch: 'cors' },
  'access-control-expose-headers': { about: 'of every answer', example: '*', source: 'assumed 32', switch: 'cors' },
  'access-control-allow-methods': {
    about: 'of a preflight',
    example: 'GET, POST, DELETE',
    source: 'assumed 32',
    switch: 'cors',
  },
  'access-control-allow-headers': {
    about: 'of a preflight',
    example: 'authorization, content-type, x-app-id, x-api-key',
    source: 'assumed 32',
    switch: 'cors',
  },
}

/** A browser's preflight ends here, where the switch says so (decision 32). */
export function preamble({ call, settings }: Context): Reply | undefined {
  if (call.method !== 'OPTIONS' || !(settings as Settings).cors) return undefined
  const names = ['access-control-allow-methods', 'access-control-allow-headers']
  return { status: 204, headers: Object.fromEntries(names.map((name) => [name, answerHeaders[name]!.example])) }
}

/** Headers of every answer, success and refusal alike. */
export function headers(context: Context, { status }: Reply): Record<string, string> {
  const { cors } = context.settings as Settings
  return {
    ...(status === 204 ? {} : { 'content-type': 'application/json' }),
    ...(cors ? { 'access-control-allow-origin': '*', 'access-control-expose-headers': '*' } : {}),
    ...(onTokenHost(context.call) ? tokenHeaders(context, status) : status === 401 ? {} : apiHeaders(context, status)),
  }
}

/** Token answers are never to be cached (decision 6). */
function tokenHeaders({ call, quotas, settings }: Context, status: number): Record<string, string> {
  const [quota] = (settings as Settings).retryAfter && status === 429 ? quotas : []
  return {
    'cache-control': 'no-store',
    pragma: 'no-cache',
    ...(quota ? { 'retry-after': secondsLeft(quota, call.at) } : {}),
  }
}

/** Rate and quota on every answer of a known team, so not on a 401. In the tolerance the quota stays 0. */
function apiHeaders(context: Context, status: number): Record<string, string> {
  const { call, quotas, settings } = context
  const [rate, quota] = ['rate', 'quota'].map((name) => quotas.find(({ budget }) => budget === name))
  const remaining = modeOf(context) === 'sandbox' ? SANDBOX_REMAINING : quota?.remaining
  const refused = quota?.refused ? quota : rate
  return {
    ...(rate
      ? {
          'x-ratelimit-limit': String(rate.limit),
          'x-ratelimit-remaining': String(rate.remaining),
          'x-ratelimit-reset': secondsLeft(rate, call.at),
        }
      : {}),
    ...(remaining === undefined ? {} : { 'x-quota-remaining': String(remaining) }),
    ...(status === 429 && refused && (settings as Settings).apiRetryAfter
      ? { 'retry-after': secondsLeft(refused, call.at) }
      : {}),
  }
}

/** Whole seconds until the window ends, rounded up, at least 1: clients read a plain integer (sdk). */
function secondsLeft({ resetAt }: Quota, at: number): string {
  return String(Math.max(1, Math.ceil((resetAt - at) / SECOND)))
}
