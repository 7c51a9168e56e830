import { basename, dirname } from 'node:path'
import { describe, expect, it } from 'vitest'
import { type Import, readSources, type SourceFile } from './source.ts'

const sources = readSources()
const byName = new Map(sources.map((source) => [source.name, source]))

/** What each part of src may import, besides itself and files outside src (fixtures, package.json). */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  core: [],
  providers: ['core'],
  scenario: ['core'],
  fixtures: ['core'],
  conduct: ['core'],
  reports: ['core'],
  server: ['core'],
  library: ['server', 'providers', 'core'],
  version: [],
  open: ['version', 'server', 'scenario', 'fixtures', 'conduct', 'reports', 'providers', 'core'],
  replay: ['open', 'version', 'server', 'core'],
  run: ['open', 'replay', 'server', 'providers', 'core'],
  index: ['run', 'library', 'server', 'scenario', 'providers', 'core'],
  vitest: ['index', 'library', 'core'],
  cli: [
    'run',
    'replay',
    'version',
    'library',
    'server',
    'scenario',
    'fixtures',
    'conduct',
    'reports',
    'providers',
    'core',
  ],
}

/** Packages that one part alone knows. */
const KNOWN_BY: Readonly<Record<string, string>> = {
  express: 'server',
  jose: 'core',
  commander: 'cli',
  vitest: 'vitest',
}

/** Slow to load, or wanted by those only who ask what is known: start-up must not wait for them. */
const HEAVY = [
  'vitest',
  'commander',
  'express',
  'jose',
  'yaml',
  'valibot',
  '@faker-js/faker',
  '@valibot/to-json-schema',
  // `node:fs` has them too, and loads them when they are used.
  'node:fs/promises',
]
const WANTED_LATE = ['core/fidelity.ts', 'core/openapi.ts', 'core/refusals.ts']

const partOf = (name: string) => name.split('/')[0]!.replace(/\.ts$/, '')
const providerOf = (name: string) => /^providers\/([^/]+)\//.exec(name)?.[1]

describe('imports', () => {
  it('run one way: cli, index, library, run, then server, scenario, conduct, reports and providers, then core', () => {
    const wrong = eachImport((source, { of, from }) => {
      if (from !== 'src' || of.startsWith('..')) return false
      const [own, other] = [partOf(source.name), partOf(of)]
      return own !== other && !MAY_IMPORT[own]?.includes(other)
    })
    expect(wrong).toEqual([])
  })

  it('never lead from one provider to another, and to a provider only through its card', () => {
    const wrong = eachImport((source, { of }) => {
      const [own, other] = [providerOf(source.name), providerOf(of)]
      return other !== undefined && own !== other && !(source.name === 'providers/index.ts' && of.endsWith('/index.ts'))
    })
    expect(wrong).toEqual([])
  })

  it('keep each package to the part that knows it', () => {
    const wrong = eachImport((source, { of }) => (KNOWN_BY[of] ?? partOf(source.name)) !== partOf(source.name))
    expect(wrong).toEqual([])
  })

  it('keep files, sockets and processes out of core and providers', () => {
    const wrong = eachImport(
      (source, { of, typeOnly }) =>
        ['core', 'providers'].includes(partOf(source.name)) &&
        !typeOnly &&
        /^node:(?!crypto$|buffer$|util$|querystring$)/.test(of),
    )
    expect(wrong).toEqual([])
  })

  it.each(['cli.ts', 'index.ts'])('load nothing heavy when %s starts', (entry) => {
    const loaded = [...startUp(entry)]
    expect(loaded).not.toEqual([])
    const wrong = loaded.flatMap((source) =>
      source.imports
        .filter((each) => now(each) && [...HEAVY, ...WANTED_LATE].includes(each.of))
        .map(({ of }) => `${source.name} -> ${of}`),
    )
    expect(wrong).toEqual([])
  })
})

describe('real time and chance', () => {
  it('are read by the clock alone', () => {
    const reading =
      /\bDate\.now\b|\bnew Date(?!\(.)|\bnew Date\(\)|(?<!new )\bDate\(|\bperformance\b|\bhrtime\b|\bTemporal\.Now\b/
    const readers = sources.filter(({ code }) => reading.test(code)).map(({ name }) => name)
    expect(readers).toEqual(['core/clock.ts'])
  })

  it('come from the seed, but for secrets that only one run knows', () => {
    const chance = /\bMath\.random\b|\brandomUUID\b|\brandomBytes\b|\brandomInt\b|\bgetRandomValues\b|\bgenerateKey/
    const users = sources.filter(({ code }) => chance.test(code)).map(({ name }) => name)
    expect(users.filter((name) => name !== 'server/guard.ts')).toEqual([])
  })
})

describe('files', () => {
  it('are named by what they know', () => {
    const vague = /(^|\/)(utils?|helpers?|common|types?|services?|misc|shared|lib)(\.ts|\/)/
    expect(sources.map(({ name }) => name).filter((name) => vague.test(name))).toEqual([])
  })

  it('have at most 300 lines', () => {
    expect(sources.filter(({ lines }) => lines > 300).map(({ name, lines }) => `${name}: ${lines}`)).toEqual([])
  })

  it('are the same six in every provider', () => {
    const SIX = ['api', 'data', 'errors', 'index', 'oauth', 'scopes']
    const providers = new Set(sources.flatMap(({ name }) => providerOf(name) ?? []))
    expect([...providers]).toEqual(expect.arrayContaining(['hoopai', 'hoopr', 'soundcharts']))
    for (const provider of providers) {
      const folder = `providers/${provider}`
      const own = sources.filter(({ name }) => dirname(name) === folder).map(({ name }) => basename(name, '.ts'))
      expect({ provider, files: own }).toEqual({ provider, files: SIX })
      // A file that grew past its size goes on in a folder of its name, which only that file imports.
      const parts = sources.filter(({ name }) => name.startsWith(`${folder}/`) && dirname(name) !== folder)
      expect(parts.filter(({ name }) => !SIX.includes(name.split('/')[2]!)).map(({ name }) => name)).toEqual([])
    }
  })
})

function eachImport(wrong: (source: SourceFile, imported: Import) => boolean): string[] {
  return sources.flatMap((source) =>
    source.imports.filter((each) => wrong(source, each)).map(({ of }) => `${source.name} -> ${of}`),
  )
}

function now({ typeOnly, late }: Import): boolean {
  return !typeOnly && !late
}

/** The files that are loaded before the first line of `entry` runs. */
function startUp(entry: string, loaded = new Set<SourceFile>()): Set<SourceFile> {
  const source = byName.get(entry)
  if (!source || loaded.has(source)) return loaded
  loaded.add(source)
  for (const each of source.imports) if (each.from === 'src' && now(each)) startUp(each.of, loaded)
  return loaded
}
