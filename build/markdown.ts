/** Pieces of Markdown that the generated pages are made of. */

export function table(columns: readonly string[], lines: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`
  return `${[line(columns), `|${'---|'.repeat(columns.length)}`, ...lines.map(line)].join('\n')}\n`
}

/** As Markdown shows it to the letter. */
export function text(plain: string): string {
  return plain.replace(/[\\|*_<>`[\]]/g, '\\$&').replace(/\s+/g, ' ')
}
