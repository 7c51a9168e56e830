/** A webhook receiver on a free port, for tests: it keeps what it hears and answers as it is told. */

import http from 'node:http'
import type { AddressInfo } from 'node:net'

export interface Heard {
  readonly method: string
  readonly path: string
  readonly headers: http.IncomingHttpHeaders
  /** The raw bytes as text. */
  readonly raw: string
  // biome-ignore lint/suspicious/noExplicitAny: tests look into bodies of every shape
  readonly body: any
}

/** A status, or a handler that answers (or does not) by itself. */
type Answers = number | ((heard: Heard, res: http.ServerResponse) => unknown)

/** `answers` go by the order of requests; the last one is for all that follow. */
export async function receiver(...answers: Answers[]) {
  const heard: Heard[] = []
  const waiting: { readonly count: number; readonly resolve: () => void }[] = []
  const server = http.createServer(async (req, res) => {
    const chunks: Buffer[] = []
    for await (const chunk of req) chunks.push(chunk as Buffer)
    const raw = Buffer.concat(chunks).toString('utf8')
    const { method = '', url = '', headers } = req
    const one = { method, path: url, headers, raw, body: raw === '' ? undefined : JSON.parse(raw) }
    heard.push(one)
    const answer = answers[Math.min(heard.length, answers.length) - 1] ?? 200
    if (typeof answer === 'number') res.writeHead(answer).end()
    else await answer(one, res)
    for (const { count, resolve } of waiting) if (heard.length >= count) resolve()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const close = async () => {
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  }
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`,
    heard,
    /** Resolves when so many requests were heard and answered. */
    count: (count: number) =>
      new Promise<void>((resolve) => {
        if (heard.length >= count) resolve()
        else waiting.push({ count, resolve })
      }),
    close,
    [Symbol.asyncDispose]: close,
  }
}
