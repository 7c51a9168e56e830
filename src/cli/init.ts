/** `stuntdouble init`: a first scenario to change, and its schema where an editor finds it. Nothing is ever overwritten. */

import { existsSync } from 'node:fs'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, join, relative, resolve } from 'node:path'
import { schema } from './schema.ts'
import { UsageError } from './settle.ts'
import { starter } from './starter.ts'

const SCHEMA = 'scenario.schema.json'

/** Answers what was done, in sentences. Rejects with UsageError when there is such a file already. */
export async function init(file = join('scenarios', 'first.yaml')): Promise<string> {
  const folder = dirname(resolve(file))
  await mkdir(folder, { recursive: true })
  const installed = findInstalled(folder)
  const reference = installed === undefined ? SCHEMA : relative(folder, installed).replaceAll('\\', '/')
  if (!(await create(file, starter(reference, file))))
    throw new UsageError(`init: ${file} is there already, and is left as it is; name another file`)
  return [
    `${file}: written; \`npx stuntdouble --scenario ${file} --watch\` plays it, and plays it anew when you save it`,
    ...(installed === undefined ? [await placeSchema(join(dirname(file), SCHEMA))] : []),
  ].join('\n')
}

/** The schema in the package, where that is installed beside or above; npx and global installs are no editor's business. */
function findInstalled(folder: string): string | undefined {
  const path = join(folder, 'node_modules', 'stuntdouble', SCHEMA)
  if (existsSync(path)) return path
  const above = dirname(folder)
  return above === folder ? undefined : findInstalled(above)
}

async function placeSchema(file: string): Promise<string> {
  const text = `${await schema({})}\n`
  if (await create(file, text)) return `${file}: written, for editors`
  const same = (await readFile(file, 'utf8')) === text
  return `${file}: is there already${same ? '' : `, and is another; \`npx stuntdouble schema > ${file}\` brings it up to date`}`
}

/** Whether the file was made; false where there is something of its name. */
async function create(file: string, text: string): Promise<boolean> {
  try {
    await writeFile(file, text, { flag: 'wx' })
    return true
  } catch (error) {
    if (['EEXIST', 'EISDIR'].includes((error as NodeJS.ErrnoException).code ?? '')) return false
    throw error
  }
}
