/** What the package exports. A change here is a change for users: the changelog tells of it. */

import { readFileSync } from 'node:fs'
import ts from 'typescript'
import { expect, test } from 'vitest'
import * as library from '../../src/index.ts'
import * as fixtures from '../../src/vitest.ts'

test('the library', () => {
  expect(Object.keys(library).sort()).toMatchInlineSnapshot(`
    [
      "AdminError",
      "ApiError",
      "ScenarioError",
      "assert",
      "defineProvider",
      "startEmulator",
    ]
  `)
  expect(typesOf('index.ts')).toMatchInlineSnapshot(`
    [
      "BuiltIn",
      "ClockHandle",
      "CredentialsOf",
      "Emulator",
      "EmulatorOptions",
      "Expectation",
      "Explanation",
      "FetchHandler",
      "Finding",
      "JournalEntry",
      "Json",
      "JsonObject",
      "Mint",
      "Moved",
      "NameOf",
      "Playing",
      "Provider",
      "Report",
      "RequestFilter",
      "SentWebhook",
      "SessionHandle",
      "SessionOptions",
      "SessionReport",
      "SettingValues",
      "SettingsFor",
      "TokenTarget",
      "TokensHandle",
      "Verdict",
      "WebhooksHandle",
    ]
  `)
})

test('the fixtures for Vitest', () => {
  expect(Object.keys(fixtures).sort()).toMatchInlineSnapshot(`
    [
      "VerdictError",
      "it",
      "test",
    ]
  `)
  expect(typesOf('vitest.ts')).toMatchInlineSnapshot(`
    [
      "Fixtures",
    ]
  `)
})

/** The names of exported types, sorted. Every one is written out: `export *` is none of the entries'. */
function typesOf(entry: string): string[] {
  const text = readFileSync(new URL(`../../src/${entry}`, import.meta.url), 'utf8')
  const names = ts.createSourceFile(entry, text, ts.ScriptTarget.Latest).statements.flatMap((statement) => {
    if (ts.isInterfaceDeclaration(statement) || ts.isTypeAliasDeclaration(statement))
      return statement.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword) ? [statement.name.text] : []
    if (!ts.isExportDeclaration(statement)) return []
    if (!statement.exportClause || !ts.isNamedExports(statement.exportClause)) throw new Error('export * in an entry')
    const { elements } = statement.exportClause
    return elements.filter((each) => statement.isTypeOnly || each.isTypeOnly).map(({ name }) => name.text)
  })
  return names.sort()
}
