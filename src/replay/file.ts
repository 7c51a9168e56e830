/** The file of a manifest, written line by line, so that a crash loses the last line at most. */

import { closeSync, openSync, readSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { type HeaderLine, KIND } from './lines.ts'

export interface ManifestFile {
  /** Puts it in the place of an older one. */
  keep(): void
  write(line: object): void
  /** Says that it is whole. */
  end(turns: number): void
}

/**
 * Begins a manifest beside the place that it is for, readable by its owner alone. Throws Node's error where nothing can
 * be written, and RangeError where the place is taken by something else. `failed` is told when no more can be written.
 */
export function openManifest(file: string, header: HeaderLine, failed: (error: Error) => void): ManifestFile {
  if (isOther(file)) throw new RangeError(`${file} is there already and is no manifest, so it is not overwritten`)
  const beside = `${file}.${process.pid}.tmp`
  let open: number | undefined = openSync(beside, 'w', 0o600)
  const write = (line: object) => {
    if (open === undefined) return
    try {
      // At once and whole: what is written is there even if this process is killed a moment later.
      writeFileSync(open, `${JSON.stringify(line)}\n`)
    } catch (error) {
      close()
      failed(error as Error)
    }
  }
  const close = () => {
    if (open !== undefined) closeSync(open)
    open = undefined
  }
  write(header)
  let kept = false
  return {
    keep() {
      renameSync(beside, file)
      kept = true
    },
    write,
    end(turns) {
      write({ end: turns })
      close()
      if (!kept) rmSync(beside, { force: true })
    },
  }
}

/** Whether there is a file that no recording wrote. */
function isOther(file: string): boolean {
  let open: number
  try {
    open = openSync(file, 'r')
  } catch {
    return false
  }
  try {
    const wanted = `{"kind":"${KIND}"`
    const bytes = Buffer.alloc(wanted.length)
    const read = readSync(open, bytes)
    return read > 0 && bytes.toString('utf8', 0, read) !== wanted
  } finally {
    closeSync(open)
  }
}
