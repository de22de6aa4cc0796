// Made from the migrated schema by `npm run generate`; do not edit.
import type { Generated, GeneratedAlways } from 'kysely';

type Json = unknown;

type AssistantKeys = {
  tenant_id: Generated<string>;
  id: Generated<string>;
  assistant_id: string;
  kind: string;
  secret_hash: string | null;
  secret_sealed: string | null;
  public_key: string | null;
  scopes: string[];
  created_at: Generated<string>;
  revoked_at: string | null;
  last_used_at: string | null;
};

type Assistants = {
  tenant_id: Generated<string>;
  id: Generated<string>;
  name: string;
  delivery: Generated<string>;
  webhook_sealed: string | null;
  webhook_host: string | null;
  webhook_secret_sealed: string | null;
  lease_seconds: Generated<number>;
  created_at: Generated<string>;
  archived_at: string | null;
};

type AuditLog = {
  tenant_id: Generated<string>;
  id: GeneratedAlways<number>;
  at: Generated<string>;
  request_id: string;
  via: string;
  role: string;
  actor: string;
  action: string;
  subject_id: string | null;
  outcome: string;
  bot_id: number | null;
  key_id: string | null;
  times: Generated<number>;
};

type AuditSeals = {
  tenant_id: Generated<string>;
  seal: number;
  entries: number[];
  hash: Buffer;
  sealed_at: string;
};

type AuditUnsealed = {
  tenant_id: Generated<string>;
  id: number;
};

type BookingHistory = {
  tenant_id: Generated<string>;
  id: GeneratedAlways<number>;
  booking_id: string;
  at: Generated<string>;
  actor: string;
  change: string;
  before: Json | null;
  after: Json | null;
  reason: string | null;
  acting_as: string | null;
};

type BookingMessages = {
  tenant_id: Generated<string>;
  booking_id: string;
  bot_id: number;
  telegram_id: number;
  message_id: number;
};

type Bookings = {
  tenant_id: Generated<string>;
  id: Generated<string>;
  service_id: string;
  specialist_id: string;
  client_id: string;
  reservation_id: string | null;
  status: string;
  starts_at: string;
  ends_at: string;
  price_minor: number;
  currency: string;
  created_at: Generated<string>;
  held_until: string | null;
  completes_at: string | null;
  sequence: Generated<number>;
  series_id: string | null;
  offered: Generated<boolean>;
};

type BotHealth = {
  tenant_id: Generated<string>;
  bot_id: number;
  checked_at: Generated<string>;
  state: Generated<string>;
  delivery: string | null;
  pending_updates: number | null;
  last_error: string | null;
  last_error_at: string | null;
  last_update_at: string | null;
  repaired_at: string | null;
};

type Bots = {
  tenant_id: Generated<string>;
  bot_id: number;
  kind: string;
  username: string;
  name: string;
  token_encrypted: string;
  configured_as: string | null;
  revoked_at: string | null;
  created_at: Generated<string>;
  delivery: Generated<string>;
};

type BroadcastRecipients = {
  tenant_id: Generated<string>;
  id: Generated<string>;
  broadcast_id: string;
  telegram_id: number;
  bot_id: number;
  is_test: Generated<boolean>;
  status: Generated<string>;
  attempts: Generated<number>;
  again_at: string | null;
  sending_since: string | null;
  lease: string | null;
  leased_until: string | null;
  settled_at: string | null;
  error: string | null;
};

type Broadcasts = {
  tenant_id: Generated<string>;
  id: Generated<string>;
  status: Generated<string>;
  texts: Json;
  segment: Generated<Json>;
  quiet_hours: Generated<boolean>;
  author: string;
  author_name: string;
  created_at: Generated<string>;
  starts_at: string | null;
  resumed_at: string | null;
  ended_at: string | null;
  looked_until: string | null;
  expanded_at: string | null;
  open_until: string | null;
  next_at: string | null;
  visitor: string | null;
  visited_at: string | null;
};

