/** Finds, among any number of spans, those that a number lies in: in a balanced tree, so thousands cost a few looks. */

/** From (included) to (not). */
export type Span = readonly [number, number]

export class Spans<T> {
  readonly #sorted: readonly { readonly item: T; readonly from: number; readonly to: number }[]
  /** By the middle of each part of the list: where the last of its spans ends. */
  readonly #ends: number[] = []

  constructor(items: readonly T[], spanOf: (item: T) => Span) {
    const spans = items.map((item) => {
      const [from, to] = spanOf(item)
      return { item, from, to }
    })
    this.#sorted = spans.sort((a, b) => a.from - b.from)
    this.#measure(0, spans.length)
  }

  at(place: number): T[] {
    const found: T[] = []
    this.#visit(place, 0, this.#sorted.length, found)
    return found
  }

  #measure(low: number, high: number): number {
    if (low >= high) return Number.NEGATIVE_INFINITY
    const middle = (low + high) >> 1
    const end = Math.max(this.#sorted[middle]!.to, this.#measure(low, middle), this.#measure(middle + 1, high))
    this.#ends[middle] = end
    return end
  }

  #visit(place: number, low: number, high: number, found: T[]): void {
    if (low >= high) return
    const middle = (low + high) >> 1
    if (place >= this.#ends[middle]!) return
    this.#visit(place, low, middle, found)
    const { item, from, to } = this.#sorted[middle]!
    if (place < from) return
    if (place < to) found.push(item)
    this.#visit(place, middle + 1, high, found)
  }
}
