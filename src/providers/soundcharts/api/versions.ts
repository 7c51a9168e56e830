/** One endpoint, a row for each version of it that still answers (section 9 of the fact sheet). */

import { assert } from '../../../core/errors.ts'
import type { Context, Route } from '../../../core/provider.ts'
import type { Awaitable } from '../../../core/state.ts'
import type { Settings } from '../data.ts'
import type { Form } from './envelope.ts'
import { inSandbox } from './lookup.ts'
import { ask, type Given, listed, refusals, type Table } from './parameters.ts'
import { once } from './shapes.ts'

/** What the rows of an endpoint share. */
interface Endpoint<T extends Table, F>
  extends Pick<Route, 'name' | 'scope' | 'spends' | 'source' | 'about' | 'switch'> {
  /** What follows the version, with a slash. */
  readonly path: string
  readonly reads: T
  /** Codes of its own, beside those of its parameters. */
  readonly refuses?: readonly string[]
  /** A POST that changes something: the sandbox refuses it (section 5.2). */
  readonly writes?: boolean
  readonly method?: string
  find(given: Given<T>, context: Context): Awaitable<F>
}

/** Rows by version, newest first: the newest has the plain name, `artist.get`, an older one `artist.get-v2`. */
export function versions<T extends Table, F>(
  endpoint: Endpoint<T, F>,
  forms: Readonly<Record<string, Form<F>>>,
): Route[] {
  const { reads, refuses = [], writes = false, method = writes ? 'POST' : 'GET', find, ...shared } = endpoint
  const { offset: _, limit: __, ...own } = reads as Table
  const serve = async (form: Form<F>, context: Context) => {
    assert(!(writes && inSandbox(context)), 'sandbox_only')
    const { given, query } = ask(context, reads)
    const { offset = 0, limit = 100 } = given as { offset?: number; limit?: number }
    const { sandboxNextRefused } = context.settings as Settings
    assert(!(sandboxNextRefused && offset > 0 && inSandbox(context)), 'sandbox_refused')
    const shared = Object.fromEntries(Object.entries(query).filter(([name]) => name in own))
    return form.reply(await find(given, context), context, { offset, limit, query: shared })
  }
  const parameters = once(() => listed(reads))
  return Object.entries(forms).map(([version, form], i) => ({
    ...shared,
    name: i === 0 ? endpoint.name : `${endpoint.name}-${version}`,
    method,
    path: `/api/${version}${endpoint.path}`,
    get parameters() {
      return parameters()
    },
    get success() {
      return form.success
    },
    refuses: [...refusals(reads), ...refuses, ...(writes ? ['sandbox_only'] : [])],
    handle: (context) => serve(form, context),
  }))
}
