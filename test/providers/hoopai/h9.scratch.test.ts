import { test } from 'vitest'
import { walk } from './walk.ts'
import { declared, problemsOf } from './specification.ts'
test('x', { timeout: 120000 }, async () => {
  const t = performance.now()
  const w = await walk(7, process.env.B ? { profile: 'highlevel', sharedLocationBudget: false, scopeStatus: '403', notFoundShape: 'error', legacyRefreshError: true, denyRedirect: true } : {})
  console.log('ms', performance.now() - t, 'steps', w.steps, 'answers', w.answers.length)
  const p = new Map<string, number>()
  for (const { route, status, text } of w.answers) {
    const d = declared(route)
    if (!d) continue
    if (!d.described.includes(status)) { if (status < 400) p.set(`${route.name} ${status} not described`, 1); continue }
    for (const x of problemsOf(route, status, text)) { const k = `${route.name} ${status} ${x.replace(/\/\d+/g, '/N')}`; p.set(k, (p.get(k) ?? 0) + 1) }
  }
  console.log('SURPRISES', w.surprises.length, w.surprises.slice(0, 40).join('\n'))
  console.log('UNDECLARED', w.undeclared.join('\n'))
  console.log('UNDESCRIBED', w.undescribed.join('\n'))
  console.log('LEAKS', w.leaks.slice(0, 10).join('\n'))
  console.log('FILES', [...p].map(([k, n]) => `${k} x${n}`).join('\n'))
  const ok = new Set(w.answers.filter((a) => a.status < 400).map((a) => a.route.name))
  const { hoopai } = await import('../../../src/providers/hoopai/index.ts')
  console.log('NEVER OK', hoopai.routes.filter((r) => !ok.has(r.name)).map((r) => r.name).join())
  const codes = new Set(w.answers.map((a) => `${a.route.name} ${a.code}`))
  console.log('CODES NEVER', hoopai.routes.flatMap((r) => [...(r.takes ? [] : hoopai.refuses!), ...(r.refuses ?? [])].filter((c) => !codes.has(`${r.name} ${c}`)).map((c) => `${r.name} ${c}`)).filter((x) => !/server_error|scope_forbidden/.test(x)).join('\n'))
})
