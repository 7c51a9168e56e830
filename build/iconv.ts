/** Stands in for iconv-lite in the bundles: TextDecoder knows the charsets that Express lets through, without tables. */

export function encodingExists(charset: string): boolean {
  try {
    new TextDecoder(charset)
    return true
  } catch {
    return false
  }
}

export function getDecoder(charset: string) {
  const decoder = new TextDecoder(charset)
  return { write: (bytes: Uint8Array) => decoder.decode(bytes, { stream: true }), end: () => decoder.decode() }
}

export function decode(bytes: Uint8Array, charset: string): string {
  return new TextDecoder(charset).decode(bytes)
}
