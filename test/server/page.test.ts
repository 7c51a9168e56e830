/** The page for people as it is sent: whole, closed to everything from outside, and open where it holds nothing. */

import { hash } from 'node:crypto'
import supertest from 'supertest'
import { expect, test } from 'vitest'
import { createApp } from '../../src/server/app.ts'
import { stand } from './stand.ts'

async function page() {
  const { admin } = stand()
  const { status, text, headers } = await admin.get('')
  expect([status, headers['content-type']]).toEqual([200, 'text/html; charset=utf-8'])
  return { text, policy: String(headers['content-security-policy']), headers }
}

/** What stands in elements of this name. */
const contents = (text: string, name: string) =>
  [...text.matchAll(new RegExp(`<${name}>(.*?)</${name}>`, 'gs'))].map(([, own]) => own!)

test('it is one document: no address in it leads anywhere, and nothing is handled in an attribute', async () => {
  const { text } = await page()
  expect(contents(text, 'script').length).toBeGreaterThan(0)
  expect(contents(text, 'style').length).toBeGreaterThan(0)
  const markup = text.replace(/<(script|style)>.*?<\/\1>/gs, '')
  expect([...markup.matchAll(/\s(?:src|href|action)="([^"]*)"/g)].map(([, to]) => to)).toEqual(['data:,'])
  expect(markup).not.toMatch(/\son\w+=|\sstyle=|<script|<style/)
  expect(text).not.toMatch(/https?:\/\/|@import|url\(/)
  expect(contents(text, 'script').join()).not.toMatch(/innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\b/)
})

test('its policy allows its own scripts and styles by their digests, and nothing else', async () => {
  const { text, policy, headers } = await page()
  const digests = (name: string) => contents(text, name).map((own) => `'sha256-${hash('sha256', own, 'base64')}'`)
  const directives = policy.split('; ')
  expect(directives).toContain("default-src 'none'")
  expect(directives).toContain(`script-src ${digests('script').join(' ')}`)
  expect(directives).toContain(`style-src ${digests('style').join(' ')}`)
  expect(directives).toContain("connect-src 'self'")
  expect(directives).toContain("frame-ancestors 'none'")
  expect(policy).not.toMatch(/unsafe|\*/)
  expect(headers).toMatchObject({ 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' })
})

test('bound to every address it comes without a token and tells nothing; a foreign origin is refused', async () => {
  const { stage } = stand()
  const agent = supertest(createApp({ ...stage, host: '0.0.0.0', adminToken: 'a-token-that-nobody-sees' }))
  const { status, text } = await agent.get('/__admin')
  expect(status).toBe(200)
  expect(text).not.toContain('a-token-that-nobody-sees')
  expect(text).not.toContain(stage.version)
  expect((await agent.get('/__admin/sessions')).status).toBe(401)
  expect((await agent.get('/__admin').set('origin', 'http://elsewhere.example')).status).toBe(403)
})

test('it is also there under the prefix of a session and with a final slash', async () => {
  const { agent } = stand()
  const { text } = await page()
  for (const path of ['/__admin/', '/s/any/__admin']) expect((await agent.get(path)).text).toBe(text)
})

test('the newest few of the calls are had by their number', async () => {
  const { admin, call } = stand()
  for (let i = 0; i < 4; i++) await call('/hoopr/version')
  const ids = async (query: string) =>
    (await admin.get(`/requests?${query}`)).body.requests.map(({ id }: { id: string }) => id)
  expect(await ids('limit=2')).toEqual(['request-4', 'request-3'])
  expect(await ids('limit=9')).toHaveLength(4)
  expect((await admin.get('/requests?limit=0')).status).toBe(400)
})
