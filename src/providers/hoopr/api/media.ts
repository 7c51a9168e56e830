/**
 * What Hoopr's CDN serves: streams behind signed URLs, and artwork. The pages show a URL in Google's V4 form and no more,
 * so the other parameters and all failures follow Google Cloud Storage (assumed U28).
 */

import { createHmac } from 'node:crypto'
import keys from '../../../../fixtures/keys.json' with { type: 'json' }
import { type Instant, iso, SECOND } from '../../../core/clock.ts'
import { ApiError, assert } from '../../../core/errors.ts'
import type { Parameter } from '../../../core/facts.ts'
import type { Reply } from '../../../core/http.ts'
import type { Context, Route } from '../../../core/provider.ts'
import { inPath } from './parameters.ts'

/** All of the CDN lies under this path of the provider. */
const ROOT = '/musics/'
const LIFE_SECONDS = 1800

const TRACK_ID = inPath('track', "the track's id", 'docs/track-object')
const RANGE: Parameter = {
  in: 'header',
  name: 'Range',
  schema: { type: 'string' },
  about: 'one range of bytes; anything else is passed over',
  source: 'assumed U28',
}
const signature = [
  ['X-Goog-Algorithm', 'GOOG4-HMAC-SHA256', 'assumed U28'],
  ['X-Goog-Credential', 'whose key signed, and for which day', 'assumed U28'],
  ['X-Goog-Date', 'when it was signed', 'assumed U28'],
  ['X-Goog-Expires', 'for how many seconds', 'docs/track-object'],
  ['X-Goog-SignedHeaders', 'host', 'assumed U28'],
  ['X-Goog-Signature', 'of all of this', 'docs/track-object'],
].map(
  ([name = '', about = '', source = '']): Parameter => ({
    in: 'query',
    name,
    required: true,
    schema: { type: 'string' },
    about,
    source,
  }),
)

export const routes: readonly Route[] = [
  {
    name: 'media.stream',
    method: 'GET',
    path: `${ROOT}:track/audio.mp3`,
    takes: 'none',
    spends: [],
    source: 'docs/track-object; assumed U28 U29',
    about: 'what a streamUrl leads to: good for 30 minutes, no token',
    parameters: [TRACK_ID, ...signature, RANGE],
    success: {
      about: 'the audio',
      mediaType: 'audio/mpeg',
      also: [{ status: 206, about: 'the part of it that Range names', mediaType: 'audio/mpeg' }],
    },
    refuses: ['stream_expired', 'stream_signature', 'stream_range'],
    handle: serveStream,
  },
  {
    name: 'media.artwork',
    method: 'GET',
    path: `${ROOT}:track/image.jpg`,
    takes: 'none',
    spends: [],
    source: 'docs/best-practices',
    about: 'what an artworkUrl leads to: one picture for every track, to be cached for long',
    parameters: [TRACK_ID],
    success: { about: 'the picture', mediaType: 'image/jpeg' },
    handle: () => ({
      status: 200,
      bytes: ARTWORK,
      headers: { 'content-type': 'image/jpeg', 'cache-control': 'public, max-age=31536000, immutable' },
    }),
  },
]

/** Whether a call is for the CDN, which has another host in reality and sends none of Hoopr's headers. */
export function isMedia(path: string): boolean {
  return path.startsWith(ROOT)
}

export function artworkUrl(base: string, track: string): string {
  return `${base}${ROOT}${track}/image.jpg`
}

/** The signed queries of one second, by track: a page that is asked for again and again is signed once. */
const signed = new Map<string, string>()
const SIGNED_KEPT = 4096
let second = 0
let stamp = ''

/** Signed for 30 minutes from `at`. `base` keeps it in the session that it was made in. */
export function streamUrl(base: string, track: string, at: Instant): string {
  if (Math.floor(at / SECOND) !== second || signed.size >= SIGNED_KEPT) {
    second = Math.floor(at / SECOND)
    stamp = stampOf(at)
    signed.clear()
  }
  let query = signed.get(track)
  if (query === undefined) signed.set(track, (query = signedQuery(track, stamp)))
  return `${base}${ROOT}${track}/audio.mp3?${query}`
}

