/** Headers of every answer, and whose budget a call spends. Source: docs/versioning, docs/rate-limits, docs/modes. */

import { type Instant, SECOND } from '../../../core/clock.ts'
import type { AnswerHeader } from '../../../core/facts.ts'
import type { Reply } from '../../../core/http.ts'
import type { Quota } from '../../../core/limiter.ts'
import type { Context } from '../../../core/provider.ts'
import { live } from '../../../core/vault.ts'
import { shownMode } from '../data.ts'
import type { Settings } from '../index.ts'
import { isMedia } from './media.ts'

const JSON_TYPE = 'application/json; charset=utf-8'

/** Every header that an answer may carry. */
export const answerHeaders: Readonly<Record<string, AnswerHeader>> = {
  'content-type': { about: 'every answer', example: JSON_TYPE, source: 'docs/introduction; assumed' },
  'x-api-version': { about: 'every answer: the version of the contract', example: 'v1', source: 'docs/versioning' },
  'x-service-version': {
    about: 'every answer: the build, for diagnostics only',
    example: '1.0.0',
    source: 'docs/versioning',
    switch: 'serviceVersion',
  },
  'x-hoopr-mode': {
    about: 'every answer once the token is known to be good, and every issued token',
    example: 'test',
    source: 'seed, docs/modes; assumed D13',
    switch: 'otherMode',
  },
  'ratelimit-limit': {
    about: 'every /v1 answer: the budget that the call spent from',
    example: '600',
    source: 'docs/rate-limits; assumed D14',
  },
  'ratelimit-remaining': {
    about: 'every /v1 answer: what is left of it, this call taken off',
    example: '597',
    source: 'docs/rate-limits',
  },
  'ratelimit-reset': {
    about: 'every /v1 answer: whole seconds until its window ends',
    example: '42',
    source: 'docs/rate-limits; assumed U10',
  },
  'retry-after': {
    about: 'a 429, when it is switched on: the same seconds',
    example: '42',
    source: 'assumed U11',
    switch: 'retryAfter',
  },
  'cache-control': {
    about: 'an issued token, and artwork',
    example: 'no-store',
    source: 'docs/best-practices; assumed',
  },
  'accept-ranges': { about: 'a stream', example: 'bytes', source: 'assumed U28' },
  'content-range': { about: 'a part of a stream', example: 'bytes 0-103/2080', source: 'assumed U28' },
}

/** Versions on every answer, budgets on every /v1 answer, the mode once it is known. */
export function headers(context: Context, reply: Reply): Record<string, string> {
  const { call, quotas, token, who, route } = context
  if (isMedia(call.path)) return reply.json === undefined ? {} : { 'content-type': JSON_TYPE }
  const { serviceVersion, retryAfter } = context.settings as Settings
  const headers: Record<string, string> = {
    'content-type': JSON_TYPE,
    'x-api-version': 'v1',
    'x-service-version': serviceVersion,
  }
  // A token's answer shows the mode in its body and here (D13).
  const mode = token?.mode ?? (route.name === 'auth.token' && reply.status < 300 ? who.mode : undefined)
  if (mode !== undefined) headers['x-hoopr-mode'] = shownMode(mode, context.settings)
  const [quota] = quotas
  if (quota) {
    const reset = secondsLeft(quota, call.at)
    headers['ratelimit-limit'] = String(quota.limit)
    headers['ratelimit-remaining'] = String(quota.remaining)
    headers['ratelimit-reset'] = reset
    if (retryAfter && reply.status === 429) headers['retry-after'] = reset
  }
  return headers
}

/**
 * The client, over both modes (assumed U9). A call without a usable token, or a token request without a usable client
 * id, is counted by its address (assumed U12). What is not under /v1 has no budget (docs/rate-limits).
 */
export function whose({ call, token, who, route }: Context): string | undefined {
  if (!call.path.startsWith('/v1/')) return undefined
  if (route.takes === 'none') return who.client ?? call.address
  const usable = token ?? (who.credential && live(who.credential, call.at) ? who.credential : undefined)
  return usable?.client ?? call.address
}

/** Whole seconds until the window ends, rounded up, at least 1 (assumed U10). */
function secondsLeft({ resetAt }: Quota, at: Instant): string {
  return String(Math.max(1, Math.ceil((resetAt - at) / SECOND)))
}
