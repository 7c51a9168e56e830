/** Notes and tasks of contacts. Source: openapi contacts.json; section 11.1. */

export type Note = {
  readonly id: string
  readonly locationId: string
  readonly contactId: string
  readonly body: string
  readonly userId?: string | undefined
  readonly title?: string | undefined
  readonly color?: string | undefined
  readonly pinned?: boolean | undefined
  /** ISO 8601. */
  readonly dateAdded: string
}

export type Task = {
  readonly id: string
  readonly locationId: string
  readonly contactId: string
  readonly title: string
  readonly body?: string | undefined
  readonly assignedTo?: string | undefined
  /** ISO 8601. */
  readonly dueDate: string
  readonly completed: boolean
  readonly dateAdded: string
}