type BulkEditItems = {
  tenant_id: Generated<string>;
  bulk_id: string;
  subject_id: string;
  status: Generated<string>;
  reason: string | null;
  rule: string | null;
  before: Json | null;
  after: Json | null;
};

type BulkEdits = {
  tenant_id: Generated<string>;
  id: string;
  entity: string;
  change: Json;
  status: Generated<string>;
  actor: string;
  actor_name: string;
  created_at: Generated<string>;
  planned_at: string | null;
  ended_at: string | null;
};

type CalendarFeeds = {
  tenant_id: Generated<string>;
  id: Generated<string>;
  specialist_id: string | null;
  client_id: string | null;
  secret_hash: string;
  language: string;
  created_by: string;
  created_at: Generated<string>;
  revoked_at: string | null;
  last_read_at: string | null;
};

type CalendarImports = {
  tenant_id: Generated<string>;
  id: Generated<string>;
  specialist_id: string;
  url_sealed: string;
  host: string;
  state: Generated<string>;
  error: string | null;
  failures: Generated<number>;
  etag: string | null;
  read_at: string | null;
  synced_at: string | null;
  attempted_at: string | null;
  next_sync_at: string;
  events: Generated<number>;
  unread_events: Generated<number>;
  busy: Generated<Json>;
  created_at: Generated<string>;
};

type Chats = {
  tenant_id: Generated<string>;
  bot_id: number;
  telegram_id: number;
  language: string;
  unreachable_since: string | null;
  created_at: Generated<string>;
};

type ClientMerges = {
  tenant_id: Generated<string>;
  merged_id: string;
  survivor_id: string;
  actor: string;
  at: Generated<string>;
};

type ClientNotes = {
  tenant_id: Generated<string>;
  id: Generated<string>;
  client_id: string;
  author: string;
  author_name: string;
  text: string;
  at: Generated<string>;
};

type ClientTags = {
  tenant_id: Generated<string>;
  client_id: string;
  tag: string;
};

type Clients = {
  tenant_id: Generated<string>;
  id: Generated<string>;
  name: string;
  phone: string | null;
  email: string | null;
  telegram_id: number | null;
  created_at: Generated<string>;
  search_name: GeneratedAlways<string>;
  forgotten_at: string | null;
  news: Generated<boolean>;
};

type Deliveries = {
  tenant_id: Generated<string>;
  id: Generated<string>;
  kind: string;
  due_id: string;
  scheduled_for: string;
  owner: number | null;
  attempt: Generated<number>;
  next_attempt_at: string;
  dead_at: string | null;
  error: string | null;
  faults: Generated<number>;
};

type Due = {
  fire_at: string;
  tenant_id: Generated<string>;
  kind: string;
  id: string;
};

type FieldChanges = {
  tenant_id: Generated<string>;
  id: string;
  position: GeneratedAlways<number>;
  entity: string;
  subject_id: string;
  field: string;
  before: Json;
  after: Json;
  at: Generated<string>;
  actor: string;
  actor_name: string;
  bulk_id: string | null;
  undo_of: string | null;
};

type FreedTimes = {
  tenant_id: Generated<string>;
  id: Generated<string>;
  specialist_id: string;
  starts_at: string;
  ends_at: string;
  created_at: Generated<string>;
};

type Handfuls = {
  tenant_id: Generated<string>;
  id: Generated<string>;
  kind: string;
  owner: number;
  lease_until: string;
  due_ids: string[];
  scheduled_for: Date[];
};

type IdempotencyKeys = {
  tenant_id: Generated<string>;
  caller: string;
  key: string;
  request_hash: string;
  answer: Json;
  created_at: Generated<string>;
  about: Generated<string[]>;
};

type Kv = {
  tenant_id: Generated<string>;
  key: string;
  value: string;
  expires_at: string;
};

