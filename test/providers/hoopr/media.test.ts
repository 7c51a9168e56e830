/** Streams and artwork. Source: section 10 of the fact sheet. */

import { describe, expect, test } from 'vitest'
import { streamUrl } from '../../../src/providers/hoopr/api/media.ts'
import { demo, headers } from './demo.ts'

async function player(options = {}) {
  const stage = demo(options)
  const token = await stage.tokenOf()
  const fetchTrack = () => stage.read('GET /v1/tracks/midnight-drive', { token })
  return { ...stage, fetchTrack, track: await fetchTrack() }
}

const EXPIRED = (at: string) =>
  `<?xml version='1.0' encoding='UTF-8'?><Error><Code>ExpiredToken</Code><Message>The provided token has expired.</Message><Details>Request signature expired at: ${at}</Details></Error>`
const MISMATCH =
  "<?xml version='1.0' encoding='UTF-8'?><Error><Code>SignatureDoesNotMatch</Code><Message>Access denied.</Message><Details>The request signature we calculated does not match the signature you provided.</Details></Error>"

describe('a stream URL', () => {
  test('is absolute, stays in its session and bears all parameters of Google’s V4 signing', async () => {
    const { track } = await player()
    const url = new URL(track.streamUrl)
    expect(url.origin + url.pathname).toBe(`http://localhost/hoopr/musics/${track.id}/audio.mp3`)
    expect(Object.fromEntries(url.searchParams)).toEqual({
      'X-Goog-Algorithm': 'GOOG4-HMAC-SHA256',
      'X-Goog-Credential': 'GOOG1ESTUNTDOUBLE/20260101/auto/storage/goog4_request',
      'X-Goog-Date': '20260101T000000Z',
      'X-Goog-Expires': '1800',
      'X-Goog-SignedHeaders': 'host',
      'X-Goog-Signature': expect.stringMatching(/^[0-9a-f]{64}$/),
    })
    expect(streamUrl('https://mock:8443/s/mine/hoopr', 't', 0)).toContain(
      'https://mock:8443/s/mine/hoopr/musics/t/audio',
    )
  })

  test('serves audio without a token, at no cost and without Hoopr’s headers', async () => {
    const { call, track, url, tokenOf } = await player()
    const answer = await call(url(track.streamUrl))
    expect(answer.status).toBe(200)
    expect(answer.headers).toEqual({ 'content-type': 'audio/mpeg', 'accept-ranges': 'bytes' })
    // Frames of MPEG-1 Layer III, 32 kbit/s at 44.1 kHz, are 104 bytes long.
    expect(answer.text.length % 104).toBe(0)
    for (let at = 0; at < answer.text.length; at += 104) expect(answer.text.slice(at, at + 3)).toBe('\xff\xfb\x10')
    expect((await call('GET /v1/filters', { token: await tokenOf() })).headers).toEqual(
      headers(598, { 'x-hoopr-mode': 'test' }),
    )
  })

  test.each([
    ['bytes=0-3', 206, 0, 3],
    ['bytes=104-', 206, 104, 2079],
    ['bytes=-4', 206, 2076, 2079],
    ['bytes=2000-9999', 206, 2000, 2079],
    ['bytes=-9999', 206, 0, 2079],
    ['bytes=5-2', 200, 0, 2079],
    ['bytes=-', 200, 0, 2079],
    ['bytes=0-1,4-5', 200, 0, 2079],
    ['items=0-1', 200, 0, 2079],
  ])('answers Range %s with %i', async (range, status, from, to) => {
    const { call, track, url } = await player()
    const whole = (await call(url(track.streamUrl))).text
    const answer = await call(url(track.streamUrl), { headers: { range } })
    expect(answer.status).toBe(status)
    expect(answer.text).toBe(whole.slice(from, to + 1))
    expect(answer.headers['content-range']).toBe(status === 206 ? `bytes ${from}-${to}/2080` : undefined)
  })

  test.each(['bytes=2080-', 'bytes=-0'])('cannot satisfy Range %s', async (range) => {
    const { call, track, url } = await player()
    const answer = await call(url(track.streamUrl), { headers: { range } })
    expect(answer.status).toBe(416)
    expect(answer.headers).toEqual({
      'content-type': 'application/xml; charset=UTF-8',
      'content-range': 'bytes */2080',
    })
    expect(answer.text).toContain('<Code>InvalidRange</Code>')
  })

  test('is good for 1800 seconds of the session’s time, and fetching the track renews it', async () => {
    const { session, call, track, url, fetchTrack } = await player()
    session.clock.advance(1_799_999)
    expect((await call(url(track.streamUrl))).status).toBe(200)
    session.clock.advance(1)
    const late = await call(url(track.streamUrl))
    expect(late.status).toBe(400)
    expect(late.text).toBe(EXPIRED('2026-01-01T00:30:00.000Z'))
    expect(late.headers).toEqual({ 'content-type': 'application/xml; charset=UTF-8' })
    const { streamUrl, artworkUrl } = await fetchTrack()
    expect(streamUrl).not.toBe(track.streamUrl)
    expect(artworkUrl).toBe(track.artworkUrl)
    expect((await call(url(streamUrl))).status).toBe(200)
  })

  test.each([
    ['its signature', (url: string) => url.replace(/.$/, (digit) => (digit === '0' ? '1' : '0'))],
    ['its life', (url: string) => url.replace('Expires=1800', 'Expires=9999')],
    ['its date', (url: string) => url.replace('T000000Z', 'T000001Z')],
    ['its date, beyond sense', (url: string) => url.replace('20260101T000000Z', 'soon')],
    ['its track', (url: string) => url.replace('9b1c0f2e', '9b1c0f2f')],
    ['a parameter more', (url: string) => `${url}&x=1`],
    ['a parameter twice', (url: string) => `${url}&X-Goog-Expires=1800`],
    ['a parameter less', (url: string) => url.replace('&X-Goog-SignedHeaders=host', '')],
    ['no signature', (url: string) => url.replace(/&X-Goog-Signature.*/, '')],
    ['no query', (url: string) => url.replace(/\?.*/, '')],
  ])('with %s changed is refused', async (_what, change) => {
    const { call, track, url } = await player()
    const answer = await call(url(change(track.streamUrl)))
    expect([answer.status, answer.text]).toEqual([403, MISMATCH])
    expect(answer.headers).toEqual({ 'content-type': 'application/xml; charset=UTF-8' })
  })

  test('is refused with a date that is none', async () => {
    const { call, track, url } = await player()
    const target = url(track.streamUrl).replace(
      /X-Goog-Date=\w+/,
      `X-Goog-Date=${encodeURIComponent('1234567\u{1f600}')}`,
    )
    const answer = await call(target)
    expect([answer.status, answer.text]).toEqual([403, MISMATCH])
  })

  test('means the same with its parameters in another order', async () => {
    const { call, track, url } = await player()
    const [path, query] = url(track.streamUrl).split('?')
    expect((await call(`${path}?${query!.split('&').reverse().join('&')}`)).status).toBe(200)
  })

  test('shows its signature to no journal', async () => {
    const { session, call, track, url } = await player()
    await call(url(track.streamUrl))
    const signature = new URL(track.streamUrl).searchParams.get('X-Goog-Signature')!
    expect(JSON.stringify(await session.journal.list())).not.toContain(signature)
  })
})

test('artwork is a picture that may be cached for long', async () => {
  const { session, call, track, url } = await player()
  session.clock.advance(86_400_000)
  const answer = await call(url(track.artworkUrl))
  expect(answer.status).toBe(200)
  expect(answer.headers).toEqual({
    'content-type': 'image/jpeg',
    'cache-control': 'public, max-age=31536000, immutable',
  })
  expect(answer.text).toHaveLength(159)
  expect(answer.text.slice(0, 3)).toBe('\xff\xd8\xff')
  expect(answer.text.slice(-2)).toBe('\xff\xd9')
})
