import { describe, expect, it } from 'vitest'
import { setActive } from '../../../src/providers/hoopai/data.ts'
import { isRegistered } from '../../../src/providers/hoopai/oauth/consent.ts'
import { connect, having } from './connect.ts'

const PATHS = ['/oauth/chooselocation', '/v2/oauth/chooselocation']

function visit(settings: Parameters<typeof having>[0] = {}, path = PATHS[0]!) {
  const connected = connect(having(settings))
  const { app, redirectUri, call } = connected
  const good = {
    response_type: 'code',
    client_id: app.clientId,
    redirect_uri: redirectUri,
    scope: 'contacts.readonly contacts.write',
    state: 's&"<1> é',
  }
  const open = (changes: Record<string, string> = {}) =>
    call(`GET ${path}?${new URLSearchParams({ ...good, ...changes })}`)
  const choose = (fields: Record<string, string>) => call(`POST ${path}`, { form: { ...good, ...fields } })
  return { ...connected, good, open, choose }
}

/** The fields that a browser would send with a page's form, less its radio buttons. */
function hiddenFields(html: string): Record<string, string> {
  const fields: Record<string, string> = {}
  for (const [, name, value] of html.matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)">/g))
    fields[plain(name!)] = plain(value!)
  return fields
}

function plain(text: string): string {
  const signs: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" }
  return text.replace(/&(amp|lt|gt|quot|#39);/g, (_, name: string) => signs[name]!)
}

describe.each(PATHS)('%s', (path) => {
  it('leads a person from the log-in over the choice to the app, with the state unchanged', async () => {
    const { open, choose, good, locations, exchange } = visit({}, path)
    const login = await open()
    expect(login.status).toBe(200)
    expect(login.headers).toEqual({ 'content-type': 'text/html; charset=utf-8' })
    expect(login.text).toContain('<form method="get" action="?" target="_blank">')
    const asked = hiddenFields(login.text)
    expect(asked).toEqual({ ...good, step: 'choose' })
    const page = await open(asked)
    expect(page.text).toContain('<form method="post" action="?">')
    expect(hiddenFields(page.text)).toEqual(good)
    expect(page.text).toContain(`value="location:${locations[1]!.locationId}"`)
    const account = `location:${locations[1]!.locationId}`
    const answer = await choose({ ...hiddenFields(page.text), account, decision: 'allow' })
    expect(answer.status).toBe(302)
    const to = new URL(answer.headers.location!)
    expect(to.origin + to.pathname).toBe(good.redirect_uri)
    expect([...to.searchParams.keys()]).toEqual(['code', 'state'])
    expect(to.searchParams.get('state')).toBe(good.state)
    const { json } = await exchange(to.searchParams.get('code')!, { redirect_uri: good.redirect_uri })
    expect(json).toMatchObject({ locationId: locations[1]!.locationId, scope: good.scope })
  })
})

describe('the page', () => {
  it('logs in within the same tab by loginWindowOpenMode=self alone', async () => {
    const { open } = visit()
    expect((await open({ loginWindowOpenMode: 'self' })).text).toContain('target="_self"')
    expect((await open({ loginWindowOpenMode: 'other' })).text).toContain('target="_blank"')
  })

  it('ignores what it does not know, and carries it along', async () => {
    const { open } = visit()
    const more = { version_id: 'v', user_type: 'Location', code_challenge: 'c', '"><script>': '"><script>' }
    const { status, text } = await open({ ...more, step: 'choose' })
    expect(status).toBe(200)
    expect(hiddenFields(text)).toMatchObject(more)
    expect(text).not.toContain('<script')
  })

  it('says before all else that it is a stand-in', async () => {
    const { open } = visit()
    for (const changes of [{ step: '' }, { step: 'choose' }, { client_id: 'x' }])
      expect((await open(changes as Record<string, string>)).text).toMatch(/<body>\n<aside>.*stand-in/)
  })

  it('needs no script and no other file', async () => {
    const { open } = visit()
    for (const step of ['', 'choose']) expect((await open({ step })).text).not.toMatch(/<script|<link|\ssrc=|\son\w+=/)
  })

  it('offers every location in service and every agency', async () => {
    const { session, open, locations, companies } = visit()
    const offered = async () =>
      [...(await open({ step: 'choose' })).text.matchAll(/name="account" value="([^"]+)"/g)].map(([, value]) => value)
    const agencies = companies.map(({ companyId }) => `company:${companyId}`)
    const listed = [0, 1, 3].map((i) => `location:${locations[i]!.locationId}`)
    expect(await offered()).toEqual([...listed, ...agencies])
    await setActive(session, locations[0]!.locationId, false)
    expect(await offered()).toEqual([...listed.slice(1), ...agencies])
  })

  it('takes an agency', async () => {
    const { choose, companies, exchange } = visit()
    const answer = await choose({ account: `company:${companies[0]!.companyId}`, decision: 'allow' })
    const code = new URL(answer.headers.location!).searchParams.get('code')!
    expect((await exchange(code)).json).toMatchObject({ userType: 'Company', companyId: companies[0]!.companyId })
  })

  it.each([{}, { account: 'location:x' }, { account: 'x' }, { account: 'company:DemoLocation00000001' }])(
    'asks again after the choice %j',
    async (choice) => {
      const answer = await visit().choose({ ...choice, decision: 'allow' } as Record<string, string>)
      expect(answer.status).toBe(200)
      expect(answer.text).toContain('Please select an account.')
    },
  )

  it('stays after Cancel, unless denyRedirect', async () => {
    const stay = await visit().choose({ decision: 'deny' })
    expect(stay.status).toBe(200)
    expect(stay.text).toContain('Nothing was connected.')
    const { choose, good } = visit({ denyRedirect: true })
    const leave = await choose({ decision: 'deny' })
    expect(leave.status).toBe(302)
    const to = new URL(leave.headers.location!)
    expect(Object.fromEntries(to.searchParams)).toEqual({ error: 'access_denied', state: good.state })
  })

  it('allows at once with autoConsent, for the first location', async () => {
    const { open, exchange, locations } = visit({ autoConsent: true })
    const answer = await open()
    expect(answer.status).toBe(302)
    const code = new URL(answer.headers.location!).searchParams.get('code')!
    expect(code).toMatch(/^[0-9a-f]{40}$/)
    expect((await exchange(code)).json.locationId).toBe(locations[0]!.locationId)
  })

  it('sends no state where none came', async () => {
    const { call, good } = visit({ autoConsent: true })
    const { state: _, ...rest } = good
    const answer = await call(`GET ${PATHS[0]}?${new URLSearchParams(rest)}`)
    expect([...new URL(answer.headers.location!).searchParams.keys()]).toEqual(['code'])
  })

  it.each([
    [{ client_id: '' }, 'error.noAppVersionIdFound'],
    [{ client_id: 'abc-def' }, 'No integration found with the id: abc'],
    [{ client_id: '<b>-x' }, 'No integration found with the id: &lt;b&gt;'],
    [{ redirect_uri: 'https://evil.example/callback' }, 'redirect_uri is not registered for this app'],
    [{ redirect_uri: '' }, 'redirect_uri is not registered for this app'],
    [{ response_type: 'token' }, 'response_type must be code'],
    [{ response_type: '' }, 'response_type must be code'],
    [{ scope: '' }, 'scope must not be empty'],
    [{ scope: ' ' }, 'scope must not be empty'],
    [{ scope: 'contacts.readonly nope' }, 'scope nope is not enabled for this app'],
  ] as [Record<string, string>, string][])(
    'refuses %j on a page, without a redirect, whoever asks',
    async (changes, text) => {
      for (const settings of [{}, { autoConsent: true, denyRedirect: true }]) {
        const { open, choose } = visit(settings)
        for (const answer of [await open(changes), await choose({ ...changes, decision: 'deny' })]) {
          expect(answer.status).toBe(400)
          expect(answer.headers).toEqual({ 'content-type': 'text/html; charset=utf-8' })
          expect(answer.text).toContain(`<p role="alert">${text}</p>`)
        }
      }
    },
  )

  it('refuses a scope that another app has', async () => {
    const { apps, open } = visit()
    expect((await open({ client_id: apps[1]!.clientId })).text).toContain('scope contacts.write is not enabled')
  })
})

describe('a redirect_uri', () => {
  const registered = [
    'http://localhost:3000/callback',
    'http://127.0.0.1/cb?x=1',
    'https://example.com/callback',
    'my.app:/cb',
  ]
  it.each([
    ['http://localhost:3000/callback', true],
    ['http://localhost:49152/callback', true],
    ['http://localhost/callback', true],
    ['http://127.0.0.1:5000/cb?x=1', true],
    ['https://example.com/callback', true],
    ['my.app:/cb', true],
    ['http://127.0.0.1:5000/cb', false],
    ['https://localhost:3000/callback', false],
    ['http://127.0.0.1:3000/callback', false],
    ['http://localhost:3000/callback/', false],
    ['http://localhost:3000/callback?x=1', false],
    ['http://localhost:3000/callback#f', false],
    ['http://user@localhost:3000/callback', false],
    ['http://localhost.evil.example/callback', false],
    ['https://example.com:8443/callback', false],
    ['nonsense', false],
    ['', false],
  ])('%s: %s', (uri, expected) => {
    expect(isRegistered(registered, uri)).toBe(expected)
  })
})

describe('consent through the admin API', () => {
  it('answers where the browser would be sent', async () => {
    const { consent, redirectUri, exchange, locations } = connect()
    const { redirectTo } = await consent({ state: 'a b', locationId: locations[1]!.locationId })
    const to = new URL(redirectTo!)
    expect(redirectTo).toMatch(new RegExp(`^${redirectUri}\\?code=[0-9a-f]{40}&state=`))
    expect(to.searchParams.get('state')).toBe('a b')
    expect((await exchange(to.searchParams.get('code')!)).json.locationId).toBe(locations[1]!.locationId)
  })

  it('answers a denial with null, or with the error by denyRedirect', async () => {
    expect(await connect().consent({ decision: 'deny' })).toEqual({ redirectTo: null })
    const { consent, redirectUri } = connect(having({ denyRedirect: true }))
    expect(await consent({ decision: 'deny', state: 's' })).toEqual({
      redirectTo: `${redirectUri}?error=access_denied&state=s`,
    })
  })

  it.each([
    [{ clientId: 'x-y' }, 'No integration found with the id: x'],
    [{ redirectUri: 'https://evil.example' }, 'redirect_uri is not registered for this app'],
    [{ scope: 'nope' }, 'scope nope is not enabled for this app'],
    [{ locationId: 'x' }, 'no account x'],
    [{ companyId: 'x' }, 'no account x'],
    [{ locationId: 'DemoLocation00000001', companyId: 'DemoCompany000000002' }, 'no account DemoLocation00000001'],
  ])('refuses %j and says what is known', async (request, message) => {
    const error = await connect()
      .consent(request)
      .catch((thrown) => thrown)
    expect(error).toMatchObject({ code: 'invalid_request', message })
    expect(JSON.stringify(error.details.known)).toMatch(/Demo|64d0/)
  })
})
