/** Runs a recorded run again, turn by turn, until one is different. */

import { answer } from '../core/answer.ts'
import { iso } from '../core/clock.ts'
import type { JsonObject } from '../core/http.ts'
import { findEndpoint } from '../core/routes.ts'
import type { Script } from '../core/script.ts'
import type { Session } from '../core/session.ts'
import { carryOut } from '../server/admin/perform.ts'
import type { Stage } from '../server/stage.ts'
import { type Difference, differ } from './differ.ts'
import type { Ledger } from './ledger.ts'
import { type ActLine, type AnswerLine, ManifestError, type TurnLine } from './lines.ts'
import { present } from './recognise.ts'
import type { Replaying } from './replaying.ts'
import { actOf, type CredentialOf, callOf } from './reveal.ts'
import { readWritten } from './secrets.ts'

/** The first turn that was different, and how. */
export interface Deviation extends Difference {
  readonly turn: number
  readonly session: string
  readonly at: string
  /** `GET /hoopr/v1/tracks/:slug`, with names in the place of credentials. */
  readonly what: string
}

export interface Replayed {
  readonly turns: number
  readonly calls: number
  readonly acts: number
  readonly deviation?: Deviation
}

export interface Stand {
  readonly stage: Stage
  readonly order: Replaying
  readonly ledger: Ledger
}

/** Rejects with ManifestError where a turn cannot be run at all. */
export async function replay(turns: AsyncIterable<TurnLine>, stand: Stand): Promise<Replayed> {
  const counts = { turns: 0, calls: 0, acts: 0 }
  /** By what was waited for: whose work it is. */
  const begun = new Map<number, TurnLine>()
  for await (const line of turns) {
    counts.turns++
    if (line.call) counts.calls++
    if (line.act) counts.acts++
    const origin = line.back === undefined ? line : (begun.get(line.back) ?? line)
    const found = await rerunTurn(line, stand)
    if (line.outside) begun.set(line.outside.n, origin)
    if (found) return { ...counts, deviation: { ...found, ...placeOf(line.turn, origin) } }
  }
  return counts
}

/** Runs a turn, and says how it is different. */
async function rerunTurn(line: TurnLine, stand: Stand): Promise<Difference | undefined> {
  const { order, ledger, stage } = stand
  for (const [name, standIn] of Object.entries(line.standIns ?? {})) ledger.names.adopt(name, standIn)
  order.set(line.real)
  if (line.back !== undefined) {
    const ended = await order.goOn(line.back, line.result ?? null)
    if (!ended)
      throw new ManifestError(`it is damaged: in turn ${line.turn} something comes back that nobody waits for`)
    return differ(line, ended, ledger.issued)
  }
  const { session: name = 'default', at = '' } = line
  const session = stage.sessions.get(name)
  if (!session) return { where: 'session', recorded: name, replayed: 'there is none of this name' }
  const now = iso(session.clock.now())
  if (now !== at) return { where: 'instant', recorded: at, replayed: now }
  const ended = await order.begin(await workOf(line, session, stand))
  return differ(line, ended, ledger.issued)
}

type Work = () => Promise<AnswerLine | undefined>

/** What a turn begins. It resolves with its answer, in whichever turn that is given. */
async function workOf(line: TurnLine, session: Session, { stage, ledger }: Stand): Promise<Work> {
  const { call, act, due, play } = line
  const damaged = (why: string) => new ManifestError(`it is damaged: turn ${line.turn} ${why}`)
  const credentialOf: CredentialOf = (name) => {
    const credential = ledger.names.credential(name)
    if (credential === undefined) throw damaged(`names ${name}, which was never issued`)
    return present(ledger, session, name, credential)
  }
  if (call) {
    const provider = stage.providers.find((each) => each.name === call.provider)
    if (!provider) throw damaged(`calls ${call.provider}, which is no provider here`)
    await ledger.meet(session, [provider])
    const asked = callOf(call, session.clock.now(), credentialOf)
    const endpoint = findEndpoint(provider, asked.method, asked.path)
    return async () => ledger.answer(await answer(endpoint, asked, session), { session, act: false }, stage.sessions)
  }
  if (act) {
    await ledger.meet(session)
    const asked = actOf(act, credentialOf)
    const script =
      act.scenario &&
      (await namedScript(stage, { ...act.scenario, written: readWritten(act.scenario.written, credentialOf) }))
    return async () => {
      const { reply } = await carryOut(stage, session, asked, script)
      return ledger.answer(reply, { session, act: true }, stage.sessions)
    }
  }
  return async () => {
    if (due) await session.agenda.catchUp()
    if (play !== undefined)
      session.play(play === null ? undefined : await stage.readScenario(readWritten(play, credentialOf), 'object'))
    return undefined
  }
}

/** A scenario that was given by its name: the file may be another one here. */
async function namedScript(stage: Stage, { written, source }: NonNullable<ActLine['scenario']>): Promise<Script> {
  const script = await stage.readScenario(written, 'object')
  return { ...script, describe: async (session) => ({ ...((await script.describe(session)) as JsonObject), source }) }
}

function placeOf(
  turn: number,
  { call, act, play, session = 'default', at = '' }: TurnLine,
): Omit<Deviation, keyof Difference> {
  const what = call
    ? `${call.method} /${call.provider}${call.path}`
    : (act?.route.replace(' ', ' /__admin') ??
      (play === undefined ? 'what fell due' : 'a scenario that begins to play'))
  return { turn, session, at, what }
}
