/** The page for people: one HTML document with its styles and scripts in it, which asks the admin API for all it shows. */

import { hash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import type { Reply } from '../core/http.ts'

/** How the page stands in the table of the admin API's routes. */
export const PAGE = { method: 'GET', path: '', about: 'the page for people' } as const

/** Two levels up from this file, whether it lies in src/server or was bundled into dist/lib or dist/bin. */
const FOLDER = new URL('../../page/', import.meta.url)
/** What stands in another file, and what it becomes. */
const LINKED = /<link rel="stylesheet" href="([\w.]+)" \/>|<script src="([\w.]+)"><\/script>/g

/** What answers with the page. It is read once, when it is first asked for. */
export function makePage(): () => Promise<Reply> {
  let page: Promise<Reply> | undefined
  return () => (page ??= read())
}

async function read(): Promise<Reply> {
  const html = await readFile(new URL('index.html', FOLDER), 'utf8')
  const names = [...html.matchAll(LINKED)].map(([, style, script]) => (style ?? script)!)
  const texts = new Map(
    await Promise.all(names.map(async (name) => [name, await readFile(new URL(name, FOLDER), 'utf8')] as const)),
  )
  const [styles, scripts]: [string[], string[]] = [[], []]
  const text = html.replace(LINKED, (_, style?: string, script?: string) => {
    const own = texts.get((style ?? script)!)!
    ;(style === undefined ? scripts : styles).push(`'sha256-${hash('sha256', own, 'base64')}'`)
    return style === undefined ? `<script>${own}</script>` : `<style>${own}</style>`
  })
  const policy = {
    'default-src': ["'none'"],
    'script-src': scripts,
    'style-src': styles,
    'connect-src': ["'self'"],
    'img-src': ['data:'],
    'base-uri': ["'none'"],
    'form-action': ["'none'"],
    'frame-ancestors': ["'none'"],
  }
  return {
    status: 200,
    text,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': Object.entries(policy)
        .map(([name, sources]) => [name, ...sources].join(' '))
        .join('; '),
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
    },
  }
}
