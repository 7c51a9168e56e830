/** Sends webhooks: one request each, on a connection of its own. No redirect is followed, and nobody is trusted to end. */

import http from 'node:http'
import type { Answer, Post } from '../core/outbox.ts'

/** More of an answer than this is not read. */
const ANSWER_LIMIT = 64 * 1024

export const post: Post = async ({ url, headers, body, timeoutMs, signal }) => {
  const { request: open } = url.startsWith('https:') ? await import('node:https') : http
  return new Promise((resolve) => {
    const bytes = Buffer.from(body)
    const settle = (answer: Answer) => {
      clearTimeout(timer)
      resolve(answer)
      request?.destroy()
    }
    const failed = (error: NodeJS.ErrnoException) => settle({ error: error.code ?? error.message })
    const timer = setTimeout(() => settle({ error: `no answer within ${timeoutMs} ms` }), timeoutMs).unref()
    let request: http.ClientRequest | undefined
    try {
      request = open(url, {
        method: 'POST',
        headers: { ...headers, 'content-length': bytes.length },
        agent: false,
        signal,
      })
    } catch (error) {
      failed(error as Error)
      return
    }
    let answering = false
    request.on('response', (response) => {
      answering = true
      const answered = { status: response.statusCode! }
      let length = 0
      response.on('data', (chunk: Buffer) => {
        length += chunk.length
        if (length > ANSWER_LIMIT) settle(answered)
      })
      response.on('error', failed)
      response.on('end', () => settle(answered))
    })
    request.on('error', failed)
    // It closes before an answer that the connection's end completes has been read.
    request.on('close', () => answering || settle({ error: 'the connection closed too soon' }))
    request.end(bytes)
  })
}
