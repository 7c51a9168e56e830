import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import manifest from '../../package.json' with { type: 'json' }
import { all, dockerfile, stage } from './dockerfile.ts'

const read = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8')
const program = ['node', `/opt/stuntdouble/${manifest.bin.stuntdouble}`]

it('starts the program itself, so that signals reach it', () => {
  expect(JSON.parse(all('ENTRYPOINT').join())).toEqual(program)
})

it('asks the program for its health, without a shell', () => {
  const [, command] = all('HEALTHCHECK').join().split('CMD ')
  expect(JSON.parse(command!)).toEqual([...program, 'health'])
})

it('runs as a user who is not root and owns nothing, by number, as orchestrators want to see', () => {
  expect(all('USER')).toEqual([expect.stringMatching(/^[1-9]\d{4}:[1-9]\d{4}$/)])
  // A folder that is made once the user is set is that user's, for some builders.
  const after = stage.slice(stage.findIndex((line) => line.startsWith('USER ')))
  expect(after.filter((line) => /^(WORKDIR|COPY|ADD|RUN|VOLUME) /.test(line))).toEqual([])
})

it('is asked for its health first within a second', () => {
  const [options] = all('HEALTHCHECK').join().split('CMD ')
  expect(Number(/--interval=(\d+)ms /.exec(options!)![1])).toBeLessThan(1000)
  // Builders before BuildKit refuse it.
  expect(options).not.toContain('start-interval')
})

it('is labelled; version, revision and source are told when it is built', () => {
  const labels = Object.fromEntries(
    [
      ...all('LABEL')
        .join()
        .matchAll(/org\.opencontainers\.image\.(\w+)="(.*?)"/g),
    ].map(([, ...is]) => is),
  )
  expect(labels).toEqual({
    title: manifest.name,
    description: expect.stringContaining('Hoopr B2B, HoopAI Platform and Soundcharts'),
    licenses: manifest.license,
    version: '$VERSION',
    revision: '$REVISION',
    source: '$SOURCE',
  })
  expect(all('ARG')).toEqual([`VERSION=${manifest.version}`, 'REVISION=', 'SOURCE='])
})

it('is the same for every architecture: what is built is built where the builder runs', () => {
  expect(dockerfile.match(/^FROM .*$/gm)).toEqual([
    expect.stringMatching(/^FROM --platform=\$BUILDPLATFORM node:\S+ AS build$/),
    expect.stringMatching(/^FROM node:\S+$/),
  ])
  expect(all('COPY').every((line) => line.startsWith('--from=build '))).toBe(true)
})

it('listens to the world, on the documented port', () => {
  expect(all('ENV').join(' ')).toContain('STUNTDOUBLE_HOST=0.0.0.0')
  expect(all('EXPOSE')).toEqual(['4600'])
})

it('works in /scenarios, where files are mounted', () => {
  expect(all('WORKDIR').at(-1)).toBe('/scenarios')
})

it('holds what the package ships, and nothing of the build', () => {
  const copied = all('COPY').flatMap((line) => line.split(' ').slice(1, -1))
  expect(copied.every((path) => path.startsWith('/build/'))).toBe(true)
  expect(copied.map((path) => path.slice('/build/'.length)).sort()).toEqual(
    ['LICENSE', 'dist/LICENSES.txt', 'dist/bin', 'package.json', 'page', 'scenario.schema.json', 'scenarios'].sort(),
  )
})

it('sends the builder only what the build reads', () => {
  const [first, ...rest] = read('.dockerignore')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
  expect(first).toBe('*')
  expect(rest.every((line) => line.startsWith('!'))).toBe(true)
})
