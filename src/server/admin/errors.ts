/** How the admin API refuses. */

import type { Json } from '../../core/http.ts'

const STATUS = {
  malformed_json: 400,
  invalid_input: 400,
  bad_scenario: 400,
  refused: 400,
  unauthorized: 401,
  foreign_origin: 403,
  foreign_host: 403,
  unknown_route: 404,
  unknown_session: 404,
  unknown_token: 404,
  unknown_request: 404,
  session_exists: 409,
  headers_too_large: 413,
  body_too_large: 413,
  wrong_content_type: 415,
} as const
export type AdminCode = keyof typeof STATUS

/** What helps to get it right. */
export interface Hints {
  readonly expected?: string
  readonly got?: Json
  readonly known?: readonly string[]
}

/** A refusal. HTTP answers `{"error":{code, message, expected?, got?, known?}}`, the library throws it. */
export class AdminError extends Error implements Hints {
  override readonly name = 'AdminError'
  readonly code: AdminCode
  // Declared, not defined: what there is no hint for is no field.
  declare readonly expected?: string
  declare readonly got?: Json
  declare readonly known?: readonly string[]

  constructor(code: AdminCode, message: string, hints: Hints = {}) {
    super(message)
    this.code = code
    Object.assign(this, hints)
  }

  get status(): number {
    return STATUS[this.code]
  }
}

/** What the scenario folder throws; told by its name, since the server does not import that folder. */
export interface ScenarioError extends Error {
  readonly name: 'ScenarioError'
  readonly problems: readonly {
    readonly path: string
    readonly expected: string
    readonly got: string
    readonly known?: readonly string[]
  }[]
}

export function isScenarioError(thrown: unknown): thrown is ScenarioError {
  return thrown instanceof Error && thrown.name === 'ScenarioError'
}
