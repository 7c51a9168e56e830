/** Search by name. Source: docs ref/search. */

import { assert } from '../../../core/errors.ts'
import type { JsonObject } from '../../../core/http.ts'
import type { Handler } from '../../../core/provider.ts'
import { inSandboxTerms } from '../data.ts'
import { collection, readPage } from './envelope.ts'
import { inSandbox } from './lookup.ts'

const LONGEST_PAGE = 20

/** Answers what `find` finds for `:term`. The sandbox searches for the terms on its list only. */
export function search<T extends { readonly sandbox: boolean }>(
  find: (seed: number, term: string) => readonly T[],
  show: (found: T, seed: number) => JsonObject,
): Handler {
  return (context) => {
    const { call, params, session } = context
    assert(!inSandbox(context) || inSandboxTerms(params.term!), 'sandbox_refused')
    const page = readPage(call, LONGEST_PAGE)
    const found = find(session.seed, params.term!).filter(({ sandbox }) => sandbox || !inSandbox(context))
    return collection(call, page, found, (item) => show(item, session.seed))
  }
}
