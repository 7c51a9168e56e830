/** Fixtures for Vitest: one emulator a worker, one session a test, and a test that fails with its session's verdict. */

import { test as base, type TestAPI } from 'vitest'
import type { Report, Verdict } from './core/judge.ts'
import { type Emulator, type EmulatorOptions, type SessionHandle, type SessionOptions, startEmulator } from './index.ts'
import { VerdictError } from './library/verdict.ts'

export interface Fixtures {
  /** What the worker's emulator is made of. `test.override({ emulatorOptions })` at the top of a file sets it. */
  emulatorOptions: EmulatorOptions<readonly []>
  /** What each session is made of: `test.override({ sessionOptions: { scenario: 'token-dies-mid-run' } })`. */
  sessionOptions: SessionOptions
  /** The verdicts that a test does not fail with. Default: `passed` alone. */
  accepts: readonly Verdict[]
  emulator: Emulator
  /** The test's own session. Asking for it is being judged; it is closed after the test. */
  session: SessionHandle
}

export { VerdictError } from './library/verdict.ts'

export const test: TestAPI<Fixtures> = base.extend<Fixtures>({
  emulatorOptions: [{}, { scope: 'worker' }],
  sessionOptions: {},
  accepts: ['passed'],
  emulator: [
    async ({ emulatorOptions }, use) => {
      const emulator = await startEmulator(emulatorOptions)
      await use(emulator)
      await emulator.close()
    },
    { scope: 'worker' },
  ],
  session: async ({ emulator, sessionOptions, accepts, task, onTestFinished }, use) => {
    let report: Report | undefined
    // Thrown here and not below: Vitest tells twice what a fixture throws at its end.
    onTestFinished(() => {
      // A test that failed by itself may have left off before what was staged.
      const cutShort = task.result?.state === 'fail' && report?.verdict === 'inconclusive'
      if (report && !cutShort && !accepts.includes(report.verdict)) throw new VerdictError(report)
    })
    const session = await emulator.session(sessionOptions)
    await use(session)
    report = await session.report()
    await session.close()
  },
})

export const it = test
