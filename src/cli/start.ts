/** `stuntdouble start`: serves until it is told to stop, then lets calls under way end. */

import { existsSync } from 'node:fs'
import { reportAll } from '../core/past.ts'
import type { Running } from '../run.ts'
import type { Stage } from '../server/stage.ts'
import { openEmulator, peopleUrl } from './emulator.ts'
import type { Values } from './flags.ts'
import { openLog, wantsColor } from './log.ts'
import { openReports } from './reports.ts'
import { firstScreen } from './screen.ts'
import { UsageError } from './settle.ts'
import { StateFile } from './state-file.ts'

/** What calls under way are given to end, in wall time: container engines and CI systems wait for the end. */
const DRAIN_MS = 900

/** Resolves once the emulator listens. Rejects with UsageError, ScenarioError or one sentence on what went wrong. */
export async function serve(values: Values): Promise<void> {
  const log = openLog(values)
  const { scenario, watch } = values
  if (watch && !(scenario !== undefined && existsSync(scenario)))
    throw new UsageError('--watch: expected --scenario with a file to watch')
  const writeReports = await openReports(values.report)
  const state = values.state === undefined ? undefined : await StateFile.open(values.state)
  const emulator = await openEmulator(values, state ? state.heeding(log) : log, state?.document)
  await state?.keep(emulator)
  const ready = `stuntdouble ready on ${emulator.url}`
  const json = values['log-format'] === 'json'
  if (watch && scenario !== undefined) await (await import('./watch.ts')).watchScenario(emulator.stage, scenario)
  stopOnSignal(emulator, log, async () => {
    await state?.save()
    if (values.report) await writeReports(await reportAll(emulator.stage.sessions))
  })
  process.stdout.write(`${json ? JSON.stringify({ event: 'ready', url: emulator.url, message: ready }) : ready}\n`)
  if (!json) process.stderr.write(`${await firstScreen(emulator, peopleUrl(emulator, values), wantsColor(values))}\n`)
  if (values['admin-token'] === undefined && emulator.stage.adminToken !== undefined)
    tellToken(emulator.stage.adminToken, json)
}

function tellToken(token: string, json: boolean): void {
  process.stderr.write(json ? `${JSON.stringify({ event: 'admin-token', token })}\n` : `Admin token\n  ${token}\n`)
}

function stopOnSignal(emulator: Running, log: Stage['log'], finish: () => Promise<void>): void {
  let stopping = false
  const stop = async (signal: string) => {
    if (stopping) process.exit(1)
    stopping = true
    log('info', 'stopping', { message: 'waiting for calls under way; a second signal ends them', signal })
    const drained = new Promise((resolve) => setTimeout(resolve, DRAIN_MS))
    await Promise.race([emulator.close(), drained])
    await finish()
    process.exit(0)
  }
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, stop)
}
