/** The source as the architecture tests see it: its files, what they import, and their code without comments. */

import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import ts from 'typescript'

const ROOT = fileURLToPath(new URL('../src', import.meta.url))

export interface SourceFile {
  /** Under `src/`: `core/clock.ts`. */
  readonly name: string
  readonly lines: number
  readonly code: string
  readonly imports: readonly Import[]
}

export interface Import {
  /** Under `src/` when it is a file there (`core/clock.ts`), else as written (`node:http`, `express`). */
  readonly of: string
  readonly from: 'src' | 'node' | 'package'
  /** Erased before it runs. */
  readonly typeOnly: boolean
  /** Loaded when the line runs, not when the file is. */
  readonly late: boolean
}

export function readSources(): SourceFile[] {
  return readdirSync(ROOT, { recursive: true, encoding: 'utf8' })
    .map((name) => name.replaceAll('\\', '/'))
    .filter((name) => name.endsWith('.ts'))
    .sort()
    .map((name) => parseSource(name, readFileSync(join(ROOT, name), 'utf8')))
}

export function parseSource(name: string, text: string): SourceFile {
  const file = ts.createSourceFile(name, text, ts.ScriptTarget.Latest, true)
  const imports: Import[] = []
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node)) {
      const named = node.importClause?.namedBindings
      const typeOnly =
        node.importClause?.isTypeOnly ||
        (!node.importClause?.name &&
          named !== undefined &&
          ts.isNamedImports(named) &&
          named.elements.every((element) => element.isTypeOnly))
      add(node.moduleSpecifier, { typeOnly })
    } else if (ts.isExportDeclaration(node) && node.moduleSpecifier)
      add(node.moduleSpecifier, { typeOnly: node.isTypeOnly })
    else if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument))
      add(node.argument.literal, { typeOnly: true })
    else if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword)
      add(node.arguments[0], { late: true })
    ts.forEachChild(node, visit)
  }
  const add = (specifier: ts.Node | undefined, { typeOnly = false, late = false }) => {
    if (!specifier || !ts.isStringLiteral(specifier)) return
    const { text } = specifier
    const from = text.startsWith('.') ? 'src' : text.startsWith('node:') ? 'node' : 'package'
    const of = from === 'src' ? relative(ROOT, join(ROOT, dirname(name), text)).replaceAll('\\', '/') : text
    imports.push({ of, from, typeOnly, late })
  }
  visit(file)
  const code = ts.createPrinter({ removeComments: true }).printFile(file)
  return { name, lines: text.split('\n').length - 1, code, imports }
}
