/** What can be due; each kind has one job (jobs.ts). */
export type DueKind = 'notification' | 'booking_hold' | 'booking_end' | 'waitlist' | 'series' | 'calendar';

/** Something that has become due, claimed by this process. */
export type DueItem = {
  readonly tenant_id: string;
  /** Of the delivery. */
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
