/** JSON texts of answers. What is fixed never changes, so its text is made once: long lists are mostly made of such. */

import { isObject, type Json, type JsonObject } from './http.ts'

/** By what is fixed; null until its text is asked for. */
const texts = new WeakMap<object, string | null>()

/** Says of an object that nobody changes it any more, or anything in it: all is frozen, also what it shares with others. */
export function fixed<T extends JsonObject>(value: T): T {
  freeze(value)
  texts.set(value, null)
  return value
}

function freeze(part: Json | undefined): void {
  if (typeof part !== 'object' || part === null) return
  Object.freeze(part)
  for (const each of Object.values(part)) freeze(each)
}

/** What `JSON.stringify` makes of an answer. What is fixed in it is not gone through again. */
export function jsonText(answer: Json): string {
  return textOf(answer, DEPTH)!
}

/** So deep fixed things are looked for: in an answer, in what it envelops (`data`), and in the lists there. */
const DEPTH = 2

/** Undefined of what JSON has no text for. */
function textOf(value: Json | undefined, depth: number): string | undefined {
  if (isFixed(value)) {
    const known = texts.get(value)
    if (known) return known
    const text = JSON.stringify(value)
    texts.set(value, text)
    return text
  }
  if (!holdsFixed(value, depth)) return JSON.stringify(value)
  if (Array.isArray(value)) return `[${value.map((each) => textOf(each, 0)).join()}]`
  let members = ''
  for (const [name, member] of Object.entries<Json | undefined>(value))
    if (member !== undefined)
      members += `${members === '' ? '' : ','}${JSON.stringify(name)}:${textOf(member, depth - 1)}`
  return `{${members}}`
}

function isFixed(value: Json | undefined): value is Json[] | JsonObject {
  return typeof value === 'object' && value !== null && texts.has(value)
}

/** A list is judged by its first item. */
function holdsFixed(value: Json | undefined, depth: number): value is Json[] | JsonObject {
  if (Array.isArray(value)) return isFixed(value[0])
  return (
    depth > 0 &&
    isObject(value) &&
    Object.values(value).some((member) => isFixed(member) || holdsFixed(member, depth - 1))
  )
}
