/** Asks the admin API again and again, and shows what it answers. It asks nobody else. */

const POLL_MS = 1000
/** Sessions can be thousands, and come and go less often than calls. */
const SESSIONS_EACH = 5
const CALLS = 100
const JUMPS = ['1s', '1m', '10m', '1h', '1d']
const TOKEN = 'stuntdouble-admin-token'

const [, root = '', prefix] = /^(.*?)(?:\/s\/([^/]+))?\/__admin\/?$/.exec(location.pathname) ?? []
const $ = (id) => document.getElementById(id)
const shown = new Map()
let polls = 0
let timer

/** Rejects with the API's own words and code; without a code when nothing answers. */
async function ask(path, body) {
  const token = sessionStorage.getItem(TOKEN)
  const headers = {
    ...(token === null ? {} : { authorization: `Bearer ${token}` }),
    ...(body ? { 'content-type': 'application/json' } : {}),
  }
  const init = body ? { method: 'POST', headers, body: JSON.stringify(body) } : { headers }
  const response = await fetch(`${root}/__admin${path}`, { ...init, cache: 'no-store' })
  const answer = await response.json()
  if (response.ok) return answer
  throw Object.assign(new Error(answer.error.message), { code: answer.error.code })
}

function sessionName() {
  return decodeURIComponent(location.hash.slice(1) || prefix || 'default')
}

function at(path) {
  return `/sessions/${encodeURIComponent(sessionName())}${path}`
}

async function look() {
  clearTimeout(timer)
  const name = sessionName()
  const provider = $('provider').value
  const filter = new URLSearchParams({ limit: String(CALLS), ...(provider ? { provider } : {}) })
  try {
    if (polls++ % SESSIONS_EACH === 0) showSessions(await ask('/sessions'))
    const paths = ['', '/clock', '/scenario', `/requests?${filter}`, '/report']
    const answers = await Promise.all(paths.map((path) => ask(at(path))))
    // Another one was chosen meanwhile.
    if (name === sessionName()) show(...answers)
  } catch (error) {
    if (name === sessionName()) showFailure(error)
  }
  clearTimeout(timer)
  if (!document.hidden && $('key').hidden) timer = setTimeout(look, POLL_MS)
}

function show({ env }, clock, scenario, { requests }, { sessions: [report] }) {
  fill('credentials', credentialParts, env)
  fill('playing', scenarioParts, scenario)
  $('report').hidden = !report
  if (report) fill('verdict', reportParts, report)
  showProviders(env)
  showClock(clock)
  showCalls(requests)
  say('live', 'live')
  $('main').hidden = false
}

/** Fills a place anew only when something changed there: what a person marked stays marked. */
function fill(id, parts, value) {
  const text = JSON.stringify(value)
  if (shown.get(id) === text) return
  shown.set(id, text)
  $(id).replaceChildren(...parts(value).flat().filter(Boolean))
}

function say(state, words) {
  $('live').dataset.state = state
  if ($('live').textContent !== words) $('live').textContent = words
}

function showFailure({ code, message }) {
  if (code !== 'unauthorized' && code !== 'foreign_host') {
    say('lost', code ? message : 'the emulator does not answer')
    return
  }
  const refused = sessionStorage.getItem(TOKEN) === null ? '' : 'That token was refused. '
  sessionStorage.removeItem(TOKEN)
  $('wanted').textContent = refused + message
  $('main').hidden = true
  $('key').hidden = false
  $('token').focus()
  say('waiting', 'waiting for the token')
}

function showSessions({ sessions }) {
  const own = sessionName()
  const names = [...new Set([own, ...sessions.map(({ name }) => name)])].sort()
  const option = (name) => el('option', { value: name, selected: name === own }, name)
  fill('session', () => names.map(option), [own, names])
}

