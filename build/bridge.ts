/** Gives the library, one CommonJS bundle, its ES module and its types for `require`: one instance, however it is loaded. */

import { mkdirSync, writeFileSync } from 'node:fs'
import type { Plugin } from 'rolldown'

/** Writes `lib/index.js` and `types/index.d.cts` under `folder` for the entry `index`. */
export function bridge(folder: string): Plugin {
  return {
    name: 'bridge',
    writeBundle(_options, bundle) {
      const entry = Object.values(bundle).find((each) => each.type === 'chunk' && each.isEntry && each.name === 'index')
      if (entry?.type !== 'chunk') throw new Error('the bundle has no entry "index"')
      for (const sub of ['lib', 'types']) mkdirSync(`${folder}/${sub}`, { recursive: true })
      writeFileSync(`${folder}/lib/index.js`, esModule(entry.fileName, entry.exports))
      writeFileSync(`${folder}/types/index.d.cts`, declarations(entry.exports))
    },
  }
}

function esModule(file: string, names: readonly string[]): string {
  return `import library from '../bin/${file}'\n\nexport const { ${names.join(', ')} } = library\n`
}

/** Those of the ES module: what has a value is named, since `export type *` leaves values out. A class is a type too. */
function declarations(names: readonly string[]): string {
  const mode = `with { 'resolution-mode': 'import' }`
  const values = names.flatMap((name) => [
    `export declare const ${name}: typeof library.${name}`,
    ...(/^[A-Z]/.test(name) ? [`export type ${name} = library.${name}`] : []),
  ])
  const lines = [
    `import type * as library from './index.js' ${mode}`,
    `export type * from './index.js' ${mode}`,
    ...values,
  ]
  return `${lines.join('\n')}\n`
}
