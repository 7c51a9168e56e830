/** A long random walk over every route of HoopAI, the same in every run, and what was seen on it. */

import keys from '../../../fixtures/keys.json' with { type: 'json' }
import type { JsonObject } from '../../../src/core/http.ts'
import type { Route } from '../../../src/core/provider.ts'
import type { SettingValues } from '../../../src/core/settings.ts'
import { accounts } from '../../../src/providers/hoopai/data.ts'
import { hoopai } from '../../../src/providers/hoopai/index.ts'
import { type Ask, right } from './asking.ts'
import { type Answered, type Ground, layOut } from './ground.ts'
import { pathOf, type Seen, shownIn } from './known.ts'
import { moodsOf } from './moods.ts'

export interface Walk {
  readonly steps: number
  /** Every call, its checks after a write among them. */
  readonly answers: readonly Answered[]
  /** What an answer was that its mood or the model did not let expect. */
  readonly surprises: readonly string[]
  /** Secrets, and traces of the program. */
  readonly leaks: readonly string[]
}

/** So often a route is called rightly, between the calls in all of its moods. More is made than deleted. */
const RIGHT: Readonly<Record<string, number>> = { POST: 8, DELETE: 4 }
const STACK = /\bat .*\.[cm]?[tj]s:\d|node_modules|file:\/\/|\/work\//

export async function walk(seed: number, settings: SettingValues): Promise<Walk> {
  const ground = await layOut(seed, settings)
  const { chance, known, session } = ground
  const answers: Answered[] = []
  const surprises: string[] = []
  const leaks: string[] = []
  const secrets = new Secrets(ground)

  const call = async (route: Route, ask: Ask) => {
    const secretsBefore = secrets.foreignTo(route)
    const answered = await ground.ask(route, ask)
    answers.push(answered)
    const { text, headers, status } = answered
    const whole = `${text} ${JSON.stringify(headers)}`
    const told = secretsBefore.find((each) => whole.includes(each) && !isSaid(ask, each))
    if (told !== undefined) leaks.push(`${route.name} ${status} tells a secret`)
    if (STACK.test(whole)) leaks.push(`${route.name} ${status} tells of the program: ${text}`)
    return answered
  }
  /** What an answer shows becomes known. */
  const learn = ({ route, text, status, headers }: Answered, ask: Ask) => {
    const answer = headers['content-type']?.startsWith('application/json') ? (JSON.parse(text) as JsonObject) : {}
    const gone = removedBy(route, ask, answer)
    if (gone !== undefined) known.remove(gone)
    else surprises.push(...known.learn(route.name, answer, route.method !== 'GET' && status < 300))
    secrets.learn(answer)
    ground.refreshTokens.push(...(route.name === 'oauth.token' ? [String(answer.refresh_token)] : []))
    remember(ground, route, answer)
    return [...shownIn(route.name, answer).map(([, { id }]) => String(id)), ...(gone === undefined ? [] : [gone])]
  }
  /** Created is readable, deleted is gone. */
  const look = async (seen: Seen) => {
    const path = pathOf(seen)
    if (path === undefined) return
    const route = hoopai.routes.find(({ method, name }) => method === 'GET' && name === `${seen.kind}.get`)!
    const names = [...route.path.matchAll(/:(\w+)/g)].map(([, name]) => name!)
    const params = Object.fromEntries(
      names.map((name, i) => [name, i < names.length - 1 ? String(seen.record[name]) : seen.id]),
    )
    const ask: Ask = { params, query: {}, body: {}, version: '2021-07-28', token: ground.tokens.location }
    const answered = await call(route, ask)
    const { status, code, text } = answered
    if (seen.isGone ? code !== 'not_found_record' : status !== 200)
      surprises.push(`${seen.kind} ${seen.id} is ${seen.isGone ? 'gone' : 'there'}, yet: ${status} ${text}`)
    else if (!seen.isGone) learn(answered, ask)
  }

  await lookAround(ground, call, learn)
  const decks = new Map(
    hoopai.routes.map((route) => {
      const rights = Array.from({ length: RIGHT[route.method] ?? 6 }, () => 'right')
      return [route, ['right', ...chance.shuffled([...Object.keys(moodsOf(route)), ...rights])]]
    }),
  )
  let steps = 0
  for (let round = 0; round < 100 && [...decks.values()].some((deck) => deck.length > 0); round++) {
    for (const route of chance.shuffled(hoopai.routes)) {
      const deck = decks.get(route)!
      const name = deck.shift()
      if (name === undefined) continue
      session.clock.advance(1000)
      const ask = await right(route, ground)
      const mood = moodsOf(route)[name]
      const codes = ask && mood ? await mood(ask, ground, route) : undefined
      if (!ask || (mood && !codes)) {
        // What it needs may be there later.
        if (round < 60) deck.push(name)
        continue
      }
      steps++
      const answered = await call(route, ask)
      const { status, code, text } = answered
      if (mood && (codes!.length > 0 ? !codes!.includes(code!) : status < 400))
        surprises.push(
          `${route.name} in mood ${name}: ${status} ${code} ${text.slice(0, 200)} to ${JSON.stringify(ask)}`,
        )
      if (status >= 400) continue
      const touched = learn(answered, ask)
      if (route.method === 'GET') continue
      for (const id of new Set(touched.slice(0, 3))) await look(known.get(id)!)
    }
  }
  for (const seen of known.all()) if (seen.isOwn || seen.isGone) await look(seen)
  return { steps, answers, surprises, leaks }
}

