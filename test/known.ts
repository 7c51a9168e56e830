/** What answers have shown, to be named in later calls. */

import type { Json } from '../src/core/http.ts'
import type { Chance } from './providers/hoopai/chance.ts'

/** Values that answers have shown, by the name of their field, and by what it is a field of. */
export class Known {
  readonly #values = new Map<string, Json[]>()

  constructor(first: Json) {
    this.learn(first, '')
  }

  learn(value: Json | undefined, kind: string): void {
    if (Array.isArray(value)) for (const each of value.slice(0, 10)) this.learn(each, kind)
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return
    for (const [name, each] of Object.entries(value)) {
      if (typeof each === 'object') this.learn(each, /^(items|object|data|related)$/.test(name) ? kind : kindOf(name))
      else if (each !== undefined)
        for (const key of [name, `${kind}.${name}`, `${kind}I${name.slice(1)}`]) this.#add(key, each)
    }
  }

  pick(chance: Chance, name: string, kind = ''): Json | undefined {
    const found = this.#values.get(`${kind}.${name}`) ?? this.#values.get(name)
    return found && chance.pick(found)
  }

  #add(key: string, value: Json): void {
    const values = this.#values.get(key) ?? []
    if (values.length < 200) this.#values.set(key, [...values, value])
  }
}

/** What one of a list is called. */
export function kindOf(name: string): string {
  return name.replace(/ies$/, 'y').replace(/s$/, '')
}

export function textOf(value: Json | undefined): string {
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}
