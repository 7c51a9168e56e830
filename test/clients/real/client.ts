/** What the real client libraries have in common: how each is put to work, and what it can be asked for then. */

import type { Place } from './place.ts'

export interface RealClient {
  /** As npm knows them; the first gives the column its name. */
  readonly packages: readonly [string, ...string[]]
  /** Which section of which document shows the wiring. */
  readonly shown: string
  /** What that section leaves open, and the program around the library does. */
  readonly left: string
  readonly at: readonly Place['provider'][]
  /** Wires it and gets it a first token. */
  start(place: Place): Promise<Worker>
}

/** Each rejects, with what the library throws, where no readable 2xx came. */
export interface Worker {
  /** Something to read; another `n` reads something of another length. */
  read(n: number): Promise<unknown>
  /** Creates a contact, at HoopAI. */
  write(): Promise<unknown>
  /** Lets go of what it holds open. */
  close?(): Promise<void>
}
