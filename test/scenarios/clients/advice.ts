/** What an answer asks of a client that wants to go on. */

import type { Answer } from './line.ts'

/** Seconds to wait, if anybody said how many; a new token; or to give up. */
export type Advice = { readonly wait?: number | undefined } | 'renew' | 'stop'

/** Why a client gave up: what only a person, another secret or a later day can mend. */
export class Stopped extends Error {
  override readonly name = 'Stopped'
}

const TRIES = 8

/** What time may heal: no answer, a broken one, a failing server. */
export function isPassing({ status }: Answer): boolean {
  return status === 0 || status >= 500
}

/** Retry-After in seconds, in either of its forms (RFC 9110 10.2.3); undefined when there is none that can be read. */
export function retryAfter({ headers }: Answer): number | undefined {
  const text = headers.get('retry-after')
  if (text === null) return undefined
  if (/^\d+$/.test(text)) return Number(text)
  // By the clock of the server, which may be another than ours.
  const seconds = (Date.parse(text) - Date.parse(headers.get('date') ?? '')) / 1000
  return Number.isNaN(seconds) ? undefined : Math.max(0, seconds)
}

/** Tries until it is served or told to stop; waits as told, else longer each time. */
export async function persist(
  once: () => Promise<Answer>,
  advise: (answer: Answer) => Advice,
  sleep: (seconds: number) => Promise<void>,
  renew?: () => void,
): Promise<Answer> {
  let renewed = false
  for (let attempt = 1; ; attempt++) {
    const answer = await once()
    if (answer.status >= 200 && answer.status < 300) return answer
    const advice = isPassing(answer) ? {} : advise(answer)
    // One new token, and no more: the next would be refused too.
    const hopeless = advice === 'stop' || (advice === 'renew' && (renewed || !renew))
    if (hopeless || attempt === TRIES) throw new Stopped(`after ${answer.status}`)
    if (advice === 'renew') {
      renewed = true
      renew!()
    } else await sleep(advice.wait ?? 2 ** attempt)
  }
}
