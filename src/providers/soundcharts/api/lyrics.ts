/** What lyrics are about. Source: docs ref/song get-lyrics-analysis. */

import { LYRIC_ATTRIBUTES, LYRIC_SCORES, type Lyrics, lyricsOf, worldOf } from '../data.ts'
import { single } from './envelope.ts'
import { SONG } from './lookup.ts'
import { listOf, shape, TEXT } from './shapes.ts'
import { versions } from './versions.ts'

const SCORE = { type: 'integer', minimum: 1, maximum: 10 }
const words = LYRIC_ATTRIBUTES.map(
  (name) => [name, [listOf(TEXT), (lyrics: Lyrics) => [...lyrics.words[name]]]] as const,
)
const scores = LYRIC_SCORES.map((name) => [`${name}Score`, [SCORE, (lyrics: Lyrics) => lyrics.scores[name]]] as const)

export const lyricsRoutes = versions(
  {
    name: 'song.lyrics',
    path: '/song/:uuid/lyrics-analysis',
    scope: 'metadata',
    source: 'docs ref/song; sdk',
    reads: SONG.reads,
    refuses: [SONG.missing],
    find: (given, context) => lyricsOf(worldOf(context.session), SONG.find(given, context)),
  },
  // The name of its type is assumed.
  { v2: single('lyrics_analysis', shape<Lyrics>(Object.fromEntries([...words, ...scores]))) },
)
