/** A person at HoopAI's consent page, without a browser: reads its forms and sends them with plain `fetch`. */

export interface Choice {
  /** The location or agency to connect; left out, the one that the page suggests. */
  readonly account?: string
  readonly press: 'Allow & Install' | 'Cancel'
}

/** Logs in, chooses, presses. Answers what the choice is answered with, redirects not followed. */
export async function choose(url: URL, { account, press }: Choice): Promise<Response> {
  const login = await (await fetch(url)).text()
  const loginUrl = new URL(url)
  loginUrl.search = hiddenFields(login).toString()
  const page = await (await fetch(loginUrl)).text()
  const fields = hiddenFields(page)
  const accounts = [...page.matchAll(/name="account" value="([^"]+)"/g)].map(([, value]) => value!)
  const chosen = account === undefined ? accounts[0] : accounts.find((value) => value.endsWith(`:${account}`))
  if (chosen === undefined) throw new Error(`the page offers ${accounts}, not ${account}`)
  fields.set('account', chosen)
  const button = [...page.matchAll(/<button[^>]* name="(\w+)" value="(\w+)">([^<]+)</g)].find(
    ([, , , text]) => unescapeHtml(text!) === press,
  )
  if (!button) throw new Error(`the page has no button "${press}"`)
  fields.set(button[1]!, button[2]!)
  return fetch(url.origin + url.pathname, { method: 'POST', body: fields, redirect: 'manual' })
}

function hiddenFields(page: string): URLSearchParams {
  const inputs = page.matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)">/g)
  return new URLSearchParams(
    [...inputs].map(([, name, value]): [string, string] => [unescapeHtml(name!), unescapeHtml(value!)]),
  )
}

function unescapeHtml(text: string): string {
  const signs: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" }
  return text.replace(/&(amp|lt|gt|quot|#39);/g, (_, name: string) => signs[name]!)
}
