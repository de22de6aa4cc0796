import { randomUUID } from 'node:crypto';
import { AppError, type Caller, type Client, createClient, localTransport } from '@okno/contract';
import { insertSpecialist, saveStaff } from '../modules/people/index.ts';
import { insertWorkingHours } from '../modules/scheduling/index.ts';
import { insertGiver, insertService } from '../modules/services/index.ts';
import type { TestBackend } from './backend.ts';

/** A business of its own in the database of a test, with people who ask. */
export type Studio = {
  readonly tenant_id: string;
  readonly slug: string;
  readonly bot_id: number;
  readonly service_id: string;
  /** In the order of their positions; the first is the one most tests book. */
  readonly specialist_ids: readonly string[];
  readonly specialist_id: string;
  /** Somebody in a chat with the business's bot: clients from 1001, specialists from 2001, the owner 3001. */
  readonly as: (telegram_id: number) => Client;
  readonly caller: (telegram_id: number) => Caller;
  /** A program with a service key. */
  readonly program: Client;
  /** Anybody on the booking page. */
  readonly guest: Client;
};

export const SPECIALIST = 2001;
export const OWNER = 3001;

type Plan = {
  readonly zone?: string;
  /** Of the business, where it is another one than that of its specialists. */
  readonly business_zone?: string;
  readonly specialists?: number;
  /** What differs from an hour, every half hour, for one person, without notice, two months ahead. */
  readonly service?: Partial<Omit<Parameters<typeof insertService>[1], 'id'>>;
  readonly intervals?: Parameters<typeof insertWorkingHours>[1]['intervals'];
};

const SERVICE = {
  name: 'Haircut',
  description: '',
  translations: {},
  duration_minutes: 60,
  step_minutes: 30,
  buffer_after_minutes: 0,
  price_minor: 250_000,
  currency: 'EUR',
  capacity: 1,
  min_notice_minutes: 0,
  horizon_days: 60,
  position: 0,
};

const EVERY_DAY = [0, 1, 2, 3, 4, 5, 6];
/** 09:00–18:00. */
const OFFICE_HOURS = [{ from_minute: 540, to_minute: 1080 }];

let made = 0;

/** Opens a business that works every day from nine to six. */
export const openStudio = async (world: TestBackend, plan: Plan = {}): Promise<Studio> => {
  made += 1;
  const slug = `studio-${made}`;
  const bot_id = 7_000_000 + made;
  const zone = plan.zone ?? 'UTC';
  const business = {
    slug,
    name: slug,
    time_zone: plan.business_zone ?? zone,
    language: 'en',
    currency: 'EUR',
  } as const;
  const tenant_id = await world.operator.createTenant(business);
  await world.operator.saveBot(tenant_id, { bot_id, username: `${slug}_bot`, name: slug, token: `${bot_id}:token` });
  await world.operator.ensureAdmins(tenant_id, [OWNER]);
  const service_id = randomUUID();
  const specialist_ids = Array.from({ length: plan.specialists ?? 1 }, () => randomUUID()).sort();
  await world.backend.inTenant(tenant_id, async (tx) => {
    insertService(tx, { id: service_id, ...SERVICE, ...plan.service });
    for (const [position, id] of specialist_ids.entries()) {
      const name = `Specialist ${position + 1}`;
      insertSpecialist(tx, { id, name, description: '', translations: {}, time_zone: zone, position });
      insertWorkingHours(tx, { specialist_id: id, weekdays: EVERY_DAY, intervals: plan.intervals ?? OFFICE_HOURS });
      insertGiver(tx, { service_id, specialist_id: id });
      saveStaff(tx, { telegram_id: SPECIALIST + position, name, role: 'specialist', specialist_id: id });
    }
  });
  return {
    tenant_id,
    slug,
    bot_id,
    service_id,
    specialist_ids,
    specialist_id: specialist_ids[0] ?? '',
    ...facesOf(world, { slug, bot_id }),
  };
};

/** Who asks this business through a backend. */
export const facesOf = (
  { backend }: Pick<TestBackend, 'backend'>,
  { slug, bot_id }: Pick<Studio, 'slug' | 'bot_id'>,
) => {
  const transport = localTransport(backend.call);
  const ask = (caller: Caller): Client => createClient(transport, caller, randomUUID());
  const caller = (telegram_id: number): Caller => ({
    via: 'telegram',
    bot_id,
    telegram_id,
    name: `Person ${telegram_id}`,
    language: 'en',
  });
  return {
    caller,
    as: (telegram_id: number) => ask(caller(telegram_id)),
    program: ask({ via: 'service', tenant: slug, language: 'en' }),
    guest: ask({ via: 'public', tenant: slug, language: 'en' }),
  };
};

/** The code and the parameters of the refusal a call ends with; fails when it is answered or breaks otherwise. */
export const refusalOf = async (call: Promise<unknown>): Promise<{ code: string; params: Record<string, unknown> }> => {
  const error = await call.then(
    (answer) => new Error(`answered ${JSON.stringify(answer)}`),
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof AppError)) throw error;
  return { code: error.code, params: { ...error.params } };
};
