/** The file of `--state`: the session `default` as a snapshot, so that it goes on where it was after a restart. */

import { promises } from 'node:fs'
import type { Json } from '../core/http.ts'
import { readSnapshot, takeSnapshot } from '../core/snapshot.ts'
import type { Running } from '../run.ts'
import type { Stage } from '../server/stage.ts'
import { UsageError } from './settle.ts'

/** So long after something happened it is written, in wall time; what happens meanwhile is written with it. */
const SAVE_MS = 500

export class StateFile {
  readonly #file: string
  /** What stands in it; undefined where it is yet to be made. */
  readonly document: Json | undefined
  #emulator: Running | undefined
  #timer: NodeJS.Timeout | undefined
  #saving: Promise<void> = Promise.resolve()

  constructor(file: string, document: Json | undefined) {
    this.#file = file
    this.document = document
  }

  /** Rejects with UsageError when there is a file that cannot be read or is no snapshot. */
  static async open(file: string): Promise<StateFile> {
    const text = await promises.readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'ENOENT') throw new UsageError(`--state: ${error.message}`)
    })
    if (text === undefined) return new StateFile(file, undefined)
    try {
      const document = JSON.parse(text) as Json
      readSnapshot(document)
      return new StateFile(file, document)
    } catch (error) {
      const why = error instanceof SyntaxError ? 'it is damaged: it is no JSON' : (error as Error).message
      throw new UsageError(`--state: ${file} cannot be restored, and is left as it is: ${why}`)
    }
  }

  /** The same log. Whatever happens is told to it, so it knows when there is something to write. */
  heeding(log: Stage['log']): Stage['log'] {
    return (level, event, facts) => {
      log(level, event, facts)
      if (this.#emulator) this.#timer ??= setTimeout(() => this.#saveLater(log), SAVE_MS).unref()
    }
  }

  /** Writes it now, and from here on whenever something happened. Rejects with UsageError when it cannot be written. */
  async keep(emulator: Running): Promise<void> {
    this.#emulator = emulator
    await this.save().catch((error: Error) => {
      throw new UsageError(`--state: ${error.message}`)
    })
  }

  /** Writes it, once what is being written is. A reader finds the old document or the new one, never a part. */
  save(): Promise<void> {
    clearTimeout(this.#timer)
    this.#timer = undefined
    this.#saving = this.#saving.catch(() => {}).then(() => this.#write())
    return this.#saving
  }

  async #write(): Promise<void> {
    const { version, sessions } = this.#emulator!.stage
    const beside = `${this.#file}.${process.pid}.tmp`
    try {
      await promises.writeFile(beside, JSON.stringify(await takeSnapshot(sessions.default, version)), {
        mode: 0o600,
        flush: true,
      })
      await promises.rename(beside, this.#file)
    } catch (error) {
      await promises.rm(beside, { force: true })
      throw error
    }
  }

  #saveLater(log: Stage['log']): void {
    this.save().catch((error: Error) => log('error', 'state', { message: `--state: ${error.message}` }))
  }
}
