/** The line to a provider: sends one request, reads what comes, and keeps a record of both. */

import type { Body } from './world.ts'

export interface Request {
  readonly url: string
  readonly method?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string | URLSearchParams
}

export interface Answer {
  /** 0 when nothing came that could be read. */
  readonly status: number
  readonly headers: Headers
  /** An empty object when it could not be read. */
  readonly body: Body
}

export class Line {
  /** `token 200`, `read 401`; `read lost` without an answer, `read broken` when it was no JSON. */
  readonly log: string[] = []
  /** Every answer in pieces: what was asked, each header, the body; less what the connection itself says. */
  readonly transcript: string[] = []
  readonly #fetch: typeof fetch

  /** @param via how requests go out, where that is not over a socket */
  constructor(via: typeof fetch = fetch) {
    this.#fetch = via
  }

  /** Follows no redirect: a secret would go along. */
  async send(kind: string, { url, ...init }: Request): Promise<Answer> {
    const asked = `${init.method ?? 'GET'} ${new URL(url).pathname}`
    let text: string
    let response: Response
    try {
      response = await this.#fetch(url, { redirect: 'manual', ...init })
      text = await response.text()
    } catch {
      this.log.push(`${kind} lost`)
      this.transcript.push(`${asked} lost`)
      return { status: 0, headers: new Headers(), body: {} }
    }
    const { status, headers } = response
    const shown = [...headers].filter(([name]) => !['connection', 'keep-alive'].includes(name))
    this.transcript.push(`${asked} ${status}`, ...shown.map((header) => header.join(': ')), text)
    const body = /\bjson\b/.test(headers.get('content-type') ?? '') ? parse(text) : undefined
    const broken = response.ok && body === undefined
    this.log.push(`${kind} ${broken ? 'broken' : status}`)
    return { status: broken ? 0 : status, headers, body: body ?? {} }
  }
}

function parse(text: string): Body {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
