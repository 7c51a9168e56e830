/** Loads providers that a user wrote. */

import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Provider } from '../core/provider.ts'
import { UsageError } from './settle.ts'

/** The providers that these modules export, by default or by name. Throws UsageError. */
export async function loadProviders(files: readonly string[] = []): Promise<Provider[]> {
  return (await Promise.all(files.map(load))).flat()
}

async function load(file: string): Promise<Provider[]> {
  const module: Record<string, unknown> = await import(pathToFileURL(resolve(file)).href).catch((error) => {
    const { code, message } = error as NodeJS.ErrnoException
    const hint = code === 'ERR_UNKNOWN_FILE_EXTENSION' ? '; TypeScript needs tsx, or Node 22.18 or newer' : ''
    throw new UsageError(`--provider ${file}: ${message}${hint}`)
  })
  const found = [...new Set(Object.values(module))].filter(isProvider)
  if (found.length === 0)
    throw new UsageError(`--provider ${file}: expected a module that exports a provider, by default or by name`)
  return found
}

function isProvider(value: unknown): value is Provider {
  const { name, routes, identify } = (value ?? {}) as Partial<Provider>
  return typeof name === 'string' && Array.isArray(routes) && typeof identify === 'function'
}
