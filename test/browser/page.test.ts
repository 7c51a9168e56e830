/** A person at the page of the admin API, in a real browser, in front of a running emulator. */

import { existsSync } from 'node:fs'
import http from 'node:http'
import { type Browser, chromium, type Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { type EmulatorOptions, startEmulator } from '../../src/index.ts'

const CHROMIUM = process.env.CHROMIUM_PATH ?? '/usr/bin/chromium'
const skipped = existsSync(CHROMIUM) ? '' : ` (skipped: there is no ${CHROMIUM}; CHROMIUM_PATH may name another)`
const CLOCK = '2026-01-01T00:00:00Z'
const SCENARIO = {
  name: 'second-is-down',
  clock: CLOCK,
  rules: [{ id: 'down', call: 'GET /version', skip: 1, times: 1, do: { error: 'unavailable' } }],
}

describe.skipIf(skipped !== '')(`the page for people in Chromium${skipped}`, () => {
  let browser: Browser
  beforeAll(async () => {
    browser = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox'] })
  })
  afterAll(() => browser?.close())

  /** The page in front of an emulator of its own, and all that it complained of or asked from elsewhere. */
  async function open(options: EmulatorOptions = {}, path = '/__admin') {
    const emulator = await startEmulator({ scenario: SCENARIO, ...options })
    const url = `http://127.0.0.1:${new URL(emulator.url).port}`
    const page = await browser.newPage()
    page.setDefaultTimeout(20_000)
    const wrong: string[] = []
    page.on('pageerror', ({ message }) => wrong.push(message))
    page.on('console', (said) => said.text().includes('Content Security Policy') && wrong.push(said.text()))
    page.on('request', (asked) => asked.url().startsWith(url) || asked.url() === 'data:,' || wrong.push(asked.url()))
    onTestFinished(async () => {
      await page.close()
      await emulator.close()
    })
    await page.goto(`${url}${path}`)
    return { emulator, url, page, wrong, calls: page.locator('#calls > li') }
  }

  const text = (page: Page, id: string) => page.locator(`#${id}`).textContent()

  test('shows calls as they come, counts the rules that strike, and explains a call', async () => {
    const { url, page, wrong, calls } = await open()
    await page.getByText('None yet.').waitFor()
    for (let i = 0; i < 2; i++) await fetch(`${url}/hoopr/version`)
    const struck = calls.filter({ hasText: 'struck by down' })
    await struck.waitFor()
    expect(await calls.first().textContent()).toContain('503')
    await page.getByRole('row', { name: 'down' }).filter({ hasText: '21' }).waitFor()
    await struck.getByRole('button').click()
    await struck.getByText('Rule down struck: this was call 2 of those it meets').waitFor()
    // What is open stays open while others come.
    await fetch(`${url}/hoopr/version`)
    await calls.nth(2).waitFor()
    expect(await struck.getByText('Rule down struck').isVisible()).toBe(true)
    await page.getByLabel('refused or struck only').check()
    await expect.poll(() => calls.count()).toBe(1)
    expect(wrong).toEqual([])
  })

  test('shows what a call brings as text, whatever it looks like', async () => {
    const { url, page, wrong, calls } = await open()
    const path = '/hoopr/<img/src=x/onerror=document.title="taken">'
    await new Promise((resolve) => http.get(`${url}${path}`, { path }, (res) => res.resume().once('end', resolve)))
    await calls.getByText('<img/src=x').waitFor()
    await calls.getByRole('button').click()
    await calls.getByText('It met no route.').waitFor()
    expect([await page.locator('img').count(), await page.title()]).toEqual([0, 'stuntdouble'])
    expect(wrong).toEqual([])
  })

  test('moves the clock by its buttons, by what is written, and says what cannot be', async () => {
    const { emulator, page } = await open()
    const now = () => text(page, 'now')
    await expect.poll(now).toBe('2026-01-01 00:00:00')
    await page.getByRole('button', { name: '+1h' }).click()
    await expect.poll(now).toBe('2026-01-01 01:00:00')
    await page.getByLabel('How far to move it').fill('30m')
    await page.getByRole('button', { name: 'Advance' }).click()
    await expect.poll(now).toBe('2026-01-01 01:30:00')
    await page.getByRole('button', { name: 'Let it run' }).click()
    await page.getByText('runs', { exact: true }).waitFor()
    expect(emulator.stage.sessions.default.clock.frozen).toBe(false)
  })

  test('shows the session that is chosen, with its own addresses and calls', async () => {
    const { url, page, calls } = await open({}, '/s/a/__admin')
    await page.getByText('No session has this name.').waitFor()
    await fetch(`${url}/__admin/sessions`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{"name":"a"}',
    })
    await page.getByText(`${url}/s/a/hoopr`, { exact: true }).first().waitFor()
    await fetch(`${url}/hoopr/version`)
    await page.locator('#session').selectOption('default')
    await calls.first().waitFor()
    await page.getByText(`${url}/hoopr`, { exact: true }).first().waitFor()
  })

  test('asks for the admin token where one is wanted, and keeps it for this tab alone', async () => {
    const { page } = await open({ host: '0.0.0.0', adminToken: 'open-sesame' })
    const use = async (token: string) => {
      await page.getByLabel('Token').fill(token)
      await page.getByRole('button', { name: 'Use it' }).click()
    }
    await page.getByText('the admin API wants its token').waitFor()
    expect(await page.locator('#main').isVisible()).toBe(false)
    await use('wrong')
    await page.getByText('That token was refused.').waitFor()
    await use('open-sesame')
    await page.getByText('second-is-down').waitFor()
    await page.reload()
    await page.getByText('second-is-down').waitFor()
    const kept = await page.evaluate('[localStorage.length, document.cookie, location.href]')
    expect(kept).toEqual([0, '', page.url()])
    expect(page.url()).not.toContain('sesame')
  })
})
