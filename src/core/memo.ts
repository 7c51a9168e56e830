/** Remembers what came of texts that come again and again: looking up is a tenth of working out. */

/** So many texts, none longer than this. */
const SIZE = 500
const LENGTH = 1000

/** `make`, which must depend on the text alone, with a bounded memory. */
export function memo(make: (text: string) => string): (text: string) => string {
  const known = new Map<string, string>()
  return (text) => {
    if (text.length > LENGTH) return make(text)
    let made = known.get(text)
    if (made === undefined) {
      if (known.size >= SIZE) known.clear()
      known.set(text, (made = make(text)))
    }
    return made
  }
}
