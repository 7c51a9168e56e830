/** What machines read in lyrics: a function of (world, song). */

import builtIn from '../../../../fixtures/soundcharts/lyrics.json' with { type: 'json' }
import { draw } from '../../../core/random.ts'
import type { Song } from './songs.ts'
import { fileOf, type World } from './world.ts'

/** Attributes that are lists of words, with the words that there are. */
export function lyricWords(world: World): typeof builtIn.attributes {
  return fileOf(world, 'lyrics', builtIn).attributes
}

/** How many words an attribute may have. */
const MOST = {
  themes: 3,
  moods: 3,
  culturalReferencePeople: 1,
  culturalReferenceNonPeople: 1,
  brands: 1,
  narrativeStyle: 1,
  locations: 2,
}
export const LYRIC_ATTRIBUTES = Object.keys(MOST) as (keyof typeof MOST)[]
/** From 1 to 10. */
export const LYRIC_SCORES = ['emotionalIntensity', 'imagery', 'complexity', 'rhymeScheme', 'repetitiveness'] as const

export interface Lyrics {
  readonly words: Readonly<Record<(typeof LYRIC_ATTRIBUTES)[number], readonly string[]>>
  readonly scores: Readonly<Record<(typeof LYRIC_SCORES)[number], number>>
}

export function lyricsOf(world: World, { index }: Song): Lyrics {
  const d = (...names: (string | number)[]) => draw(world.seed, 'soundcharts lyrics', index, ...names)
  const known = lyricWords(world)
  const words = LYRIC_ATTRIBUTES.map((name) => {
    const least = ['themes', 'moods', 'narrativeStyle'].includes(name) ? 1 : 0
    const count = d(name).integer(least, MOST[name])
    return [name, [...new Set(Array.from({ length: count }, (_, i) => d(name, i).pick(known[name])))]] as const
  })
  const scores = LYRIC_SCORES.map((name) => [name, d(name).integer(1, 10)] as const)
  return { words: Object.fromEntries(words) as Lyrics['words'], scores: Object.fromEntries(scores) as Lyrics['scores'] }
}
