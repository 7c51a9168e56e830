import { defineConfig } from 'vitest/config'

// .ci/run reads the numbers from this file.
const results = process.env.TEST_RESULTS

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    pool: 'threads',
    // Some tests start the program or a browser, and two busy cores are slow.
    testTimeout: 30_000,
    hookTimeout: 60_000,
    reporters: results ? ['default', ['json', { outputFile: results }]] : ['default'],
  },
})
