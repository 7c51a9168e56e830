/** What HoopAI's own card says of its answers, as its OpenAPI document has it. */

import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js'
import { openApi } from '../../../src/core/openapi.ts'
import type { Route } from '../../../src/core/provider.ts'
import { hoopai } from '../../../src/providers/hoopai/index.ts'
import type { Answered } from './ground.ts'

interface Response {
  readonly $ref?: string
  readonly content?: Readonly<Record<string, { schema?: object }>>
}
interface Operation {
  readonly operationId: string
  readonly responses: Readonly<Record<string, Response>>
}
interface Described {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>
  readonly components: { readonly responses: Readonly<Record<string, Response>> }
}

const document = openApi(hoopai, { base: 'http://localhost/hoopai', version: '0' }) as unknown as Described
const operations = Object.values(document.paths).flatMap((item) => Object.values(item))

/** The statuses that the card declares of a route. */
export function statusesOf({ name }: Route): number[] {
  return Object.keys(operations.find(({ operationId }) => operationId === name)!.responses).map(Number)
}

/** Where answers are not as the card says: refusals that it does not declare, and bodies of another form. */
export function checked(answers: readonly Pick<Answered, 'route' | 'status' | 'code' | 'text'>[]) {
  const ajv = new Ajv2020({ strict: false, allErrors: true, validateSchema: false })
  ajv.addSchema(document as object, 'card')
  const compiled = new Map<string, ValidateFunction | null | undefined>()
  const undeclared = new Set<string>()
  const undescribed = new Set<string>()
  for (const { route, status, code, text } of answers) {
    const codes = [...(route.takes === undefined ? hoopai.refuses! : []), ...(route.refuses ?? [])]
    if (code !== undefined && !codes.includes(code)) undeclared.add(`${route.name} ${code}`)
    const key = `${route.name} ${status}`
    if (!compiled.has(key)) compiled.set(key, validatorOf(ajv, route, status))
    const validate = compiled.get(key)
    if (validate === undefined) undescribed.add(`${key} is not there`)
    if (!validate || validate(JSON.parse(text))) continue
    for (const { instancePath, message } of validate.errors!) undescribed.add(`${key}: ${instancePath} ${message}`)
  }
  return { undeclared: [...undeclared], undescribed: [...undescribed] }
}

/** Undefined where the document has no such status, null where it has no schema for it. */
function validatorOf(ajv: Ajv2020, route: Route, status: number): ValidateFunction | null | undefined {
  const response = operations.find(({ operationId }) => operationId === route.name)?.responses[status]
  if (!response) return undefined
  const { content } = response.$ref ? document.components.responses[response.$ref.split('/').at(-1)!]! : response
  const schema = content?.['application/json']?.schema
  return schema ? ajv.compile(schema) : null
}
