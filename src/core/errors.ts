/** What can go wrong, by name. A provider says how it words each one (its `errors.ts`); nobody else knows a status. */

import type { Sourced } from './facts.ts'
import type { JsonObject, Reply } from './http.ts'
import type { Context } from './provider.ts'

/** The codes that core itself throws, or that mean the same at every provider. Each provider words all of them. */
export const COMMON_CODES = [
  'unknown_route',
  'method_not_allowed',
  'payload_too_large',
  'headers_too_large',
  'missing_token',
  'invalid_token',
  'expired_token',
  'revoked_token',
  'insufficient_scope',
  'rate_limited',
  'invalid_request',
  'invalid_client',
  'unavailable',
  'server_error',
] as const
export type CommonCode = (typeof COMMON_CODES)[number]

/**
 * The checks that a call goes through, in their order: its size, what comes before any credential, its token, whether the
 * token's holder is served, its limits, its scope, and what the route itself asks. A rule's effect comes before them, or after.
 */
export type Check = 'size' | 'preamble' | 'token' | 'holder' | 'limits' | 'scope' | 'route' | 'rule'

/** A refusal, named by its code. `details` are what the provider's wording needs (fields, ids, allowed methods). */
export class ApiError extends Error {
  override readonly name = 'ApiError'
  readonly code: string
  readonly details: JsonObject

  constructor(code: string, message = '', details: JsonObject = {}) {
    super(message)
    this.code = code
    this.details = details
  }
}

/** Told by its name, since a provider from outside may bring its own copy of the class. */
export function isApiError(thrown: unknown): thrown is ApiError {
  return thrown instanceof Error && thrown.name === 'ApiError'
}

/** Throws an ApiError unless `condition` holds. */
export function assert(condition: unknown, code: string, message?: string, details?: JsonObject): asserts condition {
  if (!condition) throw new ApiError(code, message, details)
}

/** How a provider words one error. */
export interface Wording extends Sourced {
  readonly status: number
  /** When the provider gives it, in a few words. */
  readonly when: string
  /** It comes before the token is known to be good, so an injected one must not show how the token's budgets stand. */
  readonly unauthenticated?: boolean
  /** The answer less its status. Must cope with an error that carries no message and no details: scenarios throw those. */
  readonly reply: (error: ApiError, context: Context) => Omit<Reply, 'status'>
}

/** Every common code and the provider's own. */
export type ErrorTable = Readonly<Record<CommonCode, Wording> & Record<string, Wording>>
