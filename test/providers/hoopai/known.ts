/** A model of what a location holds: which records were seen in answers, and which of them must be gone. */

import type { JsonObject } from '../../../src/core/http.ts'
import type { Chance } from './chance.ts'

export type Kind =
  | 'contacts'
  | 'notes'
  | 'tasks'
  | 'conversations'
  | 'messages'
  | 'calendars'
  | 'groups'
  | 'appointments'
  | 'blockedSlots'
  | 'pipelines'
  | 'opportunities'
  | 'users'

export interface Seen {
  readonly kind: Kind
  readonly id: string
  /** Its fields, as far as answers have shown them. */
  readonly record: JsonObject
  readonly isGone: boolean
  /** Whether the walk made it. */
  readonly isOwn: boolean
}

/** What an answer's field holds. */
const FIELDS: Readonly<Record<string, Kind>> = {
  contact: 'contacts',
  contacts: 'contacts',
  note: 'notes',
  notes: 'notes',
  task: 'tasks',
  tasks: 'tasks',
  conversation: 'conversations',
  conversations: 'conversations',
  messages: 'messages',
  calendar: 'calendars',
  calendars: 'calendars',
  group: 'groups',
  groups: 'groups',
  event: 'appointments',
  events: 'appointments',
  pipelines: 'pipelines',
  opportunity: 'opportunities',
  opportunities: 'opportunities',
  users: 'users',
}
/** Fields of a record that name what it goes with. */
const OWNERS = ['contactId', 'conversationId', 'calendarId']

/** How a record is read by itself. */
const PATHS: Readonly<Partial<Record<Kind, string>>> = {
  contacts: '/contacts/:id',
  notes: '/contacts/:contactId/notes/:id',
  tasks: '/contacts/:contactId/tasks/:id',
  conversations: '/conversations/:id',
  messages: '/conversations/messages/:id',
  calendars: '/calendars/:id',
  appointments: '/calendars/events/appointments/:id',
  opportunities: '/opportunities/:id',
  users: '/users/:id',
}

export class Known {
  readonly #seen = new Map<string, Seen>()

  all(): Seen[] {
    return [...this.#seen.values()]
  }

  get(id: unknown): Seen | undefined {
    return this.#seen.get(String(id))
  }

  /** A record of this kind that is there, of the walk's own making if there is one and `own` asks for it. */
  pick(
    kind: Kind,
    chance: Chance,
    { own = false, where = () => true as boolean } = {} as Preference,
  ): Seen | undefined {
    const live = this.all().filter((each) => each.kind === kind && !each.isGone && where(each.record))
    const mine = own ? live.filter(({ isOwn }) => isOwn) : []
    return live.length === 0 ? undefined : chance.pick(mine.length > 0 ? mine : live)
  }

  pickGone(kind: Kind, chance: Chance): Seen | undefined {
    const gone = this.all().filter((each) => each.kind === kind && each.isGone)
    return gone.length === 0 ? undefined : chance.pick(gone)
  }

  /** Takes in what an answer shows. Answers what it should not have shown. `makes`: what is new in it is there from now on. */
  learn(route: string, answer: JsonObject, makes: boolean): string[] {
    return shownIn(route, answer).flatMap(([kind, record]) => {
      const id = String(record.id)
      const old = this.#seen.get(id)
      if (old?.isGone && !makes) return [`${route} shows ${kind} ${id}, which is gone`]
      const isOwn = old?.isOwn || (makes && old === undefined)
      this.#seen.set(id, { kind, id, record: { ...old?.record, ...record }, isGone: false, isOwn })
      return []
    })
  }

  /** It is gone now, with all that goes with it. */
  remove(id: string): void {
    const old = this.#seen.get(id)
    if (!old || old.isGone) return
    this.#seen.set(id, { ...old, isGone: true })
    for (const each of this.#seen.values()) if (OWNERS.some((name) => each.record[name] === id)) this.remove(each.id)
  }
}

interface Preference {
  readonly own?: boolean
  readonly where?: (record: JsonObject) => boolean
}

/** The records that an answer shows. */
export function shownIn(route: string, answer: JsonObject): [Kind, JsonObject][] {
  const resource = route.split('.', 1)[0]!
  const shown: [Kind, JsonObject][] = []
  for (const [name, value] of Object.entries(answer)) {
    const kind = name === 'events' && resource === 'blockedSlots' ? resource : FIELDS[name]
    if (!kind) continue
    const nested = (value as { messages?: JsonObject[] } | null)?.messages
    for (const record of [nested ?? value].flat() as (JsonObject | null)[])
      if (typeof record?.id === 'string') shown.push([kind, record])
  }
  if (typeof answer.id === 'string') shown.push([resource as Kind, answer])
  const { messageId, conversationId, contactId } = answer
  if (messageId !== undefined) shown.push(['messages', defined({ id: messageId, conversationId, contactId })])
  if (conversationId !== undefined) shown.push(['conversations', defined({ id: conversationId, contactId })])
  return shown
}

/** Where a record is read by itself; undefined where it cannot be. */
export function pathOf({ kind, id, record }: Seen): string | undefined {
  return PATHS[kind]?.replace(':contactId', String(record.contactId)).replace(':id', id)
}

function defined(record: Record<string, JsonObject[string] | undefined>): JsonObject {
  return Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined)) as JsonObject
}
