import net, { type AddressInfo } from 'node:net'
import { expect, test } from 'vitest'
import { post } from '../../src/server/post.ts'
import { receiver } from '../receiver.ts'

const never = new AbortController().signal
const to = (url: string, more: Partial<Parameters<typeof post>[0]> = {}) =>
  post({
    url,
    headers: { 'content-type': 'application/json', 'X-Sig': 'abc=' },
    body: '{"a":"ä"}',
    timeoutMs: 5000,
    signal: never,
    ...more,
  })

test('posts the exact bytes with the headers, on a connection of its own', async () => {
  await using target = await receiver()
  expect(await to(`${target.url}?a=1`)).toEqual({ status: 200 })
  const [{ method, path, headers, raw }] = target.heard as [(typeof target.heard)[0]]
  expect([method, path, raw]).toEqual(['POST', '/hook?a=1', '{"a":"ä"}'])
  expect(headers).toMatchObject({ 'x-sig': 'abc=', 'content-length': '10', connection: 'close' })
})

test.each([204, 301, 302, 307, 308, 404, 429, 500])('answers %s as it is', async (status) => {
  await using elsewhere = await receiver()
  await using target = await receiver((_, res) => res.writeHead(status, { location: elsewhere.url }).end())
  expect(await to(target.url)).toEqual({ status })
  expect([target.heard.length, elsewhere.heard.length]).toEqual([1, 0])
})

test('waits no longer than it is told, for the answer or for its end', async () => {
  await using silent = await receiver(() => {})
  await using endless = await receiver((_, res) => res.writeHead(200).write('x'))
  const error = 'no answer within 40 ms'
  expect(await to(silent.url, { timeoutMs: 40 })).toEqual({ error })
  expect(await to(endless.url, { timeoutMs: 40 })).toEqual({ error })
})

test('reads no more of an answer than it needs', async () => {
  let closed = () => {}
  const gone = new Promise<void>((resolve) => (closed = resolve))
  await using flood = await receiver((_, res) => {
    const more = () => {
      while (!res.destroyed && res.write('x'.repeat(16_384)));
    }
    res.on('drain', more).on('close', closed).writeHead(202)
    more()
  })
  expect(await to(flood.url)).toEqual({ status: 202 })
  await gone
})

test('says why nobody answered', async () => {
  const closed = await receiver()
  await closed.close()
  expect(await to(closed.url)).toEqual({ error: 'ECONNREFUSED' })
  await using rude = await receiver((_, res) => res.socket!.destroy())
  expect(await to(rude.url)).toEqual({ error: 'ECONNRESET' })
  await using half = await receiver((_, res) => {
    res.writeHead(200, { 'content-length': '10' }).write('x')
    res.socket!.end()
  })
  expect(await to(half.url)).toEqual({ error: 'ECONNRESET' })
  expect(await to('http://127.0.0.1:1/', { headers: { 'bad header': 'x' } })).toEqual({
    error: 'ERR_INVALID_HTTP_TOKEN',
  })
  expect(await to('http://nobody.invalid/')).toEqual({ error: expect.stringMatching(/^E/) })
  await using odd = await raw('not http\r\n\r\n')
  expect(await to(odd.url)).toEqual({ error: 'HPE_INVALID_CONSTANT' })
  await using nothing = await raw('')
  expect(await to(nothing.url)).toEqual({ error: 'ECONNRESET' })
})

test('takes an answer that only the end of the connection completes', async () => {
  await using old = await raw(`HTTP/1.1 202 Accepted\r\nconnection: close\r\n\r\n${'body'.repeat(1000)}`)
  expect(await to(old.url)).toEqual({ status: 202 })
  await using odd = await raw('HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 201 Created\r\ncontent-length: 0\r\n\r\n')
  expect(await to(odd.url)).toEqual({ status: 201 })
})

test('gives up at once when its session is over', async () => {
  await using silent = await receiver(() => {})
  const over = new AbortController()
  const sent = to(silent.url, { signal: over.signal, timeoutMs: 60_000 })
  over.abort()
  expect(await sent).toEqual({ error: 'ABORT_ERR' })
  expect(await to(silent.url, { signal: over.signal })).toEqual({ error: 'ABORT_ERR' })
})

/** Answers every connection with these bytes and ends it. */
async function raw(bytes: string) {
  const server = net.createServer((socket) => socket.on('error', () => {}).once('data', () => socket.end(bytes)))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}/`,
    [Symbol.asyncDispose]: async () => void server.close(),
  }
}
