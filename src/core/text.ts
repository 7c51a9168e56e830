/** JSON texts of answers. What is fixed never changes, so its text is made once: long lists are mostly made of such. */

import { isObject, type Json, type JsonObject } from './http.ts'

const texts = new WeakMap<object, string>()

/** Says of a value, all through, that nobody changes it any more. */
export function fixed<T extends JsonObject>(value: T): T {
  const seal = (part: Json | undefined) => {
    if (typeof part !== 'object' || part === null || Object.isFrozen(part)) return
    Object.freeze(part)
    for (const each of Object.values(part)) seal(each)
  }
  seal(value)
  return value
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
    let text = texts.get(value)
    if (text === undefined) texts.set(value, (text = JSON.stringify(value)))
    return text
  }
  if (!holdsFixed(value, depth)) return JSON.stringify(value)
  if (Array.isArray(value)) return `[${value.map((each) => textOf(each, 0)).join()}]`
  const members = Object.entries(value).flatMap(([name, member]) =>
    member === undefined ? [] : `${JSON.stringify(name)}:${textOf(member, depth - 1)}`,
  )
  return `{${members.join()}}`
}

function isFixed(value: Json | undefined): value is Json[] | JsonObject {
  return typeof value === 'object' && value !== null && Object.isFrozen(value)
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
