/** What stands between OAuth libraries and two documented forms that are not quite OAuth. Nothing else is changed. */

interface Options {
  readonly method: string
  // What the libraries send: the fields of a token request, or the caller's own body.
  // biome-ignore lint/suspicious/noExplicitAny: each library has its own name for the same union
  readonly body?: any
  readonly headers: Record<string, string>
}
export type Fetch = (url: string, options: Options) => Promise<Response>

/** Hoopr reads a token request as JSON, and answers in its envelope (docs/api/auth-token, docs/response-format). */
export const hooprForm: Fetch = async (url, options) => {
  if (!(options.body instanceof URLSearchParams)) return fetch(url, options)
  const body = JSON.stringify(Object.fromEntries(options.body))
  const headers = { ...options.headers, 'content-type': 'application/json' }
  const response = await fetch(url, { ...options, headers, body })
  const { data, error } = (await response.json()) as HooprEnvelope
  return Response.json(data ?? { error: error.type, error_description: error.message }, response)
}
interface HooprEnvelope {
  readonly data: object | null
  readonly error: { readonly type?: string; readonly message: string }
}

/** Soundcharts answers `"refresh_token": null`, which RFC 6749 does not have and libraries refuse (seed). */
export const soundchartsForm: Fetch = async (url, options) => {
  const response = await fetch(url, options)
  if (!(options.body instanceof URLSearchParams) || !response.ok) return response
  const { refresh_token, ...tokens } = (await response.json()) as { refresh_token: string | null }
  return Response.json(refresh_token === null ? tokens : { refresh_token, ...tokens }, response)
}
