/** `stuntdouble list --fidelity` and `--openapi`: what is known, as text and as JSON, of providers from outside too. */

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { list } from '../../src/cli/list.ts'
import { settle } from '../../src/cli/settle.ts'
import { count, fidelity, KINDS } from '../../src/core/fidelity.ts'
import { providers } from '../../src/providers/index.ts'
import { version } from '../../src/version.ts'
import { ACME_SOURCE } from '../acme.ts'

const folder = mkdtempSync(join(tmpdir(), 'stuntdouble-list-'))
afterAll(() => rmSync(folder, { recursive: true }))
const ACME = join(folder, 'acme.mjs')
writeFileSync(ACME, ACME_SOURCE)

const listed = (flags: Parameters<typeof settle>[0]['flags'], sections: string[] = []) =>
  list(sections, settle({ flags, env: {} }))

describe('--fidelity', () => {
  test('shows counts first, then every row', async () => {
    const [counts, rows] = (await listed({ fidelity: true })).split('\n\n') as [string, string]
    expect(counts.split('\n')[0]).toMatch(/^ {2}provider +kind +documented +observed +assumed$/)
    expect(counts.split('\n')).toHaveLength(1 + providers.length * KINDS.length)
    expect(rows.split('\n')[0]).toMatch(/^ {2}provider +kind +name +standing +source +switch +about$/)
    expect(rows.split('\n')).toHaveLength(1 + providers.flatMap(fidelity).length)
    expect(rows).toMatch(/\n {2}hoopr +route +tracks\.get +documented +docs\/api\/get-track/)
  })

  test('is the same as JSON', async () => {
    const rows = providers.flatMap(fidelity)
    expect(JSON.parse(await listed({ fidelity: true, json: true }))).toEqual({ counts: count(rows), rows })
  })

  test('knows a provider from outside, without any of the tables', async () => {
    const { counts, rows } = JSON.parse(await listed({ fidelity: true, json: true, provider: [ACME] }))
    expect(Object.keys(counts)).toEqual(['hoopr', 'hoopai', 'soundcharts', 'acme'])
    expect(rows.filter(({ provider }: { provider: string }) => provider === 'acme')).not.toEqual([])
  })
})

describe('--openapi', () => {
  test.each(['hoopr', 'hoopai', 'soundcharts', 'acme'])('prints one document, of %s', async (name) => {
    const document = JSON.parse(await listed({ openapi: name, provider: [ACME] }))
    expect(document).toMatchObject({ openapi: '3.1.1', info: { version }, servers: [{}] })
    expect(document.servers[0].url).toBe(`http://127.0.0.1:4600/${name}`)
    expect(Object.keys(document.paths)).not.toEqual([])
  })

  test('says which providers there are', async () => {
    await expect(listed({ openapi: 'hooper' })).rejects.toThrow(
      '--openapi: there is no provider "hooper"; known: hoopr, hoopai, soundcharts',
    )
  })
})

test('sections, --fidelity and --openapi are one at a time', async () => {
  for (const asked of [
    listed({ fidelity: true }, ['routes']),
    listed({ openapi: 'hoopr' }, ['routes']),
    listed({ openapi: 'hoopr', fidelity: true }),
  ])
    await expect(asked).rejects.toThrow('expected sections, --fidelity or --openapi, got more than one of them')
})
