/** Collects the licences of all packages that ended up in a bundle: they ask to be shipped with every copy. */

import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { Plugin } from 'rolldown'

/** Writes to `file` after each build; one plugin object may serve several. Fails when a package has no licence text. */
export function licences(file: string): Plugin {
  const folders = new Set<string>()
  return {
    name: 'licences',
    writeBundle(_options, bundle) {
      for (const output of Object.values(bundle))
        for (const id of output.type === 'chunk' ? output.moduleIds : [])
          if (id.includes('/node_modules/')) folders.add(packageOf(id))
      const texts = [...folders].map(licenceOf).sort()
      writeFileSync(file, texts.join(`\n${'-'.repeat(80)}\n\n`))
    },
  }
}

/** The folder of the package that a module belongs to. */
function packageOf(id: string): string {
  let folder = dirname(id)
  while (!existsSync(join(folder, 'package.json')) || !manifestOf(folder).version) folder = dirname(folder)
  return folder
}

function licenceOf(folder: string): string {
  const { name, version, license } = manifestOf(folder)
  const file = readdirSync(folder).find((each) => /^licen[cs]e/i.test(each))
  if (!file) throw new Error(`${name}@${version} has no licence text in ${folder}`)
  return `${name} ${version} (${license})\n\n${readFileSync(join(folder, file), 'utf8').trim()}\n`
}

function manifestOf(folder: string): Record<'name' | 'version' | 'license', string> {
  return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
}
