import { type ActionName, AppError } from '@okno/contract';

const clientChanged = () => new AppError('client_changed');

/** Names of constraints whose violation is an ordinary answer. */
const REFUSALS: Readonly<Record<string, () => AppError>> = {
  reservations_no_overlap: () => new AppError('slot_taken'),
  reservations_no_room_overlap: () => new AppError('slot_taken'),
  bookings_tenant_id_reservation_id_client_id_key: () => new AppError('already_booked'),
  clients_tenant_id_phone_key: () => new AppError('phone_taken', { field: 'phone' }),
  // The client was merged with another or forgotten while something was written for them (docs/rules.md#merging).
  bookings_tenant_id_client_id_fkey: clientChanged,
  series_tenant_id_client_id_fkey: clientChanged,
  client_notes_tenant_id_client_id_fkey: clientChanged,
  client_tags_tenant_id_client_id_fkey: clientChanged,
  waitlist_entries_tenant_id_client_id_fkey: clientChanged,
  calendar_feeds_tenant_id_client_id_fkey: clientChanged,
  // Who was told the code was forgotten, and their chat with them, before it was typed (docs/rules.md#sessions).
  sessions_tenant_id_telegram_id_bot_id_fkey: () => new AppError('wrong_code', { left: 0 }),
};

/** Whatever is written of a business needs its row (`clients_tenant_id_fkey`): it was moved to another server meanwhile. */
const BUSINESS = /^[a-z_]+_tenant_id_fkey$/;

/** Classes of SQLSTATE that say "try again later": connection, resources, operator, lock and statement time-outs, a standby. */
const AWAY = /^(08|53|57|55P03|25P03|25006|40001)/;

/** What the driver and the system say when the server cannot be reached or a connection was cut. */
const CUT = /^(ECONNREFUSED|ECONNRESET|ENOENT|EPIPE|ETIMEDOUT|ENOTFOUND|EAI_AGAIN)$/;
const CUT_BY_DRIVER =
  /connection terminated|timeout exceeded when trying to connect|client has encountered a connection error|not queryable|query read timeout/i;

/** Actions that take time: who loses a race there is told so. */
const TAKING_TIME: readonly string[] = [
  'bookings.create',
  'bookings.move',
  'series.create',
  'series.move',
] satisfies ActionName[];

/** Two transactions waited for each other and PostgreSQL has ended this one: nothing was done, and it may be done anew. */
export const isDeadlock = (error: unknown): boolean => (error as { code?: unknown } | null)?.code === '40P01';

/**
 * A booking was written beside a reservation that was presumed, and there is none (`takeAtOnce`): others were quicker, a hold
 * stands there that has run out, or the client has enough bookings ahead. Nothing was done.
 */
export const isTakenAfterAll = (error: unknown): boolean =>
  (error as { constraint?: unknown } | null)?.constraint === 'bookings_tenant_id_reservation_id_fkey';

/** The database cannot be reached, or refuses whatever it is asked for the time being; a lock that was not to be had in time too. */
export const isAway = (error: unknown): boolean => {
  const { code = '', message = '' } = (error ?? {}) as Record<string, string | undefined>;
  return AWAY.test(code) || CUT.test(code) || CUT_BY_DRIVER.test(message);
};

/** A lock was not to be had in time: somebody else is at work there. */
export const isLocked = (error: unknown): boolean => (error as { code?: unknown } | null)?.code === '55P03';

/** A value that the database does not take, and not the database itself. */
export const isAboutRows = (error: unknown): boolean =>
  /^2[23]/.test(String((error as { code?: unknown } | null)?.code));

/**
 * The refusal that the caller gets for whatever was thrown; an AppError stays itself.
 * @param action what was asked
 */
export const toRefusal = (error: unknown, action: string): AppError => {
  if (error instanceof AppError) return error;
  const { code = '', constraint = '' } = (error ?? {}) as Record<string, string | undefined>;
  const refusal = REFUSALS[constraint];
  if (refusal !== undefined) return refusal();
  if (code === '23503' && BUSINESS.test(constraint)) return new AppError('not_found', { what: 'tenant' });
  // Those who wanted overlapping times have waited for each other twice: somebody else has it now. What takes no time
  // has lost none, and may be tried again.
  if (isDeadlock(error))
    return TAKING_TIME.includes(action)
      ? new AppError('slot_taken')
      : new AppError('unavailable', {}, { cause: error });
  if (isAway(error)) return new AppError('unavailable', {}, { cause: error });
  // A value that no schema had thought of, such as a null byte in a text.
  if (code.startsWith('22'))
    return new AppError('invalid_input', { field: '', rule: 'has a value that cannot be stored' });
  // Our schemas should have refused it first, so the operator hears of it as well: hence the cause.
  if (code === '23514')
    return new AppError(
      'invalid_input',
      { field: columnOf(error), rule: 'has a value that cannot be stored' },
      { cause: error },
    );
  return new AppError('internal', {}, { cause: error });
};

/** The column a check is about, as far as PostgreSQL's own name of the check (`clients_name_check`) tells it. */
const columnOf = (error: unknown): string => {
  const { table = '', constraint = '' } = error as { table?: string; constraint?: string };
  const [, column = ''] = /^(.+)_check\d*$/.exec(constraint) ?? [];
  return table !== '' && column.startsWith(`${table}_`) ? column.slice(table.length + 1) : '';
};

/** Whether the operator should hear of what was thrown: it was no refusal, or one that only the database gave. */
export const isFault = (error: unknown, refusal: AppError): boolean =>
  error !== refusal && (refusal.status >= 500 || refusal.cause !== undefined);

/** Runs `work`, which answers `action`; throws refusals only, and tells `onFault` of everything else that was thrown. */
export const refusing = async <T>(
  action: string,
  work: () => Promise<T>,
  onFault: (error: unknown) => void,
): Promise<T> => {
  try {
    return await work();
  } catch (error) {
    const refusal = toRefusal(error, action);
    if (isFault(error, refusal)) onFault(error);
    throw refusal;
  }
};
