/** `stuntdouble health` and `stuntdouble wait`: whether an emulator answers. */

import { realTime } from '../core/clock.ts'
import type { Values } from './flags.ts'
import { ask, remoteUrl } from './remote.ts'

const PATIENCE_MS = 2000
const PAUSE_MS = 100

/** Resolves when the emulator answers; rejects with one sentence when it does not. */
export async function health(values: Values, timeoutMs = PATIENCE_MS): Promise<void> {
  const { status, text } = await ask(values, '/__admin/health', timeoutMs)
  if (status !== 200 || !text.includes('"ok"'))
    throw new Error(`what answers at ${remoteUrl(values)} is no emulator in good health: ${status}`)
}

/** Asks again and again, in wall time, until the emulator answers or the time is over. */
export async function wait(values: Values): Promise<void> {
  const end = realTime() + values.timeout
  for (;;) {
    const left = end - realTime()
    try {
      return await health(values, Math.max(1, Math.min(left, PATIENCE_MS)))
    } catch (error) {
      if (left <= PAUSE_MS) throw error
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS))
    }
  }
}