type Migrations = {
  version: number;
  name: string;
  checksum: string;
  applied_at: Generated<string>;
};

type Notifications = {
  tenant_id: Generated<string>;
  id: Generated<string>;
  kind: string;
  audience: string;
  channel: Generated<string>;
  bot_id: number;
  telegram_id: number;
  subject_id: string;
  minutes_before: number | null;
  send_at: string;
  own_doing: Generated<boolean>;
  status: Generated<string>;
  attempts: Generated<number>;
  settled_at: string | null;
  error: string | null;
  created_at: Generated<string>;
  before: Json | null;
  series: Json | null;
  sending_since: string | null;
  about: Generated<string[]>;
  about_bot: number | null;
  pull_at: string | null;
  lease: string | null;
  late_minutes: number | null;
  late_for: string | null;
};

type OfferVersions = {
  tenant_id: Generated<string>;
  version: Generated<string>;
};

type Overrides = {
  tenant_id: Generated<string>;
  specialist_id: string;
  day: string;
  intervals: Json;
};

type OwnTextChanges = {
  tenant_id: Generated<string>;
  id: GeneratedAlways<number>;
  key: string;
  language: string;
  text: string | null;
  at: Generated<string>;
  actor: string;
  actor_name: string;
};

type OwnTextVersions = {
  tenant_id: Generated<string>;
  version: Generated<number>;
};

type OwnTexts = {
  tenant_id: Generated<string>;
  key: string;
  language: string;
  text: string;
  changed_at: Generated<string>;
  changed_by: string;
};

type ReminderEvents = {
  tenant_id: Generated<string>;
  id: Generated<string>;
  reminder_id: string;
  assistant_id: string;
  scheduled_for: string;
  channel: string;
  payload_sealed: string;
  attempt: Generated<number>;
  max_attempts: Generated<number>;
  next_attempt_at: string | null;
  created_at: Generated<string>;
  acked_at: string | null;
  done_at: string | null;
  result_sealed: string | null;
  dead_at: string | null;
  skipped_until: string | null;
};

type ReminderPaces = {
  tenant_id: Generated<string>;
  assistant_id: string;
  minute: string;
  made: number;
  waiting: number;
};

type Reminders = {
  tenant_id: Generated<string>;
  id: Generated<string>;
  assistant_id: string;
  created_by_assistant_id: string;
  user_id: number;
  type: string;
  trigger_at: string | null;
  cron_expression: string | null;
  timezone: string;
  payload_sealed: string;
  misfire: string;
  status: string;
  next_fire_at: string | null;
  last_triggered_at: string | null;
  created_at: Generated<string>;
  updated_at: Generated<string>;
};

type Reservations = {
  tenant_id: Generated<string>;
  id: Generated<string>;
  specialist_id: string | null;
  kind: string;
  starts_at: string;
  ends_at: string;
  buffer_before_minutes: Generated<number>;
  buffer_after_minutes: Generated<number>;
  blocked: GeneratedAlways<string>;
  service_id: string | null;
  seats: Generated<number>;
  seats_taken: Generated<number>;
  expires_at: string | null;
  note: string | null;
  imported: Generated<boolean>;
  room_id: string | null;
  companion_of: string | null;
};

type Reviews = {
  tenant_id: Generated<string>;
  id: Generated<string>;
  booking_id: string;
  client_id: string;
  specialist_id: string;
  service_id: string;
  stars: number;
  text: Generated<string>;
  created_at: Generated<string>;
  edited_at: string | null;
  reply: string | null;
  replied_at: string | null;
  hidden_at: string | null;
  hidden_reason: string | null;
  missed: Generated<boolean>;
};

type Rooms = {
  tenant_id: Generated<string>;
  id: Generated<string>;
  name: string;
  translations: Generated<Json>;
  position: Generated<number>;
  active: Generated<boolean>;
  created_at: Generated<string>;
};

