/** Plays a scenario file anew when it changes; a bad one changes nothing. */

import { watch } from 'node:fs'
import { basename, dirname } from 'node:path'
import type { Stage } from '../server/stage.ts'

/** Editors write a file in several steps; this long after the last of them it is read. */
const SETTLE_MS = 100

/** Watches the file's folder, since editors replace the file itself. What it finds plays in the session `default`. */
export function watchScenario(stage: Stage, file: string): void {
  const { log } = stage
  let timer: NodeJS.Timeout | undefined
  const reload = async () => {
    try {
      const script = await stage.readScenario(file, 'name')
      stage.sessions.default.play(script)
      log('info', 'scenario', { message: `${file} changed and plays from here on`, scenario: script.name })
    } catch (error) {
      log('error', 'scenario', { message: `${(error as Error).message}\nthe last good scenario keeps playing` })
    }
  }
  watch(dirname(file), (_event, changed) => {
    if (changed !== null && changed !== basename(file)) return
    clearTimeout(timer)
    timer = setTimeout(reload, SETTLE_MS)
  }).on('error', (error) => log('error', 'scenario', { message: `--watch ended: ${error.message}` }))
}
