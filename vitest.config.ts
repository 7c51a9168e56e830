import { defineConfig } from 'vitest/config'

// .ci/run reads the numbers from this file.
const results = process.env.TEST_RESULTS

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    pool: 'threads',
    // Every core: by default one is left out, and tests that start programs wait more than they work.
    maxWorkers: '100%',
    globalSetup: 'test/built.ts',
    // Some tests start the program or a browser, and two busy cores are slow.
    testTimeout: 30_000,
    hookTimeout: 60_000,
    reporters: results ? ['default', ['json', { outputFile: results }]] : ['default'],
  },
})
