/** Two builds of one source, with every dependency in them but Vitest: the program (CommonJS starts faster) and the library. */

import { fileURLToPath } from 'node:url'
import { defineConfig, type InputOptions, type OutputOptions } from 'rolldown'
import { licences } from './build/licences.ts'

const shared: InputOptions = {
  platform: 'node',
  plugins: [licences('dist/LICENSES.txt')],
  resolve: { alias: { 'iconv-lite': fileURLToPath(new URL('build/iconv.ts', import.meta.url)) } },
}

/** All files lie flat in their folder: what reads `scenarios/` looks two folders above itself, here as in src/. */
function output(dir: string, format: 'cjs' | 'esm', extension: string): OutputOptions {
  return {
    dir,
    format,
    entryFileNames: `[name].${extension}`,
    // A chunk that is one package bears the package's name.
    chunkFileNames: ({ facadeModuleId, name }) =>
      `${/.*node_modules\/(?:@[^/]+\/)?([^/]+)/.exec(facadeModuleId ?? '')?.[1] ?? name}.${extension}`,
  }
}

export const bin = { ...shared, input: { cli: 'src/cli.ts' }, output: output('dist/bin', 'cjs', 'cjs') }

export default defineConfig([
  bin,
  {
    ...shared,
    input: { index: 'src/index.ts', vitest: 'src/vitest.ts' },
    // The user's own runs the tests.
    external: ['vitest'],
    output: output('dist/lib', 'esm', 'js'),
  },
])
