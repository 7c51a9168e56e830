/** Where two turns differ first, and what stands there in each. */

import type { Json } from '../core/http.ts'
import type { AnswerLine, TurnLine } from './lines.ts'
import type { Ended } from './replaying.ts'

/** `where` in words: `status`, `header date`, `body, at byte 120`. */
export interface Difference {
  readonly where: string
  readonly recorded: string
  readonly replayed: string
}

/** So much is shown on either side of the first sign that differs. */
const AROUND = 60
const NOTHING = 'nothing'

export function differ(
  recorded: TurnLine,
  ended: Ended,
  issued: Readonly<Record<string, string>>,
): Difference | undefined {
  if (ended.crash !== undefined) return { where: 'end', recorded: endOf(recorded), replayed: ended.crash }
  return (
    firstOf(recorded.answer, ended.answer) ??
    (endOf(recorded) === endOf(ended)
      ? undefined
      : { where: 'end', recorded: endOf(recorded), replayed: endOf(ended) }) ??
    tokens(recorded.issued ?? {}, issued)
  )
}

function firstOf(recorded: AnswerLine | undefined, replayed: AnswerLine | undefined): Difference | undefined {
  if (!recorded || !replayed) return undefined
  for (const [where, key] of [
    ['status', 'status'],
    ['rule', 'fault'],
    ['delay in ms', 'delayMs'],
    ['fault of the connection', 'wire'],
    ['dripping', 'drip'],
  ] as const)
    if (text(recorded[key]) !== text(replayed[key]))
      return { where, recorded: text(recorded[key]), replayed: text(replayed[key]) }
  return headers(recorded.headers, replayed.headers) ?? body(recorded, replayed)
}

/** By name, and then their order: both are sent. */
function headers(recorded: AnswerLine['headers'], replayed: AnswerLine['headers']): Difference | undefined {
  const names = [Object.keys(recorded), Object.keys(replayed)] as const
  const odd = [...names[0], ...names[1]].find((name) => recorded[name] !== replayed[name])
  if (odd !== undefined)
    return { where: `header ${odd}`, recorded: recorded[odd] ?? NOTHING, replayed: replayed[odd] ?? NOTHING }
  const [before, after] = names.map((each) => each.join(', ')) as [string, string]
  return before === after ? undefined : { where: 'order of headers', recorded: before, replayed: after }
}

function body(recorded: AnswerLine, replayed: AnswerLine): Difference | undefined {
  if (recorded.base64 !== replayed.base64)
    return { where: 'body', recorded: sizeOf(recorded), replayed: sizeOf(replayed) }
  const [was, is] = [recorded.body, replayed.body]
  if (was === is) return undefined
  if (was === undefined || is === undefined) return { where: 'body', recorded: was ?? NOTHING, replayed: is ?? NOTHING }
  let at = 0
  while (was[at] === is[at]) at++
  return {
    where: `body, at byte ${Buffer.byteLength(was.slice(0, at))}`,
    recorded: excerpt(was, at),
    replayed: excerpt(is, at),
  }
}

function tokens(recorded: Readonly<Record<string, string>>, replayed: Readonly<Record<string, string>>) {
  const odd = [...Object.keys(recorded), ...Object.keys(replayed)].find((name) => recorded[name] !== replayed[name])
  if (odd === undefined) return undefined
  const shown = (digest: string | undefined) => (digest === undefined ? 'not issued' : `one with the digest ${digest}`)
  return { where: odd, recorded: shown(recorded[odd]), replayed: shown(replayed[odd]) }
}

function endOf({ answer, outside }: Pick<TurnLine, 'answer' | 'outside'> | Ended): string {
  if (outside) return `it waits for the outside (${JSON.stringify(outside)})`
  return answer ? 'it is answered' : 'it is done'
}

function excerpt(text: string, at: number): string {
  const from = Math.max(0, at - AROUND)
  const to = at + AROUND
  return `${from > 0 ? '…' : ''}${text.slice(from, to)}${to < text.length ? '…' : ''}`
}

function sizeOf({ base64, body }: AnswerLine): string {
  return base64 === undefined ? (body ?? NOTHING) : `${Buffer.from(base64, 'base64').length} other bytes`
}

function text(value: Json | object | undefined): string {
  return value === undefined ? NOTHING : typeof value === 'string' ? value : JSON.stringify(value)
}
