/** How records are shown, remembered: copying thirty fields, and writing them as JSON, is most of what a list costs. */

import type { JsonObject } from '../../../core/http.ts'
import { fixed } from '../../../core/text.ts'

/**
 * `show`, once for a record and the other one that it is shown with (its contact), for as long as both stay as they are: a
 * change makes another record. What is shown is fixed, and so are the parts of the record that it shares (its tags).
 */
export function shownOnce<R extends object, O = undefined>(
  show: (record: R, other: O) => JsonObject,
): (record: R, other?: O) => JsonObject {
  const known = new WeakMap<R, { readonly other: O | undefined; readonly shown: JsonObject }>()
  return (record, other) => {
    const before = known.get(record)
    if (before && before.other === other) return before.shown
    const shown = fixed(show(record, other as O))
    known.set(record, { other, shown })
    return shown
  }
}