type Series = {
  tenant_id: Generated<string>;
  id: Generated<string>;
  service_id: string;
  specialist_id: string;
  client_id: string;
  time_zone: string;
  starts_at_local: string;
  rrule: string;
  exdates: Generated<Json>;
  status: Generated<string>;
  ended_reason: string | null;
  ends_before: string | null;
  extended_until: string;
  next_run_at: string | null;
  follows: string | null;
  note: string | null;
  created_by: string;
  created_at: Generated<string>;
};

type SeriesOccurrences = {
  tenant_id: Generated<string>;
  series_id: string;
  occurrence_at: string;
  status: string;
  booking_id: string | null;
  clash: string | null;
  told: string | null;
};

type ServiceKeys = {
  tenant_id: Generated<string>;
  id: string;
  program_id: string;
  name: string;
  scopes: string[];
  secret_hash: string;
  created_at: Generated<string>;
  last_used_at: string | null;
  revoked_at: string | null;
};

type ServiceRooms = {
  tenant_id: Generated<string>;
  service_id: string;
  room_id: string;
};

type ServiceSpecialists = {
  tenant_id: Generated<string>;
  service_id: string;
  specialist_id: string;
  duration_minutes: number | null;
  price_minor: number | null;
};

type Services = {
  tenant_id: Generated<string>;
  id: Generated<string>;
  name: string;
  description: Generated<string>;
  translations: Generated<Json>;
  duration_minutes: number;
  step_minutes: Generated<number>;
  buffer_before_minutes: Generated<number>;
  buffer_after_minutes: Generated<number>;
  price_minor: Generated<number>;
  currency: string;
  capacity: Generated<number>;
  min_notice_minutes: Generated<number>;
  horizon_days: Generated<number>;
  deposit_minor: Generated<number>;
  packed: Generated<boolean>;
  position: Generated<number>;
  active: Generated<boolean>;
  created_at: Generated<string>;
};

type Sessions = {
  tenant_id: Generated<string>;
  id: string;
  token_hash: string;
  bot_id: number;
  telegram_id: number;
  opened_by: string;
  device: string;
  created_at: Generated<string>;
  last_seen_at: Generated<string>;
  expires_at: string;
  revoked_at: string | null;
};

type Specialists = {
  tenant_id: Generated<string>;
  id: Generated<string>;
  name: string;
  description: Generated<string>;
  translations: Generated<Json>;
  time_zone: string;
  position: Generated<number>;
  active: Generated<boolean>;
  created_at: Generated<string>;
  review_count: Generated<number>;
  review_stars: Generated<number>;
};

type Staff = {
  tenant_id: Generated<string>;
  id: Generated<string>;
  telegram_id: number;
  name: string;
  role: string;
  specialist_id: string | null;
  created_at: Generated<string>;
};

type StaffInvitationTries = {
  tenant_id: Generated<string>;
  telegram_id: number;
  tries: number;
  since: string;
};

type StaffInvitations = {
  tenant_id: Generated<string>;
  id: Generated<string>;
  code_hash: string;
  role: string;
  specialist_id: string | null;
  invited_by: string;
  created_at: Generated<string>;
  expires_at: string;
  accepted_at: string | null;
  accepted_by: number | null;
  revoked_at: string | null;
};

type Tenants = {
  tenant_id: Generated<string>;
  slug: string;
  name: string;
  translations: Generated<Json>;
  time_zone: string;
  language: string;
  currency: string;
  phone: string | null;
  address: string | null;
  max_future_bookings: Generated<number>;
  cancel_notice_minutes: Generated<number>;
  reminder_minutes: Generated<number[]>;
  created_at: Generated<string>;
  hold_minutes: Generated<number>;
  complete_after_minutes: Generated<number>;
  series_horizon_days: Generated<number>;
  series_hour: Generated<number>;
  review_request_minutes: Generated<number | null>;
  waitlist_hold_minutes: Generated<number>;
  country: string | null;
  quiet_from_hour: Generated<number>;
  quiet_to_hour: Generated<number>;
  phone_needed: Generated<boolean>;
};

