/** The provider of README's last chapter: a card from outside, without any table that a card may leave out. */

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Provider } from '../src/core/provider.ts'

const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8')
/** Its module, as README has it. */
export const ACME_SOURCE = /^```js\n(.*?)^```/ms.exec(readme)![1]!

export const acme: Provider = await load()

async function load(): Promise<Provider> {
  const folder = mkdtempSync(join(tmpdir(), 'acme-'))
  try {
    const file = join(folder, 'acme.mjs')
    writeFileSync(file, ACME_SOURCE)
    return ((await import(/* @vite-ignore */ file)) as { acme: Provider }).acme
  } finally {
    rmSync(folder, { recursive: true })
  }
}
