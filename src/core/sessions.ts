/** Which sessions there are, and which one a call belongs to. The registry is the one mutable thing outside sessions. */

import { Past } from './past.ts'
import { sessionTag } from './random.ts'
import type { Redactor } from './redact.ts'
import type { Script } from './script.ts'
import { Session, type SessionOptions } from './session.ts'
import type { Snapshot } from './snapshot.ts'

/** `.` and `..` would mean another place in a URL. */
export const SESSION_NAME = /^(?!\.{1,2}$)[A-Za-z0-9._-]{1,64}$/

export class Sessions {
  /** What was found in sessions that are no more. Who drops one, or has it play another scenario, sees to it. */
  readonly past = new Past()
  readonly #byName = new Map<string, Session>()
  readonly #byTag = new Map<string, string>()
  readonly #redactor: Redactor | undefined
  /** What `default` has and every other session too. */
  readonly #shared: Pick<SessionOptions, 'fixtures' | 'post' | 'seal' | 'order' | 'judge'>
  #unnamed = 0

  /**
   * @param initial what the session `default` is made of
   * @param redactor what every journal hides
   */
  constructor(initial: SessionOptions = {}, redactor?: Redactor) {
    this.#redactor = redactor
    const { fixtures, post, seal, order, judge } = initial
    this.#shared = { fixtures, post, seal, order, judge }
    this.create({ ...initial, name: 'default' })
  }

  get default(): Session {
    return this.#byName.get('default')!
  }

  get(name: string): Session | undefined {
    return this.#byName.get(name)
  }

  /** The session whose own credentials carry one of these tags. They are only read when any session has its own. */
  byTag(tags: () => readonly string[]): Session | undefined {
    if (this.#byTag.size === 0) return undefined
    for (const tag of tags()) {
      const name = this.#byTag.get(tag)
      if (name !== undefined) return this.#byName.get(name)
    }
    return undefined
  }

  list(): Session[] {
    return [...this.#byName.values()]
  }

  get size(): number {
    return this.#byName.size
  }

  /** Makes a session, named `session-1`, `session-2`, ... unless it has a name. Throws RangeError on a name taken or wrong. */
  create(options: SessionOptions): Session {
    let name = options.name
    if (name === undefined) {
      do name = `session-${++this.#unnamed}`
      while (this.#byName.has(name))
    }
    if (!SESSION_NAME.test(name))
      throw new RangeError(`a session's name is 1 to 64 of A-Z a-z 0-9 . _ -, got "${name}"`)
    if (this.#byName.has(name)) throw new RangeError(`there is a session "${name}" already`)
    return this.#put(new Session({ redactor: this.#redactor, ...this.#shared, ...options, name }))
  }

  /**
   * A new universe of the same name, seed and settings, with the scenario that plays now. A scenario that was played
   * later than the session was made brings its clock, and its seed unless the session's own credentials hang on the old
   * one. Calls under way end in the old universe.
   */
  reset(session: Session): Session {
    const { name, script, options: made, ownCredentials } = session
    const { resume: _, ...options } = made
    const later = script === options.script ? undefined : script
    const seed = (ownCredentials ? undefined : later?.seed) ?? session.seed
    const frozenAt = later?.clock ?? options.frozenAt
    session.end()
    return this.#put(new Session({ ...options, name, seed, script, ...(frozenAt === undefined ? {} : { frozenAt }) }))
  }

  /**
   * Puts a session that was snapshot in the place of the one of this name. `script` is what it played. Throws RangeError
   * where its own credentials hang on another name.
   */
  async restore(name: string, snapshot: Snapshot, script: Script | undefined): Promise<Session> {
    const { seed, ownCredentials, settings, frozenAt, clock, playedLater, playing, state } = snapshot
    if (ownCredentials && name !== snapshot.name)
      throw new RangeError(`its credentials belong to a session "${snapshot.name}", and to no "${name}"`)
    const session = new Session({
      redactor: this.#redactor,
      ...this.#shared,
      name,
      seed,
      ownCredentials,
      settings,
      ...(playedLater ? {} : { script }),
      ...(frozenAt === null ? {} : { frozenAt }),
      resume: { clock, playing, script },
    })
    await session.state.load(state)
    this.#byName.get(name)?.end()
    this.#put(session)
    await session.outbox.resume()
    await session.agenda.wake()
    return session
  }

  /** Drops a session. `default` is dropped by starting it anew. */
  drop(name: string): void {
    if (name === 'default') {
      this.reset(this.default)
      return
    }
    this.#byName.get(name)?.end()
    this.#byName.delete(name)
    this.#byTag.delete(sessionTag(name))
  }

  /** Ends them all. */
  end(): void {
    for (const session of this.#byName.values()) session.end()
  }

  #put(session: Session): Session {
    this.#byName.set(session.name, session)
    if (session.ownCredentials) this.#byTag.set(session.tag, session.name)
    else this.#byTag.delete(session.tag)
    return session
  }
}
