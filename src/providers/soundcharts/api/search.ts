/** Search by name. Source: docs ref/search. */

import { assert } from '../../../core/errors.ts'
import type { Context, Route } from '../../../core/provider.ts'
import { inSandboxTerms, type World, worldOf } from '../data.ts'
import { collection, pageOf } from './envelope.ts'
import { inSandbox } from './lookup.ts'
import { type Row, type Table, text } from './parameters.ts'
import type { Shape } from './shapes.ts'
import { versions } from './versions.ts'

/** The sandbox searches for the terms on its list only. */
const term: Row<string> = {
  ...text({ in: 'path', about: 'what the name holds, percent-encoded', source: 'docs ref/search' }),
  refuses: ['sandbox_refused'],
  read: (text, context) => {
    assert(!inSandbox(context) || inSandboxTerms(worldOf(context.session), text!), 'sandbox_refused')
    return text!
  },
}
const SEARCH = { term, ...pageOf(20) } satisfies Table

/** The search for one kind of thing: `find` gives what `of` shows, `recorded` tells what the sandbox has. */
export function search<T>(
  kind: string,
  find: (world: World, term: string, context: Context) => readonly T[],
  of: Shape<T>,
  recorded: (item: T) => boolean = isRecorded,
): Route[] {
  return versions(
    {
      name: `${kind}.search`,
      path: `/${kind}/search/:term`,
      scope: 'search',
      source: 'docs ref/search',
      reads: SEARCH,
      find: (given, context) =>
        find(worldOf(context.session), given.term, context).filter((item) => recorded(item) || !inSandbox(context)),
    },
    { v2: collection(of) },
  )
}

function isRecorded(item: unknown): boolean {
  return (item as { readonly sandbox?: boolean }).sandbox === true
}
