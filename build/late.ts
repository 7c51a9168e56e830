/** Loads a chunk when something of it is first used, where the chunks that name it would load it with themselves. */

import type { Plugin } from 'rolldown'
import { type ESTree, parseSync, Visitor } from 'rolldown/utils'

/**
 * For the chunks `names`. What stands for one of them becomes a function that loads it, and a property that is something of
 * it a getter: so a card, a table of references, is there before what it refers to.
 */
export function late(names: readonly string[]): Plugin {
  const load = new RegExp(`^const (\\w+) = (require\\("\\./(?:${names.join('|')})\\.cjs"\\));$`, 'gm')
  return {
    name: 'late',
    renderChunk(code) {
      const variables = [...code.matchAll(load)].map(([, variable]) => variable!)
      const isLate = (node: ESTree.Expression) => node.type === 'Identifier' && variables.includes(node.name)
      const edits: { at: number; cut?: number; text: string }[] = []
      let named = 0
      const visitor = new Visitor({
        Identifier: ({ name }) => {
          if (variables.includes(name)) named++
        },
        MemberExpression: ({ object }) => {
          if (!isLate(object)) return
          named--
          edits.push({ at: object.end, text: '()' })
        },
        Property: ({ kind, computed, key, value }) => {
          if (kind !== 'init' || computed || value.type !== 'MemberExpression' || !isLate(value.object)) return
          edits.push(
            { at: key.start, text: 'get ' },
            { at: key.end, cut: value.start - key.end, text: '() { return ' },
            { at: value.end, text: ' }' },
          )
        },
      })
      if (variables.length === 0) return null
      visitor.visit(parseSync('chunk.cjs', code).program)
      if (named !== variables.length)
        throw new Error(`late: ${names.join(' or ')} stands where no member of it is meant`)
      let edited = code
      for (const { at, cut = 0, text } of edits.sort((a, b) => b.at - a.at))
        edited = edited.slice(0, at) + text + edited.slice(at + cut)
      const once = 'let $1 = () => { const loaded = $2; $1 = () => loaded; return loaded; };'
      // The lines stay, and the columns of a stack are not looked at.
      return { code: edited.replace(load, once), map: null }
    },
  }
}
