import { randomUUID } from 'node:crypto';
import { AppError, type Booking, type Client, createClient, localTransport } from '@okno/contract';
import { endHold, endVisit } from '../../../packages/backend/src/modules/bookings/jobs.ts';
import { insertSpecialist } from '../../../packages/backend/src/modules/people/index.ts';
import { insertWorkingHours } from '../../../packages/backend/src/modules/scheduling/index.ts';
import { insertGiver, insertService } from '../../../packages/backend/src/modules/services/index.ts';
import type { TestBackend } from '../../../packages/backend/src/test-support/backend.ts';
import {
  CANCEL_NOTICE_MINUTES,
  CLIENTS,
  COMPLETE_AFTER_MINUTES,
  HOLD_MINUTES,
  HORIZON_DAYS,
  LIMIT,
  SERVICES,
  SPECIALISTS,
} from './salon.ts';

/** The salon as the real engine has it, in a tenant of its own. */
export type Engine = {
  readonly tenant_id: string;
  readonly service_ids: readonly string[];
  readonly specialist_ids: readonly string[];
  readonly program: Client;
  readonly clients: readonly Client[];
  /** The ids under which the program knows the clients. */
  readonly client_ids: readonly string[];
  /** Does what has become due by now. */
  readonly runDue: () => Promise<void>;
};

let made = 0;

const fill = async ({ backend }: TestBackend, tenant_id: string, zone: string) => {
  const service_ids = SERVICES.map(() => randomUUID());
  // Among equals the smaller id is chosen: the model counts from 0.
  const specialist_ids = SPECIALISTS.map(() => randomUUID()).sort();
  const idOf = (place: number) => specialist_ids[place] ?? '';
  await backend.inTenant(tenant_id, async (tx) => {
    for (const [position, { weekdays, intervals }] of SPECIALISTS.entries()) {
      const id = idOf(position);
      insertSpecialist(tx, { id, name: `S${position}`, description: '', translations: {}, time_zone: zone, position });
      const rows = intervals.map(([from_minute, to_minute]) => ({ from_minute, to_minute }));
      insertWorkingHours(tx, { specialist_id: id, weekdays, intervals: rows });
    }
    for (const [position, service] of SERVICES.entries()) {
      const id = service_ids[position] ?? '';
      const { givers, buffer_before_minutes: _later, ...row } = service;
      const words = { name: `Service ${position}`, description: '', translations: {} };
      insertService(tx, {
        id,
        ...words,
        ...row,
        price_minor: 0,
        currency: 'EUR',
        horizon_days: HORIZON_DAYS,
        position,
      });
      for (const giver of givers) insertGiver(tx, { service_id: id, specialist_id: idOf(giver) });
    }
  });
  return { service_ids, specialist_ids };
};

type Column = { readonly column: string; readonly value: number };

/** Settings of the business. */
const SETTINGS: readonly Column[] = [
  { column: 'max_future_bookings', value: LIMIT },
  { column: 'cancel_notice_minutes', value: CANCEL_NOTICE_MINUTES },
  { column: 'hold_minutes', value: HOLD_MINUTES },
  { column: 'complete_after_minutes', value: COMPLETE_AFTER_MINUTES },
];

/** Opens the salon for one run: a new tenant in the same database, which is cheap. */
export const openEngine = async (world: TestBackend, zone: string): Promise<Engine> => {
  made += 1;
  const slug = `model-${made}`;
  const bot_id = 7_400_000 + made;
  const business = { slug, name: slug, time_zone: zone, language: 'en', currency: 'EUR' } as const;
  const tenant_id = await world.operator.createTenant(business);
  await world.operator.saveBot(tenant_id, { bot_id, username: `${slug}_bot`, name: slug, token: `${bot_id}:token` });
  const ids = await fill(world, tenant_id, zone);
  const columns = SETTINGS.map(({ column, value }) => `${column} = ${value}`).join(', ');
  await world.rows(`update tenants set ${columns} where tenant_id = $1`, [tenant_id]);
  for (const [place, { buffer_before_minutes }] of SERVICES.entries())
    if (buffer_before_minutes > 0)
      await world.rows('update services set buffer_before_minutes = $2 where id = $1', [
        ids.service_ids[place],
        buffer_before_minutes,
      ]);
  const transport = localTransport(world.backend.call);
  const clients = Array.from({ length: CLIENTS }, (_, place) =>
    createClient(
      transport,
      { via: 'telegram', bot_id, telegram_id: 1001 + place, name: `Client ${place}`, language: 'en' },
      randomUUID(),
    ),
  );
  const program = createClient(transport, { via: 'service', tenant: slug, language: 'en' }, randomUUID());
  for (const client of clients) await client('people.me', {});
  const known = await world.rows<{ id: string }>('select id from clients where tenant_id = $1 order by telegram_id', [
    tenant_id,
  ]);
  return {
    tenant_id,
    ...ids,
    program,
    clients,
    client_ids: known.map(({ id }) => id),
    runDue: () => runDue(world, tenant_id),
  };
};

/** What the due engine would do about bookings, one after the other and now; what is only told is left alone. */
const runDue = async ({ backend, clockOffset, rows }: TestBackend, tenant_id: string): Promise<void> => {
  const jobs = { booking_hold: endHold(backend.inTenant), booking_end: endVisit(backend.inTenant) };
  const ready = await rows<{ kind: keyof typeof jobs; id: string }>(
    `delete from due where tenant_id = $1 and kind = any($3)
      and fire_at <= clock_timestamp() + $2 * interval '1 ms' returning kind, id`,
    [tenant_id, clockOffset(), Object.keys(jobs)],
  );
  for (const { kind, id } of ready) await jobs[kind]({ tenant_id, id: randomUUID(), kind, due_id: id, attempt: 1 });
};

/** How a call ends: what it gives, or the code it is refused with, `internal` among them. Anything else is thrown. */
export const outcomeOf = async (call: Promise<Booking>): Promise<Booking | string> =>
  call.catch((error: unknown) => {
    if (error instanceof AppError && error.code !== 'unavailable') return error.code;
    throw error;
  });
