/** How what the admin API answers is shown: elements with texts in them, never HTML. */

const RULES = 50
const VERDICTS = { passed: 'good', failed: 'bad', inconclusive: 'fair' }
const SEVERITIES = { error: 'bad', warn: 'fair', info: 'quiet' }

function el(name, properties, ...inner) {
  const { data = {}, ...plain } = properties ?? {}
  const element = Object.assign(document.createElement(name), plain)
  Object.assign(element.dataset, data)
  element.append(...inner.flat(2).filter((each) => each !== null && each !== undefined && each !== false))
  return element
}

function quiet(...inner) {
  return el('p', { className: 'quiet' }, inner)
}

function titled(title, items) {
  return items.length > 0 ? [el('h3', null, title), el('ul', null, items)] : []
}

function scenarioParts({ name, about, rules = [] }) {
  if (name === null) return [quiet('None plays. Start with --scenario, or PUT one to /__admin/scenario.')]
  const more = rules.length - RULES
  const heads = ['Rule', 'met', 'struck'].map((text, i) => el('th', { className: i > 0 ? 'number' : '' }, text))
  return [
    el('p', null, el('strong', null, name)),
    about && quiet(about),
    rules.length > 0 && el('table', null, el('tr', null, heads), rules.slice(0, RULES).map(ruleRow)),
    more > 0 && quiet(`and ${more} more rules`),
  ]
}

function ruleRow({ id, provider, call = 'every call', do: effect, matched, struck }) {
  const does = typeof effect === 'string' ? effect : JSON.stringify(effect)
  const meets = provider === undefined ? call : `${call} at ${provider}`
  return el(
    'tr',
    null,
    el('td', null, el('strong', null, id), el('small', null, meets), el('small', null, el('code', null, does))),
    el('td', { className: 'number' }, String(matched)),
    el('td', { className: `number${struck > 0 ? ' fair' : ''}` }, String(struck)),
  )
}

function reportParts({ verdict, reasons, findings, expectations, neverStruck, notJudged }) {
  return [
    el('p', null, el('strong', { className: VERDICTS[verdict] }, verdict)),
    reasons.map((reason) => quiet(reason)),
    titled('Findings', findings.map(findingItem)),
    titled(
      'Expected of the client',
      expectations.map(({ expected, got, met, message }) =>
        el('li', { className: met ? '' : 'bad' }, message ?? `${expected}; got ${got}`),
      ),
    ),
    titled(
      'Rules that never struck',
      neverStruck.map((rule) => el('li', null, rule)),
    ),
    notJudged.length > 0 &&
      el(
        'details',
        null,
        el('summary', null, `${notJudged.length} rules of the judge could not judge`),
        el(
          'ul',
          null,
          notJudged.map(({ rule, why }) => el('li', null, `${rule}: ${why}`)),
        ),
      ),
  ].flat()
}

function findingItem({ rule, severity, message, harm, mend, times, requests }) {
  const often = times > 1 ? `${times} times; ` : ''
  return el(
    'li',
    null,
    el('strong', { className: SEVERITIES[severity] }, rule),
    ` ${message} ${harm} ${mend}`,
    quiet(`${often}${requests.join(', ')}`),
  )
}

/** The variables by whose they are, each group under its base URL. */
function credentialParts(env) {
  const whose = (name) => name.split('_')[0].toLowerCase()
  const groups = [...new Set(Object.keys(env).map(whose))]
  return groups.map((group) => {
    const own = Object.entries(env).filter(([name]) => whose(name) === group)
    const [, base] = own.find(([name]) => /_(BASE_)?URL$/.test(name)) ?? []
    return el(
      'details',
      null,
      el('summary', null, el('strong', null, group), ' ', el('code', null, base)),
      el('dl', null, own.map(credentialRow)),
    )
  })
}

function credentialRow([name, value]) {
  const properties = { type: 'button', data: { copy: value }, ariaLabel: `Copy ${name}` }
  const copy = navigator.clipboard && el('button', properties, 'Copy')
  return [el('dt', null, name), el('dd', null, el('code', null, value), copy)]
}

/** One call as a line, which opens. */
function callLine({ at, method, path, provider, status, code, rules }) {
  const standing = status === 0 || status >= 500 ? 'bad' : status >= 400 ? 'fair' : 'good'
  const marks = [
    el('span', { className: 'tag' }, provider),
    code && el('span', { className: `tag ${standing}` }, code),
    rules.map((rule) => el('span', { className: 'tag fair' }, `struck by ${rule}`)),
  ]
  return el(
    'button',
    { type: 'button', className: 'line', ariaExpanded: 'false' },
    el('time', { dateTime: at, title: at }, at.slice(11, 23)),
    el('span', { className: 'call' }, `${method} ${path}`),
    el('span', { className: 'marks' }, marks),
    el('span', { className: `status ${standing}` }, status === 0 ? 'cut' : String(status)),
  )
}

/** Why it was answered so, and what was asked and answered, as the journal keeps it: without secrets. */
function whyParts(words, { id, query, headers, body, client, credential, responseHeaders }) {
  const part = (title, value) =>
    el('details', null, el('summary', null, title), el('pre', null, JSON.stringify(value, null, 2)))
  return [
    el(
      'ul',
      null,
      words.map((sentence) => el('li', null, sentence)),
    ),
    part('What was asked', { id, client, credential, query, headers, body }),
    part('Headers of the answer', responseHeaders),
  ]
}
