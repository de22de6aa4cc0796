/**
 * What can be due; each kind has one job (jobs.ts). Other kinds belong to a newer version, and are left to it. The database allows
 * the same ones: `due_kind_check`, which is one array since migration 0101, and `deliveries_kind_check`, a list. A migration that
 * adds a kind reads those that are allowed by then from either form with
 * `regexp_matches(pg_get_constraintdef(oid), '[{,'']([a-z_]+)(?=[,}''])', 'g')`; what 0095 and those before it read them with
 * finds nothing in an array.
 */
export const DUE_KINDS = [
  'notification',
  'booking_hold',
  'booking_end',
  'waitlist',
  'series',
  'calendar',
  'reminder',
  'reminder_event',
  'broadcast',
  'session',
  'bulk_edit',
  'bulk_bookings',
  'webhook',
] as const;
export type DueKind = (typeof DUE_KINDS)[number];

/** Something that has become due, claimed by this process. */
export type DueItem = {
  readonly tenant_id: string;
  /** Of the delivery, or of the handful it was claimed with. */
  readonly id: string;
  readonly kind: DueKind;
  /** Of that which is due. */
  readonly due_id: string;
  /** 1 for the first attempt. */
  readonly attempt: number;
};

/** The same as the engine sees it. */
export type ClaimedItem = DueItem & {
  /** When it was to happen, in Unix milliseconds. */
  readonly scheduled_for: number;
  /** How many attempts have broken so far by a fault of ours. */
  readonly faults: number;
};

/** What was claimed of one tenant and one kind that is run together: held in one row, and settled as a whole. */
export type Handful = {
  readonly tenant_id: string;
  readonly id: string;
  readonly kind: DueKind;
  readonly items: readonly ClaimedItem[];
};
