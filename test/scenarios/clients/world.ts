/** What stands outside a client: the time, the person at the consent page, the drawer with its secrets. */

// biome-ignore lint/suspicious/noExplicitAny: bodies of every shape
export type Body = any

export interface World {
  /** The emulator's address. */
  readonly url: string
  /** Milliseconds, by the clock of the session. */
  now(): Promise<number>
  /** Moves that clock; nobody waits. */
  sleep(seconds: number): Promise<void>
  credentials(provider: string): Promise<Body>
  /** Where the person's browser is sent in the end; null when it stays on the page. */
  consent(asked: object): Promise<string | null>
}

/** The session `default` of an emulator, on a clock that stands still. */
export function worldOf(url: string): World {
  const admin = async (path: string, body?: object): Promise<Body> => {
    const headers = { 'content-type': 'application/json' }
    const init = body ? { method: 'POST', headers, body: JSON.stringify(body) } : {}
    const response = await fetch(`${url}/__admin/${path}`, init)
    if (!response.ok) throw new Error(`${path} answered ${response.status}: ${await response.text()}`)
    return response.json()
  }
  // It stands still but for the sleep, so it is asked once.
  const timeOf = ({ now }: { now: string }) => Date.parse(now)
  let now: Promise<number> | undefined
  return {
    url,
    now: () => (now ??= admin('clock').then(timeOf)),
    async sleep(seconds) {
      // Who is called meanwhile, as a webhook's receiver is, asks for itself.
      now = undefined
      const then = timeOf(await admin('clock', { advance: `${Math.ceil(seconds)}s` }))
      now = Promise.resolve(then)
    },
    credentials: async (provider) => (await admin('credentials'))[provider],
    consent: async (asked) => (await admin('consent', asked)).redirectTo,
  }
}
