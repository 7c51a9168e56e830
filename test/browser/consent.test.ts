/** A person at HoopAI's consent page, in a real browser, in front of the running program. */

import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type BrowserContext, chromium, type Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type Program, type Session, startProgram } from '../clients/emulator.ts'

const CHROMIUM = process.env.CHROMIUM_PATH ?? '/usr/bin/chromium'
const skipped = existsSync(CHROMIUM) ? '' : ` (skipped: there is no ${CHROMIUM}; CHROMIUM_PATH may name another)`
const FLAGS = ['gpu', 'quic', 'background-networking', 'component-update', 'sync'].map((each) => `--disable-${each}`)
const STATE = 'a state & more'

describe.skipIf(skipped !== '')(`the consent page in Chromium${skipped}`, () => {
  let program: Program
  let profile: string
  let browser: BrowserContext
  let callback: Callback

  beforeAll(async () => {
    program = await startProgram()
    profile = await mkdtemp(join(tmpdir(), 'stuntdouble-chromium-'))
    const args = ['--no-sandbox', '--no-first-run', ...FLAGS]
    browser = await chromium.launchPersistentContext(profile, { executablePath: CHROMIUM, headless: true, args })
    browser.setDefaultTimeout(20_000)
  })
  afterAll(async () => {
    await browser?.close()
    await rm(profile, { recursive: true, force: true })
    await program?.stop()
  })

  beforeEach(async () => {
    callback = await listenForCallback()
  })
  afterEach(async () => {
    for (const page of browser.pages()) await page.goto('about:blank')
    callback.server.close()
  })

  test('logs in in a new tab, and sends the allowed location’s code to the app', async () => {
    const session = await program.session()
    const { locationId } = session.credentials.hoopai.locations[1]
    const first = await visit(authorizationUrl(session))
    const [tab] = await Promise.all([
      browser.waitForEvent('page'),
      first.getByRole('button', { name: 'Log in' }).click(),
    ])
    expect(await first.getByRole('button', { name: 'Log in' }).isVisible()).toBe(true)

    await tab.locator(`input[type=radio][value*="${locationId}"]`).check()
    await tab.getByRole('button', { name: 'Allow' }).click()
    const query = await callback.arrived
    expect(query.get('state')).toBe(STATE)
    expect(await exchange(session, query.get('code')!)).toMatchObject({
      locationId,
      userType: 'Location',
      scope: 'contacts.readonly contacts.write',
    })
    await tab.close()
  })

  test('logs in in the same tab where the app asks for it, also on an origin of its own', async () => {
    const session = await program.session()
    const { companyId } = session.credentials.hoopai.locations[0]
    const url = authorizationUrl(session, { loginWindowOpenMode: 'self' }, program.hoopaiOrigin)
    const page = await visit(url)
    const tabs = browser.pages().length
    await page.getByRole('button', { name: 'Log in' }).click()
    await page.locator(`input[type=radio][value*="${companyId}"]`).check()
    expect(browser.pages()).toHaveLength(tabs)
    await page.getByRole('button', { name: 'Allow' }).click()
    const query = await callback.arrived
    expect(await exchange(session, query.get('code')!)).toMatchObject({ companyId, userType: 'Company' })
  })

  test('stays where it is when the person cancels, and still lets the person allow', async () => {
    const session = await program.session()
    const page = await visit(authorizationUrl(session, { loginWindowOpenMode: 'self' }))
    await page.getByRole('button', { name: 'Log in' }).click()
    await page.getByRole('button', { name: 'Cancel' }).click()
    await page.getByRole('status').waitFor()
    expect(new URL(page.url()).origin).toBe(program.url)
    expect(callback.calls()).toBe(0)
    await page.getByRole('button', { name: 'Allow' }).click()
    expect((await callback.arrived).get('state')).toBe(STATE)
  })

  test('goes back to the app with a denial where that is switched on', async () => {
    const session = await program.session({ settings: { hoopai: { denyRedirect: true } } })
    const page = await visit(authorizationUrl(session, { loginWindowOpenMode: 'self' }))
    await page.getByRole('button', { name: 'Log in' }).click()
    await page.getByRole('button', { name: 'Cancel' }).click()
    expect(Object.fromEntries(await callback.arrived)).toEqual({ error: 'access_denied', state: STATE })
  })

  test('shows why it cannot serve a request, and sends nobody anywhere', async () => {
    const session = await program.session()
    const page = await visit(authorizationUrl(session, { client_id: `${'0'.repeat(24)}-nobody00` }))
    expect(await page.getByRole('alert').textContent()).toBe(`No integration found with the id: ${'0'.repeat(24)}`)
    expect(callback.calls()).toBe(0)
  })

  async function visit(url: URL): Promise<Page> {
    const page = browser.pages()[0] ?? (await browser.newPage())
    await page.goto(url.href)
    return page
  }

  function authorizationUrl(session: Session, more: Record<string, string> = {}, base?: string): URL {
    const { apps, marketplaceUrl } = session.credentials.hoopai
    const url = new URL(`${base ?? marketplaceUrl}/oauth/chooselocation`)
    url.search = new URLSearchParams({
      response_type: 'code',
      client_id: apps[0].clientId,
      redirect_uri: callback.url,
      scope: 'contacts.readonly contacts.write',
      state: STATE,
      ...more,
    }).toString()
    return url
  }

  async function exchange({ credentials: { hoopai } }: Session, code: string): Promise<unknown> {
    const [{ clientId, clientSecret }] = hoopai.apps
    const client = { client_id: clientId, client_secret: clientSecret }
    const grant = { grant_type: 'authorization_code', code, redirect_uri: callback.url }
    const body = new URLSearchParams({ ...client, ...grant })
    return (await fetch(`${hoopai.baseUrl}/oauth/token`, { method: 'POST', body })).json()
  }
})

/** The app's own server, to which the browser comes back. */
interface Callback {
  readonly url: string
  readonly server: Server
  calls(): number
  /** What the first visitor brought. */
  readonly arrived: Promise<URLSearchParams>
}

async function listenForCallback(): Promise<Callback> {
  const server = createServer()
  let calls = 0
  const arrived = new Promise<URLSearchParams>((resolve) => {
    server.on('request', ({ url = '' }, res) => {
      const { pathname, searchParams } = new URL(url, 'http://localhost')
      // A browser also asks for the icon.
      if (pathname === '/callback') {
        calls++
        resolve(searchParams)
      }
      res.setHeader('content-type', 'text/plain').end('Thank you.')
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return { url: `http://127.0.0.1:${port}/callback`, server, arrived, calls: () => calls }
}