type WaitlistEntries = {
  tenant_id: Generated<string>;
  id: Generated<string>;
  client_id: string;
  service_id: string;
  specialist_id: string | null;
  time_zone: string;
  from_day: string;
  to_day: string;
  from_minute: number | null;
  to_minute: number | null;
  begins_at: string;
  ends_at: string;
  status: Generated<string>;
  created_at: Generated<string>;
};

type WaitlistOffers = {
  tenant_id: Generated<string>;
  booking_id: string;
  entry_id: string;
  starts_at: string;
  offered_at: Generated<string>;
  expires_at: string;
  outcome: string | null;
};

type WebhookDeliveries = {
  tenant_id: Generated<string>;
  id: Generated<string>;
  webhook_id: string;
  position: GeneratedAlways<number>;
  event: string;
  event_id: string;
  data: Json;
  created_at: Generated<string>;
  status: Generated<string>;
  attempts: Generated<number>;
  next_attempt_at: string | null;
  ended_at: string | null;
  error: string | null;
};

type Webhooks = {
  tenant_id: Generated<string>;
  id: string;
  name: string;
  url_sealed: string;
  host: string;
  secret_sealed: string;
  old_secret_sealed: string | null;
  old_secret_until: string | null;
  events: string[];
  active: Generated<boolean>;
  created_at: Generated<string>;
  failing_since: string | null;
  given_up_at: string | null;
};

type WorkingHours = {
  tenant_id: Generated<string>;
  id: Generated<string>;
  specialist_id: string;
  weekday: number;
  from_minute: number;
  to_minute: number;
  valid_from: string | null;
  valid_until: string | null;
};

export type DB = {
  assistant_keys: AssistantKeys;
  assistants: Assistants;
  audit_log: AuditLog;
  audit_seals: AuditSeals;
  audit_unsealed: AuditUnsealed;
  booking_history: BookingHistory;
  booking_messages: BookingMessages;
  bookings: Bookings;
  bot_health: BotHealth;
  bots: Bots;
  broadcast_recipients: BroadcastRecipients;
  broadcasts: Broadcasts;
  bulk_edit_items: BulkEditItems;
  bulk_edits: BulkEdits;
  calendar_feeds: CalendarFeeds;
  calendar_imports: CalendarImports;
  chats: Chats;
  client_merges: ClientMerges;
  client_notes: ClientNotes;
  client_tags: ClientTags;
  clients: Clients;
  deliveries: Deliveries;
  due: Due;
  field_changes: FieldChanges;
  freed_times: FreedTimes;
  handfuls: Handfuls;
  idempotency_keys: IdempotencyKeys;
  kv: Kv;
  migrations: Migrations;
  notifications: Notifications;
  offer_versions: OfferVersions;
  overrides: Overrides;
  own_text_changes: OwnTextChanges;
  own_text_versions: OwnTextVersions;
  own_texts: OwnTexts;
  reminder_events: ReminderEvents;
  reminder_paces: ReminderPaces;
  reminders: Reminders;
  reservations: Reservations;
  reviews: Reviews;
  rooms: Rooms;
  series: Series;
  series_occurrences: SeriesOccurrences;
  service_keys: ServiceKeys;
  service_rooms: ServiceRooms;
  service_specialists: ServiceSpecialists;
  services: Services;
  sessions: Sessions;
  specialists: Specialists;
  staff: Staff;
  staff_invitation_tries: StaffInvitationTries;
  staff_invitations: StaffInvitations;
  tenants: Tenants;
  waitlist_entries: WaitlistEntries;
  waitlist_offers: WaitlistOffers;
  webhook_deliveries: WebhookDeliveries;
  webhooks: Webhooks;
  working_hours: WorkingHours;
};
