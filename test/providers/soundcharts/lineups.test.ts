import { expect, test } from 'vitest'
import { lineup, type Plan, peakOf } from '../../../src/providers/soundcharts/data/lineups.ts'
import { poolOf } from '../../../src/providers/soundcharts/data/pools.ts'
import { allRadios, broadcastsOf, feedOf } from '../../../src/providers/soundcharts/data/radios.ts'
import { dayOf } from '../../../src/providers/soundcharts/data/series.ts'
import { indexOfWork } from '../../../src/providers/soundcharts/data/works.ts'
import { makeWorld } from '../../../src/providers/soundcharts/data/world.ts'

const PLAN: Plan = {
  name: 'a list',
  kind: 'song',
  slots: 101,
  stay: 30,
  resident: (index) => (index < 400 ? 40 : undefined),
}

test('a lineup and its members tell the same: who is in at a turn, since when, and where', () => {
  const world = makeWorld(1)
  const list = lineup(world, PLAN)
  const { members } = poolOf(world, 'song')
  for (const turn of [0, 39, 40, 100, 2500, 2501]) {
    const held = Array.from({ length: list.slots }, (_, slot) => list.holder(slot, turn))
    expect(held.some(({ until }) => until === Number.POSITIVE_INFINITY)).toBe(turn >= 40)
    expect(new Set(held.map((stay) => stay.index)).size).toBe(held.length)
    for (const stay of held) expect(list.stays(stay.index, turn, turn)).toEqual([stay])
    expect(members.flatMap((index) => list.stays(index, turn, turn))).toHaveLength(held.length)
    const positions = held.map((stay) => list.position(stay.slot, turn))
    expect(new Set(positions).size).toBe(held.length)
    for (const stay of held) expect(list.slotAt(list.position(stay.slot, turn), turn)).toBe(stay.slot)
    expect(Math.max(...positions)).toBeLessThanOrEqual(list.slots)
  }
})

test('a stay has a beginning, an end and a peak', () => {
  const list = lineup(makeWorld(1), PLAN)
  const stay = list.holder(60, 500)!
  expect(stay.until - stay.since).toBe(29)
  expect(list.holder(60, stay.since)).toEqual(stay)
  expect(list.holder(60, stay.until)).toEqual(stay)
  expect(list.holder(60, stay.since - 1)?.index).not.toBe(stay.index)
  expect(list.holder(60, stay.until + 1)?.index).not.toBe(stay.index)
  const peak = peakOf(list, stay, 510)
  for (let turn = stay.since; turn <= 510; turn++) {
    const position = list.position(60, turn)
    expect(position).toBeGreaterThanOrEqual(peak.position)
    if (turn < peak.turn) expect(position).toBeGreaterThan(peak.position)
  }
  expect(list.position(60, peak.turn)).toBe(peak.position)
})

test('another seed makes another lineup of the same works', () => {
  const held = (seed: number) => {
    const list = lineup(makeWorld(seed), { ...PLAN, kind: 'album' })
    return Array.from({ length: list.slots }, (_, slot) => list.holder(slot, 100).index % 400)
  }
  expect(held(1)).toEqual(held(1))
  expect(held(1)).not.toEqual(held(2))
})

test('what a station airs is what its songs were aired', () => {
  const world = makeWorld(7)
  const until = Date.UTC(2026, 0, 1, 10, 3)
  const days = Array.from({ length: 31 }, (_, i) => dayOf(until) - 30 + i)
  const indexes = [0, ...Array.from({ length: 300 }, (_, n) => indexOfWork(3, n))]
  const aired = broadcastsOf(world, indexes, days, until)
  expect(aired.length).toBeGreaterThan(1000)
  for (const radio of allRadios(world).slice(0, 5)) {
    const feed = feedOf(world, radio, days, until)
    const plays = Array.from({ length: feed.length }, (_, place) => feed.at(place)!)
    expect(plays.every(({ airedAt }, i) => airedAt <= (plays[i - 1]?.airedAt ?? until))).toBe(true)
    expect(plays.filter(({ song }) => indexes.includes(song))).toEqual(aired.filter((play) => play.radio === radio))
    expect(until - plays[0]!.airedAt).toBeLessThan(6 * 60_000)
    expect(dayOf(plays.at(-1)!.airedAt)).toBe(days[0])
  }
})

test.each([1, 3, 8, 9, 1000])('a list of %i places holds as many works, each once', (slots) => {
  const world = makeWorld(3)
  const list = lineup(world, { ...PLAN, name: `of ${slots}`, slots })
  for (const turn of [0, 41, 3000]) {
    const held = Array.from({ length: slots }, (_, i) => list.holder(list.slotAt(i + 1, turn), turn).index)
    expect(new Set(held).size).toBe(slots)
  }
})
