import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import manifest from '../../package.json' with { type: 'json' }
import { conduct } from '../../src/conduct/index.ts'
import { providers } from '../../src/providers/index.ts'
import { reportJsonSchema } from '../../src/reports/jsonschema.ts'
import { jsonSchema } from '../../src/scenario/jsonschema.ts'

const read = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8')
interface Locked {
  readonly resolved?: string
  readonly dependencies?: Record<string, string>
  readonly optionalDependencies?: Record<string, string>
}
const locked: Record<string, Locked> = JSON.parse(read('package-lock.json')).packages

it('brings no dependencies: all are bundled, but Vitest, for those who have it', () => {
  const kinds = Object.keys(manifest).filter((key) => /ependenc/.test(key))
  // npm asks the registry about every peer, an optional one and its own peers too; this it leaves alone, and it is what
  // lets the strict installers (Yarn, pnpm) find the user's Vitest.
  expect(kinds).toEqual(['peerDependenciesMeta', 'devDependencies'])
  expect(manifest.peerDependenciesMeta).toEqual({ vitest: { optional: true } })
})

it('is one program and one library, on Node 20.12 and newer', () => {
  expect(manifest).toMatchObject({
    name: 'stuntdouble',
    type: 'module',
    license: 'MIT',
    engines: { node: '>=20.12' },
    bin: { stuntdouble: 'dist/bin/cli.cjs' },
    exports: {
      '.': {
        import: { types: './dist/types/index.d.ts', default: './dist/lib/index.js' },
        require: { types: './dist/types/index.d.cts', default: './dist/bin/index.cjs' },
      },
      './vitest': { types: './dist/types/vitest.d.ts', default: './dist/lib/vitest.js' },
    },
  })
})

it('ships the build, the page, the scenarios and the schemas, and no source', () => {
  expect(manifest.files).toEqual([
    'dist',
    'page',
    'scenarios',
    'scenario.schema.json',
    'report.schema.json',
    'CHANGELOG.md',
  ])
})

it('is installed from any registry: the lock file names none', () => {
  expect(Object.entries(locked).filter(([, { resolved }]) => resolved !== undefined)).toEqual([])
  expect(read('.npmrc')).toBe('omit-lockfile-registry-resolved=true\n')
})

it('is installed on any platform: the lock file knows every package that another names', () => {
  const missing = Object.entries(locked).flatMap(([path, { dependencies, optionalDependencies }]) =>
    Object.keys({ ...dependencies, ...optionalDependencies })
      .filter((name) => !ancestors(path).some((folder) => `${folder}node_modules/${name}` in locked))
      .map((name) => `${path} -> ${name}`),
  )
  expect(missing).toEqual([])
})

it('runs no script of its own when it is installed', () => {
  expect(Object.keys(manifest.scripts).filter((name) => /^(pre|post)?install$|^prepare$/.test(name))).toEqual([])
})

it('has a reason for every package that it is made with', () => {
  const reasons = [...read('CONTRIBUTING.md').matchAll(/^\| `([^`]+)`/gm)].map(([, name]) => name!)
  expect(reasons).toEqual(Object.keys(manifest.devDependencies))
})

it('carries the schemas that the program prints; `npm run schema` writes them anew', async () => {
  expect(JSON.parse(read('scenario.schema.json'))).toEqual(await jsonSchema(providers, conduct))
  expect(JSON.parse(read('report.schema.json'))).toEqual(await reportJsonSchema())
})

/** Where Node looks for what a package at `path` imports: in itself, then in each package around it. */
function ancestors(path: string): string[] {
  const outer = path.lastIndexOf('node_modules/')
  return outer < 0 ? [''] : [`${path}/`, ...ancestors(path.slice(0, outer).replace(/\/$/, ''))]
}
