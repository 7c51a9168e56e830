/**
 * Finds, among any number of path patterns, those that a path fits. It goes down a trie, one step a part, and looks at
 * nothing that cannot fit, so ten thousand patterns cost no more than one.
 */

import type { Call } from '../core/http.ts'
import type { Provider } from '../core/provider.ts'
import { type Pattern, trim } from './pattern.ts'

/** `fixed` are symbols as they stand; `any` is one that is not empty, `many` any number of them. */
interface Node<T> {
  readonly fixed: Map<string, Node<T>>
  any?: Node<T>
  many?: Node<T>
  /** Of parts with stars in them: a trie whose symbols are letters. */
  globs?: Node<Node<T>>
  /** Whether it stays where it is, whatever comes. */
  readonly stays: boolean
  /** The latest step of all that reached it, so that none reaches it twice. */
  step: number
  value?: T
}

const MANY = '**'

/** One provider's. */
export class Paths<T> {
  readonly #root = newNode<T>()
  readonly #provider: Provider
  constructor(provider: Provider) {
    this.#provider = provider
  }

  /** What is kept under a pattern; made when there is nothing yet. */
  at({ method, parts }: Pattern, make: () => T): T {
    const node = grow(this.#root, [method, ...trim(parts, this.#provider)])
    return (node.value ??= make())
  }

  /** What is kept under the patterns that a call fits. */
  find({ method, path }: Pick<Call, 'method' | 'path'>): T[] {
    const found: T[] = []
    for (const { value } of seek(this.#root, [method, ...trim(path.slice(1).split('/'), this.#provider)]))
      if (value !== undefined) found.push(value)
    return found
  }
}

function grow<T>(root: Node<T>, symbols: readonly string[]): Node<T> {
  return symbols.reduce((node, symbol) => {
    if (symbol === MANY) return (node.many ??= newNode(true))
    if (symbol === '*') return (node.any ??= newNode())
    if (symbol.includes('*')) {
      const letters = [...symbol].map((letter) => (letter === '*' ? MANY : letter))
      const globs = (node.globs ??= newNode<Node<T>>())
      return (grow(globs, letters).value ??= newNode<T>())
    }
    let next = node.fixed.get(symbol)
    if (!next) node.fixed.set(symbol, (next = newNode()))
    return next
  }, root)
}

let steps = 0

/** Where these symbols lead. All ways are gone at once, so that no pattern and no path makes it go one of them twice. */
function seek<T>(root: Node<T>, symbols: Iterable<string>): Node<T>[] {
  let reached = enter(root, [], ++steps)
  for (const symbol of symbols) {
    const next: Node<T>[] = []
    const step = ++steps
    for (const node of reached) {
      const { fixed, any, globs, stays } = node
      if (stays) enter(node, next, step)
      enter(fixed.get(symbol), next, step)
      if (symbol !== '') enter(any, next, step)
      if (globs) for (const { value } of seek(globs, symbol)) enter(value, next, step)
    }
    reached = next
  }
  return reached
}

/** Any number of symbols may also be none. */
function enter<T>(node: Node<T> | undefined, into: Node<T>[], step: number): Node<T>[] {
  if (!node || node.step === step) return into
  node.step = step
  into.push(node)
  return enter(node.many, into, step)
}

function newNode<T>(stays = false): Node<T> {
  return { fixed: new Map(), stays, step: 0 }
}
