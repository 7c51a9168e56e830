/** What HoopAI's documents, and HighLevel's, tell a client. */

import { type Advice, isPassing, persist, retryAfter, Stopped } from './advice.ts'
import { consentDesk } from './callback.ts'
import type { Manual, Options } from './good.ts'
import type { Answer, Line } from './line.ts'
import { readTokens, Store, type Tokens } from './tokens.ts'
import type { Body, World } from './world.ts'

export async function hoopai(
  world: World,
  line: Line,
  { location = 0, scopes = ['contacts.readonly'], store = new Store() }: Options,
): Promise<Manual> {
  const { apps, locations } = await world.credentials('hoopai')
  const base = `${world.url}/hoopai`
  const { clientId, clientSecret, redirectUris } = apps[0]
  const { locationId } = locations[location]
  const app = { clientId, redirectUri: redirectUris[0], scope: scopes.join(' '), locationId }
  const consent = consentDesk(world, line)

  const ask = (grant: Record<string, string>) => {
    const body = new URLSearchParams({ client_id: clientId, client_secret: clientSecret, ...grant })
    return line.send('token', { url: `${base}/oauth/token`, method: 'POST', body })
  }
  const accept = async (body: Body): Promise<Tokens> => {
    if (body.locationId !== locationId) throw new Stopped(`a token for ${body.locationId}`)
    // It is renewed when it is refused (seed 001).
    return readTokens(world, body, 0)
  }
  /** A code whose answer is lost is tried once more, since it may not have arrived; one that is refused never again. */
  const exchange = async (code: string): Promise<Answer> => {
    const once = () => ask({ grant_type: 'authorization_code', code })
    const first = await once()
    if (!isPassing(first)) return first
    await world.sleep(2)
    return once()
  }
  const authorize = async (): Promise<Tokens> => {
    for (let person = 1; ; person++) {
      const code = await consent(app)
      let answer = await exchange(code)
      while (answer.status === 429) {
        await world.sleep(waitOf(answer))
        answer = await exchange(code)
      }
      if (answer.status === 200) return accept(answer.body)
      const spent = answer.status === 401 && String(answer.body.error_description).includes('code')
      // The person is asked again, once.
      if (!spent || person === 2) throw new Stopped(`exchange ${answer.status}`)
    }
  }
  const refresh = async (refresh_token: string): Promise<Tokens> => {
    try {
      const once = () => ask({ grant_type: 'refresh_token', refresh_token })
      return accept((await persist(once, adviseToken, world.sleep)).body)
    } catch (error) {
      const other = error instanceof Stopped ? await store.other(refresh_token) : undefined
      if (!other) throw error
      return other
    }
  }
  return {
    base,
    location: locationId,
    path: `/contacts/?locationId=${locationId}&limit=1`,
    list: `/contacts/?locationId=${locationId}&limit=100`,
    headers: { version: '2021-07-28' },
    advise,
    // When the interval began is not told: it is over by then.
    spent: (answer) => (answer.headers.get('x-ratelimit-remaining') === '0' ? waitOf(answer) : undefined),
    acquire: async () => (store.tokens?.refresh ? refresh(store.tokens.refresh) : authorize()),
    reconnect: async () => void store.save(await authorize()),
    page: ({ contacts, meta: { nextPageUrl } }) => ({
      ids: contacts.map(({ id }: { id: string }) => id),
      next: contacts.length < 100 || !nextPageUrl ? undefined : nextPageUrl.slice(base.length),
    }),
  }
}

function waitOf(answer: Answer): number {
  return retryAfter(answer) ?? Number(answer.headers.get('x-ratelimit-interval-milliseconds') ?? 60_000) / 1000
}

function advise(answer: Answer): Advice {
  const { status, headers, body } = answer
  if (status === 429) return headers.get('x-ratelimit-daily-remaining') === '0' ? 'stop' : { wait: waitOf(answer) }
  // A missing scope is a 401 too; only the text tells.
  return status === 401 && body.message === 'Invalid JWT' ? 'renew' : 'stop'
}

function adviseToken(answer: Answer): Advice {
  return answer.status === 429 ? { wait: waitOf(answer) } : 'stop'
}