function showProviders(env) {
  const names = Object.keys(env).flatMap((name) => /^(.+)_BASE_URL$/.exec(name)?.[1].toLowerCase() ?? [])
  const chosen = $('provider').value
  const every = el('option', { value: '' }, 'every provider')
  const options = () => [every, ...names.map((name) => el('option', { value: name, selected: name === chosen }, name))]
  fill('provider', options, names)
}

function showClock({ now, frozen }) {
  $('now').textContent = now.replace('T', ' ').replace(/(\.000)?Z$/, '')
  $('now').dateTime = now
  $('frozen').textContent = frozen ? 'stands still' : 'runs'
  $('freeze').textContent = frozen ? 'Let it run' : 'Freeze'
  $('freeze').dataset.freeze = String(!frozen)
}

async function move(act) {
  try {
    const answer = await ask(at('/clock'), act)
    showClock(answer)
    const due = answer.due.map(({ type, kind }) => type ?? kind)
    $('due').textContent = due.length > 0 ? `Fell due on the way: ${due.join(', ')}.` : ''
  } catch (error) {
    $('due').textContent = error.message
  }
  look()
}

/** Newest first. A call that was answered changes no more, so what is there stays, open if it is. */
function showCalls(requests) {
  const wanted = requests.filter(({ code, rules }) => !$('odd').checked || code !== null || rules.length > 0)
  const keys = new Set(wanted.map(keyOf))
  const known = new Set()
  for (const item of [...$('calls').children])
    if (keys.has(item.dataset.key)) known.add(item.dataset.key)
    else item.remove()
  for (const [i, entry] of wanted.entries())
    if (!known.has(keyOf(entry))) $('calls').insertBefore(callItem(entry), $('calls').children[i] ?? null)
  $('none').hidden = wanted.length > 0
  $('none').textContent = requests.length > 0 ? 'None of the latest was refused or struck.' : 'None yet.'
}

function keyOf({ id, at, method, path, status }) {
  return JSON.stringify([id, at, method, path, status])
}

function callItem(entry) {
  const line = callLine(entry)
  const item = el('li', { data: { key: keyOf(entry) } }, line)
  line.addEventListener('click', async () => {
    const open = item.querySelector('.why')
    line.ariaExpanded = String(!open)
    if (open) return open.remove()
    const why = el('div', { className: 'why' }, quiet('Asking…'))
    item.append(why)
    try {
      const { words } = await ask(at(`/requests/${entry.id}/explain`))
      why.replaceChildren(...whyParts(words, entry))
    } catch (error) {
      why.replaceChildren(quiet(error.message))
    }
  })
  return item
}

function begin() {
  polls = 0
  look()
}

$('key').addEventListener('submit', (event) => {
  event.preventDefault()
  sessionStorage.setItem(TOKEN, $('token').value.trim())
  $('token').value = ''
  $('key').hidden = true
  begin()
})
$('session').addEventListener('change', () => {
  location.hash = encodeURIComponent($('session').value)
})
addEventListener('hashchange', () => {
  $('calls').replaceChildren()
  $('due').textContent = ''
  begin()
})
$('provider').addEventListener('change', look)
$('odd').addEventListener('change', look)
$('jumps').append(...JUMPS.map((by) => el('button', { type: 'button', data: { by } }, `+${by}`)))
$('jumps').addEventListener('click', ({ target: { dataset } }) => dataset.by && move({ advance: dataset.by }))
$('freeze').addEventListener('click', () => move({ freeze: $('freeze').dataset.freeze === 'true' }))
$('advance').addEventListener('submit', (event) => {
  event.preventDefault()
  move({ advance: $('by').value })
})
$('credentials').addEventListener('click', async ({ target }) => {
  if (target.dataset.copy === undefined) return
  await navigator.clipboard.writeText(target.dataset.copy)
  target.textContent = 'Copied'
})
document.addEventListener('visibilitychange', () => document.hidden || look())
ask('/health').then(
  ({ version }) => ($('version').textContent = version),
  () => {},
)
begin()
