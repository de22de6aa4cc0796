/**
 * Every way the backend may refuse, with the HTTP status each travels under. What a person reads is
 * `error.<code>` of the catalogue of texts; anything thrown that is no AppError is a bug and leaves as `internal`.
 */
export const ERRORS = {
  invalid_input: 400,
  malformed_request: 400,
  unauthenticated: 401,
  forbidden: 403,
  wrong_code: 403,
  not_found: 404,
  method_not_allowed: 405,
  not_acceptable: 406,
  request_timeout: 408,
  slot_taken: 409,
  time_taken: 409,
  slot_not_offered: 409,
  series_clash: 409,
  series_ended: 409,
  already_booked: 409,
  booking_limit_reached: 409,
  booking_not_changeable: 409,
  hold_expired: 409,
  slots_are_free: 409,
  already_waiting: 409,
  waitlist_limit_reached: 409,
  nothing_offered: 409,
  not_started: 409,
  too_late_to_change: 409,
  calendar_limit_reached: 409,
  already_reviewed: 409,
  not_reviewable: 409,
  review_closed: 409,
  phone_taken: 409,
  phone_needed: 409,
  contact_not_yours: 409,
  client_changed: 409,
  not_repeatable: 409,
  lease_lost: 409,
  called_off: 409,
  broadcast_not_changeable: 409,
  not_mergeable: 409,
  already_staff: 409,
  specialist_taken: 409,
  last_admin: 409,
  key_limit_reached: 409,
  bulk_not_undoable: 409,
  webhook_limit_reached: 409,
  webhook_switched_off: 409,
  reminder_limit_reached: 409,
  reminder_over: 409,
  nothing_to_acknowledge: 409,
  changed_meanwhile: 412,
  too_large: 413,
  unsupported_media_type: 415,
  idempotency_key_reused: 422,
  too_many_requests: 429,
  headers_too_large: 431,
  internal: 500,
  unavailable: 503,
} as const;

export type ErrorCode = keyof typeof ERRORS;

/** Plain JSON that explains the refusal: the field and the rule, the limit, the nearest free slots. */
export type ErrorParams = Readonly<Record<string, unknown>>;

/** A refusal the caller can act on. */
export class AppError extends Error {
  readonly code: ErrorCode;
  readonly params: ErrorParams;

  constructor(code: ErrorCode, params: ErrorParams = {}, options?: ErrorOptions) {
    super(code, options);
    this.name = 'AppError';
    this.code = code;
    this.params = params;
  }

  get status(): number {
    return ERRORS[this.code];
  }

  /** The form in which it crosses a wire between our own processes. */
  toJSON(): { code: ErrorCode; params: ErrorParams } {
    return { code: this.code, params: this.params };
  }

  /** Reads what `toJSON` wrote; anything else is `internal`. */
  static fromJSON(value: unknown): AppError {
    const { code, params } = (value ?? {}) as { code?: unknown; params?: unknown };
    const known = typeof code === 'string' && Object.hasOwn(ERRORS, code);
    if (!known) return new AppError('internal');
    return new AppError(code as ErrorCode, typeof params === 'object' && params !== null ? { ...params } : {});
  }
}