/** Every list once, here and in the other location, so that there is something to name. */
async function lookAround(
  ground: Ground,
  call: (route: Route, ask: Ask) => Promise<Answered>,
  learn: (answered: Answered, ask: Ask) => void,
): Promise<void> {
  const { known, foreign, tokens, locationId, elsewhere } = ground
  const lists = ['contacts', 'conversations', 'calendars', 'groups', 'pipelines', 'opportunities', 'users', 'messages']
  for (const [token, place] of [
    [tokens.location, locationId],
    [tokens.elsewhere, elsewhere],
  ] as const)
    for (const resource of [...lists, 'events']) {
      const routes = hoopai.routes.filter(({ method, path }) => method === 'GET' && !path.includes(':'))
      const route = routes.find(({ name }) => RegExp(`^${resource}\\.(list|search|export)$`).test(name))!
      const name = resource === 'opportunities' ? 'location_id' : 'locationId'
      const [calendar] = (token === tokens.location ? known : foreign).all().filter(({ kind }) => kind === 'calendars')
      const query = resource === 'events' ? { calendarId: calendar!.id, startTime: 0, endTime: 4e12 } : {}
      const ask: Ask = { params: {}, query: { ...query, [name]: place }, body: {}, version: '2021-07-28', token }
      const answered = await call(route, ask)
      if (answered.status !== 200) throw new Error(`${route.name}: ${answered.text}`)
      if (token === tokens.location) learn(answered, ask)
      else foreign.learn(route.name, JSON.parse(answered.text) as JsonObject, false)
    }
  ground.calendars.push(...known.all().flatMap(({ kind, id }) => (kind === 'calendars' ? [id] : [])))
}

/** What a deletion deleted. */
function removedBy({ name, method }: Route, { params }: Ask, answer: JsonObject): string | undefined {
  if (method !== 'DELETE' || /Tags$|Followers$|unfollow$/.test(name)) return undefined
  if (name === 'messages.cancel') return answer.status === 200 ? params.messageId : undefined
  return params.taskId ?? params.id ?? Object.values(params)[0]
}

/** Where lists go on. */
function remember({ shown }: Ground, { name }: Route, { nextCursor, contacts, opportunities }: JsonObject): void {
  if (name === 'messages.export') Object.assign(shown, { nextCursor })
  if (name === 'contacts.search')
    shown.searchAfter = (contacts as JsonObject[]).at(-1)?.searchAfter ?? shown.searchAfter!
  if (name === 'opportunities.find') shown.sort = (opportunities as JsonObject[]).at(-1)?.sort ?? shown.sort!
}

/** Everything that only some may know, as far as the walk knows it. */
class Secrets {
  readonly #accounts: readonly string[]
  readonly #own: string[] = []
  constructor({ session, tokens: { private: integrations, ...minted } }: Ground) {
    const { apps } = accounts(session)
    this.#accounts = [
      ...apps.map(({ clientSecret }) => clientSecret),
      ...integrations.map(({ token }) => token),
      ...Object.values(minted),
      ...Object.values(keys as Readonly<Record<string, { d?: string }>>).flatMap(({ d }) => d ?? []),
    ]
  }

  learn({ access_token, refresh_token }: JsonObject): void {
    for (const token of [access_token, refresh_token]) if (typeof token === 'string') this.#own.push(token)
  }

  /** What a route must not tell. A repeated refresh may get the same tokens again. */
  foreignTo({ name }: Route): readonly string[] {
    return name === 'oauth.token' ? this.#accounts : [...this.#accounts, ...this.#own]
  }
}

/** Whether the call itself says it, for anybody to see, outside its credentials. */
function isSaid({ query }: Ask, secret: string): boolean {
  return Object.values(query).includes(secret)
}
