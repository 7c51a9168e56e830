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

/** What `JSON.stringify` makes of an answer. Members that are fixed, and fixed items of its lists, are not gone through again. */
export function jsonText(answer: Json): string {
  if (!isObject(answer) || !Object.values(answer).some(hasText)) return JSON.stringify(answer)
  const members = Object.entries(answer).flatMap(([name, value]) => {
    const text = Array.isArray(value) && hasText(value) ? `[${value.map(textOf).join()}]` : textOf(value)
    // As JSON has no member without a value.
    return text === undefined ? [] : `${JSON.stringify(name)}:${text}`
  })
  return `{${members.join()}}`
}

function hasText(member: Json | undefined): boolean {
  const part = Array.isArray(member) ? member[0] : member
  return isObject(part) && Object.isFrozen(part)
}

function textOf(value: Json | undefined): string | undefined {
  if (!isObject(value) || !Object.isFrozen(value)) return JSON.stringify(value)
  let text = texts.get(value)
  if (text === undefined) texts.set(value, (text = JSON.stringify(value)))
  return text
}
