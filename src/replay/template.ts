/** Texts with names in the place of credentials: `Bearer ⟦token#3⟧`. */

/** How a credential is written where it stands, when not as it is. */
const ENCODINGS = {
  json: (text: string) => JSON.stringify(text).slice(1, -1),
  uri: encodeURIComponent,
} as const
export type Encoding = keyof typeof ENCODINGS

const MARK = /⟦([^⟧ ]*)(?: (json|uri))?⟧/g

/** Where the credential of this name stands. */
export function mark(name: string, credential = '', encoding?: Encoding): string {
  const plain = encoding === undefined || ENCODINGS[encoding](credential) === credential
  return plain ? `⟦${name}⟧` : `⟦${name} ${encoding}⟧`
}

/** A text that happens to hold the sign that marks begin with. */
export function escaped(text: string): string {
  return text.includes('⟦') ? text.replaceAll('⟦', '⟦⟧') : text
}

/** The text with every credential in its place. */
export function fill(template: string, credentialOf: (name: string) => string): string {
  if (!template.includes('⟦')) return template
  return template.replace(MARK, (_, name: string, encoding?: Encoding) => {
    if (name === '') return '⟦'
    const credential = credentialOf(name)
    return encoding ? ENCODINGS[encoding](credential) : credential
  })
}

/** The text with `credential` marked wherever it stands, as it is or as JSON or a URL has it. */
export function marked(text: string, credential: string, name: string): string {
  if (text.includes(credential)) return text.replaceAll(credential, mark(name))
  for (const encoding of ['json', 'uri'] as const) {
    const written = ENCODINGS[encoding](credential)
    if (written !== credential && text.includes(written))
      text = text.replaceAll(written, mark(name, credential, encoding))
  }
  return text
}

/**
 * A text in JSON, broken or not, with some of its strings and numbers rewritten. `rewrite` is given a value and the names
 * that it stands under, the outermost first; it answers what to put there instead, or undefined.
 */
export function rewriteJson(
  text: string,
  rewrite: (value: string, under: readonly string[], encoding: Encoding | undefined) => string | undefined,
): string {
  const above: string[] = []
  let name = ''
  return text.replace(/"(?:[^"\\]|\\.)*(?:"(\s*:)?|$)|-?\d[\w.+-]*|[{}[\]]/g, (token, colon?: string) => {
    if (token === '{' || token === '[') above.push(name)
    else if (token === '}' || token === ']') name = above.pop() ?? ''
    else if (colon !== undefined) name = stringOf(token.slice(0, -colon.length))
    else {
      const quoted = token.startsWith('"')
      const instead = rewrite(quoted ? stringOf(token) : token, [...above, name], quoted ? 'json' : undefined)
      if (instead !== undefined) return quoted ? `"${instead}"` : instead
    }
    return token
  })
}

function stringOf(token: string): string {
  try {
    return JSON.parse(token) as string
  } catch {
    return token.slice(1)
  }
}
