/** A client that does what a good one does. What it knows of its provider stands in the provider's manual. */

import { type Advice, persist, Stopped } from './advice.ts'
import { hoopai } from './hoopai.ts'
import { hoopr } from './hoopr.ts'
import { type Answer, Line, type Request } from './line.ts'
import { soundcharts } from './soundcharts.ts'
import { type Acquire, Keeper, Store } from './tokens.ts'
import type { Body, World } from './world.ts'

/** What a provider's documents say. */
export interface Manual {
  readonly base: string
  /** Something to read, and a list of several pages. */
  readonly path: string
  readonly list: string
  readonly headers?: Readonly<Record<string, string>>
  readonly acquire: Acquire
  advise(answer: Answer): Advice
  /** For how many seconds, by its headers, nothing is left after an answer that was not refused for that. */
  spent(answer: Answer): number | undefined
  /** What a page of the list holds, and where the next one is. */
  page(body: Body, path: string): { readonly ids: string[]; readonly next: string | undefined }
  /** Goes through the consent once more, where there is one. */
  reconnect?(): Promise<void>
  /** Whose data it works on. */
  readonly location?: string
}

export interface Options {
  readonly mode?: 'test' | 'live'
  /** Which of the demo clients, from 0. */
  readonly nth?: number
  readonly location?: number
  /** What the person is asked for. Default: to read contacts. */
  readonly scopes?: readonly string[]
  readonly store?: Store
  readonly line?: Line
}

export interface Client extends Pick<Manual, 'reconnect' | 'location'> {
  readonly line: Line
  /** The access token in hand, or a new one. */
  token(): Promise<string>
  /** Throws that token away. */
  forget(): void
  urlOf(path: string): string
  /** Reads one thing, whatever it takes. Throws Stopped. @param scope what the token must open */
  read(path?: string, scope?: string): Promise<Body>
  /** The ids of a whole list, page after page. @param pages how many at most */
  readAll(pages?: number): Promise<string[]>
  /** Writes once. Where it is not known whether that was done, looks before it writes again. */
  write(request: Request, find: () => Promise<Body | undefined>): Promise<Body>
}

const MANUALS = { hoopr, hoopai, soundcharts }
export type ProviderName = keyof typeof MANUALS

export async function connect(world: World, provider: ProviderName, options: Options = {}): Promise<Client> {
  const { line = new Line(), store = new Store() } = options
  const manual = await MANUALS[provider](world, line, { ...options, store })
  const { base, reconnect, location } = manual
  const keeper = new Keeper(world, store, manual.acquire)

  let openAt = 0
  const call = async (kind: string, request: Request, scope?: string): Promise<Answer> => {
    let access = ''
    const once = async () => {
      const closedMs = openAt === 0 ? 0 : openAt - (await world.now())
      if (closedMs > 0) await world.sleep(closedMs / 1000)
      const tokens = await keeper.tokens()
      if (scope && tokens.scopes && !tokens.scopes.includes(scope)) throw new Stopped(`without ${scope}`)
      access = tokens.access
      const authorization = `Bearer ${access}`
      const headers = { ...manual.headers, ...request.headers, authorization }
      const answer = await line.send(kind, { ...request, headers })
      const closed = answer.status === 429 ? undefined : manual.spent(answer)
      if (closed !== undefined) openAt = (await world.now()) + closed * 1000
      return answer
    }
    return persist(once, manual.advise, world.sleep, () => keeper.refused(access))
  }
  const read = async (path = manual.path, scope?: string) => (await call('read', { url: base + path }, scope)).body

  return {
    line,
    token: async () => (await keeper.tokens()).access,
    forget: () => keeper.refused(store.tokens?.access ?? ''),
    urlOf: (path) => base + path,
    ...(reconnect ? { reconnect } : {}),
    ...(location === undefined ? {} : { location }),
    read,
    async readAll(pages = Infinity) {
      const all: string[] = []
      let path: string | undefined = manual.list
      for (let page = 1; page <= pages && path !== undefined; page++) {
        const { ids, next } = manual.page(await read(path), path)
        all.push(...ids)
        path = next
      }
      return all
    },
    async write(request, find) {
      const { access } = await keeper.tokens()
      const headers = { ...manual.headers, 'content-type': 'application/json', authorization: `Bearer ${access}` }
      for (let attempt = 1; attempt <= 3; attempt++) {
        const { status, body } = await line.send('write', { method: 'POST', ...request, headers })
        if (status >= 200 && status < 300) return body
        if (status !== 0 && status < 500) break
        await world.sleep(2 ** attempt)
        const found = await find()
        if (found) return found
      }
      throw new Stopped('not written')
    },
  }
}
