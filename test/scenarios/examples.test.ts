/**
 * Every key of the scenario schema, every effect and every trigger has an example among the ready scenarios.
 * `ready.test.ts` plays them all, and sees each of their rules strike.
 */

import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import type { Json, JsonObject } from '../../src/core/http.ts'
import { providers } from '../../src/providers/index.ts'
import { jsonSchema } from '../../src/scenario/jsonschema.ts'
import { readyFile, readyNames } from '../../src/scenario/ready.ts'

/** What stands below is not the schema's: switches of the providers, rules of the judge, names of theirs. */
const NOT_ITS_OWN = ['settings', 'schedule.settings', 'conduct', 'rules.do.error', 'rules.do.exhaust', 'rules.do.grant']
/** Maps whose keys are anybody's. */
const OPEN = 'rules.do.headers'

test('each has one', async () => {
  const shown = new Set(files().flatMap((file) => [...used(file)]))
  const known = [...new Set(keys(await jsonSchema(providers)))]
  expect(known.length).toBeGreaterThan(70)
  expect(known.filter((key) => !shown.has(key))).toEqual([])
})

test('limits are shown in all their forms', () => {
  const limits = files().flatMap(({ settings = {}, schedule = [] }) =>
    [settings, ...(schedule as JsonObject[]).map((later) => later.settings ?? {})].flatMap((each) =>
      Object.values(each as JsonObject).flatMap((own) => (own as JsonObject).limits ?? []),
    ),
  )
  expect(limits).toContain('off')
  expect(limits).toContainEqual({ token: '5 per 1m' })
})

test('a cause of a provider is shown with and without the thing that it strikes', () => {
  const shown = new Set(files().flatMap((file) => [...used(file)]))
  const names = providers.flatMap(({ causes = {} }) => Object.keys(causes))
  expect(names.some((name) => shown.has(`rules.do.${name}=`))).toBe(true)
  expect(names.some((name) => shown.has(`rules.do.${name}`))).toBe(true)
})

function files(): JsonObject[] {
  return readyNames().map((name) => parse(readFileSync(readyFile(name)!, 'utf8')) as JsonObject)
}

/** `rules.skip`, `rules.do.expire`, `rules.do.wire=reset`: all that a file may say, by its schema. */
function keys(schema: Json | undefined, path = ''): string[] {
  if (typeof schema !== 'object' || schema === null || Array.isArray(schema)) return []
  const { anyOf = [], items, properties = {}, additionalProperties, enum: values = [] } = schema
  if (NOT_ITS_OWN.includes(path)) return []
  const effects = path.startsWith('rules.do')
  return [
    ...(anyOf as Json[]).flatMap((each) => keys(each, path)),
    ...keys(items, path),
    ...Object.entries(properties as JsonObject).flatMap(([key, each]) => [
      join(path, key),
      ...keys(each, join(path, key)),
    ]),
    ...keys(additionalProperties, join(path, '*')),
    ...(effects
      ? (values as string[]).map((value) => (path === 'rules.do' ? join(path, value) : `${path}=${value}`))
      : []),
  ]
}

/** The same of what a file does say. */
function used(value: Json | undefined, path = ''): Set<string> {
  if (Array.isArray(value)) return new Set(value.flatMap((each) => [...used(each, path)]))
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value).flatMap(([key, each]) => {
      const own = join(path, path === OPEN ? '*' : key)
      return [own, ...used(each, own)]
    })
    return new Set(entries)
  }
  if (path === 'rules.do') return new Set([join(path, String(value))])
  return new Set([`${path}=${value}`, `${path}=`])
}

function join(path: string, key: string): string {
  return path === '' ? key : `${path}.${key}`
}
