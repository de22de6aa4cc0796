export {
  type Action,
  EVERYBODY,
  type Input,
  isGet,
  isRead,
  type Output,
  type Parsed,
  PEOPLE,
  ROLES,
  type Role,
  STAFF,
  type Versioned,
} from './action.ts';
export { MAX_PERIOD_DAYS } from './actions/analytics.ts';
export { type Assistant, SCOPES, type Scope, scopeOf } from './actions/assistants.ts';
export type { AuditLine } from './actions/audit.ts';
export { Booking, BookingStatus } from './actions/bookings.ts';
export { BroadcastStatus } from './actions/broadcasts.ts';
export { type BulkChange, type BulkSelection, MAX_BULK, MAX_BULK_BOOKINGS } from './actions/bulk.ts';
export { CalendarError } from './actions/calendars.ts';
export type { ClockInterval, WeekRow } from './actions/hours.ts';
export { type ActionName, type Actions, actions, isActionName } from './actions/index.ts';
export type { Notification } from './actions/notifications.ts';
export { Specialist } from './actions/people.ts';
export type { PreviewInput } from './actions/preview.ts';
export { MAX_WAIT_SECONDS, type Reminder } from './actions/reminders.ts';
export { Review } from './actions/reviews.ts';
export type { Room } from './actions/rooms.ts';
export { Load, MAX_RANGE_DAYS, Slot } from './actions/scheduling.ts';
export { Series, SeriesClash } from './actions/series.ts';
export {
  coversScope,
  SERVICE_SCOPES,
  type ServiceKey,
  type ServiceScope,
  serviceScopeOf,
} from './actions/service-keys.ts';
export { Service } from './actions/services.ts';
export type { Session } from './actions/sign-in.ts';
export type { Invitation, StaffMember, StaffRole } from './actions/staff.ts';
export { WaitlistEntry } from './actions/waitlist.ts';
export { WEBHOOK_EVENTS } from './actions/webhooks.ts';
export { type BoundedMap, createBoundedMap } from './bounded-map.ts';
export { type BreakerState, withBreaker } from './breaker.ts';
export { canonical, isSameJson } from './canonical.ts';
export { changeableUntil } from './changeable.ts';
export { type Call, type Caller, type Client, createClient, type Origin, type Transport } from './client.ts';
export { readAs } from './complaints.ts';
export { csvHead, csvPart, csvRows } from './csv.ts';
export { changesBy, EDITABLE, type EditableField, editableBy, manyChangesBy, ruleOfField } from './editable.ts';
export { BULK_ENTITIES, type BulkEntity, ENTITIES, type Entity, type ItemStatus } from './entities.ts';
export { AppError, ERRORS, type ErrorCode, type ErrorParams } from './errors.ts';
export { FAR_BOTS_PATH, FarBot, FarBots } from './far-bots.ts';
export {
  formatDate,
  formatDay,
  formatDayInMonth,
  formatDuration,
  formatLeft,
  formatMoney,
  formatMonth,
  formatShortDate,
  formatShortDay,
  formatTime,
  formatZone,
  localDay,
  localeOf,
  weekdayHeadings,
} from './format.ts';
export {
  awayWhen,
  beside,
  type Counted,
  checkEntry,
  checkMessage,
  type Exchange,
  type KeyFamily,
  type KeyValue,
  KeyValueAway,
  type Listener,
  type OpenKeyValue,
  type StoreKey,
  storeKey,
} from './key-value.ts';
export { createListeners } from './key-value-listeners.ts';
export { createMemoryKeyValue } from './memory-key-value.ts';
export {
  BroadcastMessage,
  BULLETIN_KINDS,
  Bulletin,
  type BulletinKind,
  type Delivery,
  isBroadcast,
  isNotice,
  type Message,
  type MessageKind,
  NOTICE_KINDS,
  Notice,
  type NoticeKind,
  type Turns,
  type TurnWish,
} from './notices.ts';
export {
  defaultText,
  findOwnText,
  MAX_SIGNS,
  OWN_TEXTS,
  type OwnText,
  sampleValues,
  TEXT_SECTIONS,
  type TextSection,
} from './own-texts.ts';
export { Problem, problemOf } from './problems.ts';
export { withReadCache } from './read-cache.ts';
export { ruleIn } from './rule-words.ts';
export { withSecondTry } from './second-try.ts';
export { Language, Name, Phone } from './shapes.ts';
export { cleanLine, cleanLines } from './signs.ts';
export {
  createTexts,
  type ParamsOf,
  type TextKey,
  type TextOverrides,
  type Texts,
  textKeys,
} from './texts.ts';
export { CALL_PATH, httpTransport, localTransport } from './transports.ts';
