/** What calendars, appointments and blocked slots are written as. Source: openapi calendars.json; section 11.3. */

import { boolean, instant, listOf, matching, number, oneOf, required, shape, string, told } from './fields.ts'

const LOCATION = required(string, "LocationId can't be undefined")
const UNIT = oneOf('mins', 'hours')
const whole = (max: number) => required(number({ min: 0, max, whole: true }))
const HOURS = required(
  listOf(shape({ openHour: whole(23), openMinute: whole(59), closeHour: whole(24), closeMinute: whole(59) })),
)
const CONFIGURATIONS = listOf(
  shape({
    kind: required(
      oneOf(
        'custom',
        'zoom_conference',
        'google_conference',
        'inbound_call',
        'outbound_call',
        'physical',
        'booker',
        'ms_teams_conference',
      ),
    ),
    location: string,
  }),
)
const TEAM = listOf(
  shape({
    userId: required(string),
    priority: number({ min: 0, max: 1 }),
    isPrimary: boolean,
    meetingLocationType: oneOf('custom', 'zoom', 'gmeet', 'phone', 'address', 'teams', 'booker'),
    meetingLocation: string,
    locationConfigurations: CONFIGURATIONS,
  }),
)
const AVAILABILITIES = listOf(
  shape({
    date: required(matching(/^\d{4}-\d\d-\d\dT00:00:00\.000Z$/, 'must be a day as YYYY-MM-DDT00:00:00.000Z')),
    hours: HOURS,
    deleted: boolean,
    id: string,
  }),
)

const NOTIFICATION = shape({
  type: oneOf('email'),
  shouldSendToContact: required(boolean),
  shouldSendToGuest: required(boolean),
  shouldSendToUser: required(boolean),
  shouldSendToSelectedUsers: required(boolean),
  selectedUsers: required(string),
})

const RECURRING = shape({
  freq: oneOf('DAILY', 'WEEKLY', 'MONTHLY'),
  count: number({ max: 24 }),
  bookingOption: oneOf('skip', 'continue', 'book_next'),
  bookingOverlapDefaultStatus: oneOf('confirmed', 'new'),
})

/** A length of nothing would never end. */
const LENGTH = number({ min: 1 })
const COUNT = number({ min: 0 })

export const UPDATE_CALENDAR = {
  name: string,
  isActive: boolean,
  notifications: listOf(NOTIFICATION),
  groupId: string,
  teamMembers: TEAM,
  eventType: oneOf('RoundRobin_OptimizeForAvailability', 'RoundRobin_OptimizeForEqualDistribution'),
  description: string,
  slug: string,
  widgetSlug: string,
  widgetType: oneOf('default', 'classic'),
  eventTitle: string,
  eventColor: string,
  meetingLocation: string,
  locationConfigurations: CONFIGURATIONS,
  slotDuration: LENGTH,
  slotDurationUnit: UNIT,
  slotInterval: LENGTH,
  slotIntervalUnit: UNIT,
  slotBuffer: COUNT,
  preBuffer: COUNT,
  preBufferUnit: UNIT,
  appoinmentPerSlot: LENGTH,
  appoinmentPerDay: COUNT,
  allowBookingAfter: COUNT,
  allowBookingAfterUnit: oneOf('hours', 'days', 'weeks', 'months'),
  allowBookingFor: COUNT,
  allowBookingForUnit: oneOf('days', 'weeks', 'months'),
  openHours: listOf(shape({ daysOfTheWeek: required(listOf(number({ min: 0, max: 6, whole: true }))), hours: HOURS })),
  availabilityType: number({ min: 0, max: 1, whole: true }),
  availabilities: AVAILABILITIES,
  enableRecurring: boolean,
  recurring: RECURRING,
  formId: string,
  stickyContact: boolean,
  isLivePaymentMode: boolean,
  autoConfirm: boolean,
  shouldSendAlertEmailsToAssignedMember: boolean,
  alertEmail: string,
  googleInvitationEmails: boolean,
  allowReschedule: boolean,
  allowCancellation: boolean,
  shouldAssignContactToTeamMember: boolean,
  shouldSkipAssigningContactForExisting: boolean,
  notes: string,
  pixelId: string,
  formSubmitType: oneOf('RedirectURL', 'ThankYouMessage'),
  formSubmitRedirectURL: string,
  formSubmitThanksMessage: string,
  guestType: oneOf('count_only', 'collect_detail'),
  consentLabel: string,
  calendarCoverImage: string,
  lookBusyConfig: shape({ enabled: required(boolean), LookBusyPercentage: required(number({ min: 0, max: 100 })) }),
} as const

export const CREATE_CALENDAR = {
  ...UPDATE_CALENDAR,
  locationId: LOCATION,
  name: required(string),
  calendarType: oneOf('round_robin', 'event', 'class_booking', 'collective', 'service_booking', 'personal'),
  slotBufferUnit: UNIT,
} as const

export const UPDATE_APPOINTMENT = {
  calendarId: string,
  startTime: instant,
  endTime: told(instant, { source: 'openapi calendars.json; observed O2', about: 'default: a slot after the start' }),
  title: string,
  appointmentStatus: oneOf('new', 'confirmed', 'cancelled', 'showed', 'noshow', 'invalid'),
  assignedUserId: string,
  description: string,
  address: string,
  meetingLocationType: oneOf('custom', 'zoom', 'gmeet', 'phone', 'address', 'ms_teams', 'google'),
  meetingLocationId: string,
  overrideLocationConfig: boolean,
  ignoreDateRange: boolean,
  toNotify: boolean,
  ignoreFreeSlotValidation: boolean,
  rrule: string,
} as const

/** A missing `locationId` has a text of its own (section 9). */
export const CREATE_APPOINTMENT = {
  ...UPDATE_APPOINTMENT,
  calendarId: required(string),
  locationId: told(string, { source: 'openapi calendars.json; observed O10', about: 'without it: 400' }),
  contactId: required(string),
  startTime: required(instant),
} as const

/** openapi requires neither time; without one nothing would be blocked. */
export const BLOCK_SLOT = {
  calendarId: required(string),
  locationId: LOCATION,
  title: string,
  assignedUserId: string,
  startTime: told(required(instant), { source: 'openapi calendars.json; assumed' }),
  endTime: told(required(instant), { source: 'openapi calendars.json; assumed' }),
} as const

export const GROUP = {
  locationId: LOCATION,
  name: required(string),
  description: required(string),
  slug: required(string),
  isActive: boolean,
} as const
