/**
 * Finds, among any number of rhythms, those with a beat at an ordinal, as ordinals come one after another: each waits in a
 * heap for its next beat, and none is looked at before.
 */

/** It beats at `first`, then every so many ordinals, and not beyond `last`. */
export interface Rhythm {
  readonly first: number
  readonly every: number
  readonly last: number
}

interface Waiting<T> {
  readonly rhythm: T
  next: number
}

export class Wheel<T extends Rhythm> {
  readonly #heap: Waiting<T>[]
  #passed = 0

  constructor(rhythms: readonly T[]) {
    const waiting = rhythms.map((rhythm) => ({ rhythm, next: rhythm.first }))
    // A sorted list is a heap.
    this.#heap = waiting.sort((a, b) => a.next - b.next)
  }

  /** Undefined of an ordinal that it has passed: that has to be worked out. */
  at(ordinal: number): T[] | undefined {
    if (ordinal <= this.#passed) return undefined
    this.#passed = ordinal
    const found: T[] = []
    for (let top = this.#heap[0]; top && top.next <= ordinal; top = this.#heap[0]) {
      const { rhythm } = top
      // What comes after a gap may have missed beats.
      const missed = (ordinal - top.next) % rhythm.every
      if (missed === 0 && ordinal <= rhythm.last) found.push(rhythm)
      top.next = ordinal - missed + rhythm.every
      this.#sink(top.next > rhythm.last ? this.#heap.pop()! : top)
    }
    return found
  }

  /** Puts what takes the top's place where it belongs. The top itself may be what was taken off the end. */
  #sink(waiting: Waiting<T>): void {
    const heap = this.#heap
    let at = 0
    for (;;) {
      let child = 2 * at + 1
      if (child >= heap.length) break
      if (child + 1 < heap.length && heap[child + 1]!.next < heap[child]!.next) child++
      if (heap[child]!.next >= waiting.next) break
      heap[at] = heap[child]!
      at = child
    }
    if (at < heap.length) heap[at] = waiting
  }
}
