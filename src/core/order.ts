/**
 * The one order in which everything happens that changes a session. By itself things happen as they come; a recording and
 * its replay give each of them a turn of its own, so that what is answered follows from the turns alone.
 */

import { type Instant, realTime } from './clock.ts'
import type { Call, Json, JsonObject, Reply } from './http.ts'
import type { Endpoint } from './routes.ts'
import type { Session } from './session.ts'
import type { Awaitable } from './state.ts'

export interface Order {
  /** Real time, which every clock goes by. It stands still during a turn. */
  now(): Instant
  /** Does a piece of work in a turn of its own, when nobody else has one. */
  turn<T>(work: (turn: Turn) => Promise<T>): Promise<T>
  /**
   * Waits, in the middle of a turn, for somebody outside; others have their turns meanwhile. `what` says what goes out.
   * What comes back is the only thing that the rest of the work may learn from it. It must not reject.
   */
  outside<T extends Json>(what: JsonObject, wait: () => Promise<T>): Promise<T>
  /** Is told of each credential that is issued, again and again if it is. */
  issued(token: string): void
}

/** What happens in a turn. A turn in which nothing of it happens leaves no trace. */
export interface Turn {
  /** A call of a provider. Answers the call to answer: a recording puts a stand-in for a credential that nobody knows. */
  call(session: Session, endpoint: Endpoint, call: Call): Awaitable<Call>
  /** A route of the admin API, given as `METHOD /path`. Answers the act to do. */
  act(session: Session, act: Act): Awaitable<Act>
  /** Work on the agenda fell due. */
  due(session: Session): void
  /** A scenario begins to play that comes from a file; null where none plays any more. */
  play(session: Session, scenario: Json): void
  /** What the call or act is answered. Answers what to send. */
  answered(reply: Reply): Awaitable<Reply>
}

/** What a request to the admin API asks for. */
export interface Act {
  readonly route: string
  /** The emulator's URL as the client wrote it. */
  readonly origin: string
  readonly params: Readonly<Record<string, string>>
  readonly body?: Json
  /** Whether the body is a text in YAML. */
  readonly yaml?: boolean
  /** The scenario that the body calls by its name. */
  readonly scenario?: { readonly written: Json; readonly source: string }
}

/** Things happen as they come. */
export const AS_IT_COMES: Order = {
  now: realTime,
  turn: (work) => work(UNSEEN),
  outside: (_what, wait) => wait(),
  issued: () => {},
}

const UNSEEN: Turn = {
  call: (_session, _endpoint, call) => call,
  act: (_session, act) => act,
  due: () => {},
  play: () => {},
  answered: (reply) => reply,
}
