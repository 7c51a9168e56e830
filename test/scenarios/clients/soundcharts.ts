/** What Soundcharts' documents tell a client. */

import { persist, retryAfter } from './advice.ts'
import type { Manual, Options } from './good.ts'
import type { Answer, Line } from './line.ts'
import { readTokens, Waiting } from './tokens.ts'
import type { World } from './world.ts'

export async function soundcharts(world: World, line: Line, { nth = 0 }: Options): Promise<Manual> {
  const base = `${world.url}/soundcharts`
  const [{ teamId: team_id }] = (await world.credentials('soundcharts')).clients[nth].teams
  const ask = async () => {
    // It may have been replaced since.
    const { clientId, clientSecret } = (await world.credentials('soundcharts')).clients[nth]
    const headers = { authorization: `Basic ${btoa(`${clientId}:${clientSecret}`)}` }
    // Left out, it might be any of the client's teams.
    const body = new URLSearchParams({ grant_type: 'client_credentials', team_id })
    return line.send('token', { url: `${base}/oauth/token`, method: 'POST', headers, body })
  }
  const waitOf = (answer: Answer) => retryAfter(answer) ?? Number(answer.headers.get('x-ratelimit-reset') ?? 60)
  const advise: Manual['advise'] = (answer) => {
    const text: string = answer.body.errors?.[0]?.message ?? answer.body.error ?? ''
    if (answer.status === 429) return text.includes('monthly available quota') ? 'stop' : { wait: waitOf(answer) }
    return answer.status === 401 && text !== 'invalid_client' ? 'renew' : 'stop'
  }
  const once = async () => {
    const answer = await ask()
    if (answer.status === 429) throw new Waiting(waitOf(answer))
    return answer
  }
  return {
    base,
    path: '/api/v2/referential/platforms',
    list: '/api/v2/referential/platforms?limit=5',
    advise,
    spent: ({ headers }) =>
      headers.get('x-ratelimit-remaining') === '0' ? Number(headers.get('x-ratelimit-reset')) : undefined,
    acquire: async (patiently) =>
      readTokens(world, (await persist(patiently ? ask : once, advise, world.sleep)).body, 60),
    page: ({ items, page: { next } }) => ({
      ids: items.map(({ code }: { code: string }) => code),
      next: next ?? undefined,
    }),
  }
}
