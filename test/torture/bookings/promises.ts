/** What somebody wanted done to a booking. */
export type Deed = 'create' | 'hold' | 'confirm' | 'move' | 'cancel' | 'complete' | 'no_show';

/** How it ended for the one who asked: done, refused, or never answered. */
export type Ending = 'done' | 'refused' | 'unknown';

/** A write that was sent, however often, under one key. */
export type Write = {
  readonly key: string;
  readonly deed: Deed;
  /** Of what is there already. */
  readonly booking_id: string | null;
  readonly client_id: string | null;
  /** Where it was to be, for deeds that choose a time. */
  readonly starts_ms: number | null;
  ending: Ending;
  /** What was answered when it was done. */
  answer: Acknowledged | null;
};

/** The part of an answer that promises something. */
export type Acknowledged = {
  readonly id: string;
  readonly status: string;
  readonly starts_ms: number;
  readonly specialist_id: string;
  readonly service_id: string;
  readonly client_id: string;
};
