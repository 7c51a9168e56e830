/** What Hoopr's documents tell a client. */

import { persist, retryAfter, Stopped } from './advice.ts'
import type { Manual, Options } from './good.ts'
import type { Answer, Line } from './line.ts'
import { readTokens, Waiting } from './tokens.ts'
import type { World } from './world.ts'

export async function hoopr(world: World, line: Line, { mode = 'test', nth = 0 }: Options): Promise<Manual> {
  const base = `${world.url}/hoopr`
  const ask = async () => {
    // It may have been replaced since.
    const { clientId: client_id, secrets } = (await world.credentials('hoopr')).clients[nth]
    const body = JSON.stringify({ grant_type: 'client_credentials', client_id, client_secret: secrets[mode] })
    const headers = { 'content-type': 'application/json' }
    return line.send('token', { url: `${base}/v1/auth/token`, method: 'POST', headers, body })
  }

  const waitOf = (answer: Answer) => retryAfter(answer) ?? Number(answer.headers.get('ratelimit-reset'))
  const advise: Manual['advise'] = (answer) => {
    if (answer.status === 429) return { wait: waitOf(answer) }
    return answer.body.error?.type === 'invalid_token' ? 'renew' : 'stop'
  }
  const once = async () => {
    const answer = await ask()
    if (answer.status === 429) throw new Waiting(waitOf(answer))
    return answer
  }
  return {
    base,
    path: '/v1/tracks?pageSize=1',
    list: '/v1/tracks?pageSize=100&page=1',
    advise,
    spent: ({ headers }) =>
      headers.get('ratelimit-remaining') === '0' ? Number(headers.get('ratelimit-reset')) : undefined,
    async acquire(patiently) {
      const { data } = (await persist(patiently ? ask : once, advise, world.sleep)).body
      if (data?.mode !== mode) throw new Stopped(`a token of mode ${data?.mode}`)
      // Five minutes before the end (docs/best-practices).
      return readTokens(world, data, 300)
    },
    page: ({ data: { items, currentPage, totalPages } }) => ({
      ids: items.map(({ id }: { id: string }) => id),
      next: currentPage < totalPages ? `/v1/tracks?pageSize=100&page=${currentPage + 1}` : undefined,
    }),
  }
}