const STAMP = /^\d{8}T\d{6}Z$/
const MISMATCH = 'The request signature we calculated does not match the signature you provided.'

function serveStream({ call, params }: Context): Reply {
  const stamp = call.query.get('X-Goog-Date') ?? ''
  // Nothing else was ever signed.
  assert(STAMP.test(stamp), 'stream_signature', MISMATCH)
  // Whatever was changed, left out or added, the query is not the one that was signed.
  assert(sorted(call.query) === sorted(signedQuery(params.track!, stamp)), 'stream_signature', MISMATCH)
  const endsAt = instantOf(stamp) + LIFE_SECONDS * SECOND
  assert(call.at < endsAt, 'stream_expired', `Request signature expired at: ${iso(endsAt)}`)
  return partOf(AUDIO, call.headers.range)
}

/** The order of a query's fields means nothing. */
function sorted(query: URLSearchParams | string): string {
  const fields = new URLSearchParams(query)
  fields.sort()
  return fields.toString()
}

/** 200, or 206 for a single byte range. What is no such range is passed over (RFC 9110 14.2). */
function partOf(whole: Buffer, range: string | undefined): Reply {
  const headers = { 'content-type': 'audio/mpeg', 'accept-ranges': 'bytes' }
  const [, first, last] = /^bytes=(\d*)-(\d*)$/.exec(range ?? '') ?? []
  if (first === undefined || last === undefined || (first === '' && last === ''))
    return { status: 200, bytes: whole, headers }
  const size = whole.length
  const from = first === '' ? Math.max(0, size - Number(last)) : Number(first)
  const to = first === '' || last === '' ? size - 1 : Math.min(Number(last), size - 1)
  if (first !== '' && last !== '' && Number(last) < from) return { status: 200, bytes: whole, headers }
  if (from > to) throw new ApiError('stream_range', '', { size })
  return {
    status: 206,
    bytes: whole.subarray(from, to + 1),
    headers: { ...headers, 'content-range': `bytes ${from}-${to}/${size}` },
  }
}

/** The query in its canonical order, which is that of the names. */
function signedQuery(track: string, stamp: string): string {
  const scope = `${stamp.slice(0, 8)}/auto/storage/goog4_request`
  const query =
    `X-Goog-Algorithm=GOOG4-HMAC-SHA256&X-Goog-Credential=GOOG1ESTUNTDOUBLE${encodeURIComponent(`/${scope}`)}` +
    `&X-Goog-Date=${stamp}&X-Goog-Expires=${LIFE_SECONDS}&X-Goog-SignedHeaders=host`
  return `${query}&X-Goog-Signature=${sign(`${ROOT}${track}/audio.mp3`, query, scope)}`
}

/**
 * Google's V4 signing process with an HMAC key. Other than there the host is not signed and the path is the one behind
 * the emulator's prefix, so that a URL holds through port mappings and proxies.
 */
function sign(path: string, query: string, scope: string): string {
  const text = ['GOOG4-HMAC-SHA256', scope, 'GET', path, query, 'UNSIGNED-PAYLOAD'].join('\n')
  return createHmac('sha256', `GOOG4${keys.hoopr.k}`).update(text).digest('hex')
}

/** `20260101T000000Z`. */
function stampOf(at: Instant): string {
  return `${iso(at).slice(0, 19).replace(/[-:]/g, '')}Z`
}

function instantOf(stamp: string): Instant {
  return Date.parse(stamp.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)/, '$1-$2-$3T$4:$5:'))
}

/** Half a second of silence: MPEG-1 Layer III frames at 32 kbit/s, 44.1 kHz, mono, whose side information is all zero. */
const AUDIO = Buffer.concat(
  Array.from({ length: 20 }, () => Buffer.concat([Buffer.of(0xff, 0xfb, 0x10, 0xc0), Buffer.alloc(100)])),
)

/** A grey JPEG of 8 by 8 pixels. */
const ARTWORK = Buffer.from(
  '/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAAEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQ' +
    'EBAQEBAQH/wAALCAAIAAgBAREA/8QAFAABAAAAAAAAAAAAAAAAAAAAAP/EABQQAQAAAAAAAAAAAAAAAAAAAAD/2gAIAQEAAD8AP//Z',
  'base64',
)
