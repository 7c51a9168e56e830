/** Links that somebody submits. Nothing shows them until people have looked at them. Source: docs ref/artist, ref/song add-links. */

import { type Platform, platforms, worldOf } from '../data.ts'
import { single } from './envelope.ts'
import { ARTIST, SONG } from './lookup.ts'
import { texts } from './parameters.ts'
import { listOf, own, shape, TEXT } from './shapes.ts'
import { versions } from './versions.ts'

interface Submitted {
  readonly invalidUrls: readonly string[]
  readonly validUrls: readonly string[]
}
const SUBMITTED = shape<Submitted>(own<Submitted>()(listOf(TEXT), 'invalidUrls', 'validUrls'))

export const linkRoutes = ([ARTIST, SONG] as const).flatMap(({ reads, missing, find }, i) => {
  const kind = (['artist', 'song'] as const)[i]!
  return versions(
    {
      name: `${kind}.add-links`,
      path: `/${kind}/:uuid/sources/add`,
      scope: 'links',
      source: `docs ref/${kind}; sdk; openapi`,
      writes: true,
      reads: { ...reads, urls: texts('urls', { about: 'addresses of its pages on platforms', source: 'sdk' }) },
      refuses: [missing],
      find: (given, context): Submitted => {
        find(given, context)
        const known = platforms(worldOf(context.session))
        const [validUrls, invalidUrls] = [true, false].map((wanted) =>
          given.urls.filter((url) => known.some((platform) => isPage(url, platform, kind)) === wanted),
        ) as [string[], string[]]
        return { invalidUrls, validUrls }
      },
    },
    // The name of its type is assumed.
    { v2: single('urls_submitted', SUBMITTED) },
  )
})

/** Whether an address has the form of a platform's page of this kind. */
function isPage(url: string, { pages }: Platform, kind: 'artist' | 'song'): boolean {
  const [before, after] = pages[kind]?.split('{}') ?? []
  if (before === undefined || after === undefined) return false
  return url.startsWith(before) && url.endsWith(after) && url.length > before.length + after.length
}
