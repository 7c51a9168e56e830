/**
 * The program and the library, which share one set of CommonJS chunks (it starts faster), with every dependency in them; then
 * the fixtures for Vitest, which only an ES module can import.
 */

import { fileURLToPath } from 'node:url'
import { defineConfig, type InputOptions, type OutputOptions } from 'rolldown'
import { bridge } from './build/bridge.ts'
import { chunks, LATE } from './build/chunks.ts'
import { late } from './build/late.ts'
import { licences } from './build/licences.ts'
import { spawnless } from './build/spawnless.ts'
import { unmapped } from './build/unmapped.ts'

/** Lines and names stay as they are: Node shows the line of an error, and stacks are read without maps too. */
const readable: OutputOptions = {
  comments: { annotation: false, jsdoc: false, legal: false },
  sourcemap: true,
  // The sources are in the repository; a map names file and line.
  sourcemapExcludeSources: true,
}

export const program = {
  platform: 'node',
  plugins: [unmapped(), spawnless(), late(LATE), licences('dist/LICENSES.txt'), bridge('dist')],
  resolve: {
    alias: {
      'iconv-lite': fileURLToPath(new URL('build/iconv.ts', import.meta.url)),
      // Its ES modules, of which what nobody uses is left out, load in a third of the time of those it has for Node.
      yaml: fileURLToPath(new URL('node_modules/yaml/browser/dist/index.js', import.meta.url)),
    },
  },
  input: { cli: 'src/cli.ts', index: 'src/index.ts' },
  // As its own chunks demand.
  preserveEntrySignatures: 'allow-extension',
  output: {
    ...readable,
    // All files lie flat in their folder: what reads `scenarios/` looks two folders above itself, here as in src/.
    dir: 'dist/bin',
    format: 'cjs',
    entryFileNames: '[name].cjs',
    codeSplitting: chunks,
    // A chunk that is one package bears the package's name.
    chunkFileNames: ({ facadeModuleId, name }) =>
      `${/.*node_modules\/(?:@[^/]+\/)?([^/]+)/.exec(facadeModuleId ?? '')?.[1] ?? name}.cjs`,
  },
} satisfies InputOptions & { output: OutputOptions }

export default defineConfig([
  program,
  {
    platform: 'node',
    // The user's own runs the tests.
    external: ['vitest'],
    plugins: [
      { name: 'index', resolveId: (id) => (id === './index.ts' ? { id: './index.js', external: true } : null) },
    ],
    input: { vitest: 'src/vitest.ts' },
    output: { ...readable, dir: 'dist/lib', format: 'esm' },
  },
])
