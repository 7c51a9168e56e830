/** Removes the declarations that the package's entries do not lead to: most describe what is inside. Part of `npm run build`. */

import { readdirSync, readFileSync, rmSync } from 'node:fs'
import { join, resolve } from 'node:path'
import ts from 'typescript'

const FOLDER = 'dist/types'
const ENTRIES = ['index.d.ts', 'vitest.d.ts']

const wanted = new Set<string>()
for (const entry of ENTRIES) follow(resolve(FOLDER, entry))
for (const file of readdirSync(FOLDER, { recursive: true, encoding: 'utf8' })) {
  const path = resolve(FOLDER, file)
  if (path.endsWith('.d.ts') && !wanted.has(path)) rmSync(path)
}

function follow(file: string): void {
  if (wanted.has(file)) return
  wanted.add(file)
  for (const { fileName } of ts.preProcessFile(readFileSync(file, 'utf8')).importedFiles)
    if (fileName.startsWith('.')) follow(join(file, '..', fileName.replace(/\.(ts|js)$/, '.d.ts')))
}
