import assert from 'node:assert/strict';
import { randomBytes, randomUUID } from 'node:crypto';
import { after, before, type TestContext, test } from 'node:test';
import { migrate, seedDemo } from '@okno/backend';
import {
  type Action,
  AppError,
  actions,
  type Caller,
  createClient,
  createMemoryKeyValue,
  isRead,
  type KeyValue,
  localTransport,
} from '@okno/contract';
import { readConfig } from '../../apps/server/src/config.ts';
import { createLog } from '../../apps/server/src/log.ts';
import { type Core, wireCore } from '../../apps/server/src/wire.ts';
import {
  hasOwnPostgres,
  type OwnPostgres,
  requireOwnPostgres,
  startOwnPostgres,
  startOwnStandby,
} from '../support/own-postgres.ts';
import { atEnd, type Place, tempFolder, until } from './support/at-end.ts';

const guest: Caller = { via: 'public', tenant: null, language: 'en' };
const program: Caller = { via: 'service', tenant: null, language: 'en' };
const KEY = randomBytes(32).toString('hex');
/** So old that nothing of this file is: what stands still is shown as it was. */
const LONG_MS = '60000';

const endings: (() => Promise<void> | void)[] = [];
const file: Place = { after: (work) => void endings.push(work) };
after(async () => {
  for (const end of endings.toReversed()) await end();
});

type World = { readonly primary: OwnPostgres; readonly standby: OwnPostgres };
let world: World | undefined;

before(async () => {
  if (!hasOwnPostgres()) return;
  const primary = await startOwnPostgres(file, ['wal_level=replica']);
  await migrate({ connection_string: primary.url });
  world = { primary, standby: await startOwnStandby(file, primary) };
  const core = await openCore(file, world.primary, {});
  await seedDemo(core.backend);
  await core.close();
});

/** A process over the primary that is told of the standby. */
const openCore = async (
  t: Place,
  { url }: OwnPostgres,
  settings: Readonly<Record<string, string>>,
  counters: KeyValue | null = null,
): Promise<Core> => {
  const config = readConfig({ DATABASE_URL: url, DATA_DIR: tempFolder(t), ENCRYPTION_KEY: KEY, ...settings });
  const database = {
    connection: { connection_string: url },
    embedded: false,
    joined: false,
    onLost: () => {},
    stop: async () => {},
  };
  return wireCore({ config, database, clockOffset: () => 0, log: createLog('silent'), counters, name: 'okno/test' });
};

const openPair = async (t: TestContext) => {
  if (!requireOwnPostgres(t) || world === undefined) return null;
  const { primary, standby } = world;
  const open = async (DATABASE_READ_LAG_MS = LONG_MS, counters: KeyValue | null = null, url = standby.url) => {
    const core = await openCore(t, primary, { DATABASE_READ_URL: url, DATABASE_READ_LAG_MS }, counters);
    atEnd(t, core.close);
    return core;
  };
  return { primary, standby, open };
};

const ask = (core: Core, caller: Caller) => createClient(localTransport(core.backend.call), caller, randomUUID());

/** A free start that lies so many days ahead, with who is asked for. */
const findStart = async (core: Core, days: number) => {
  const { items } = await ask(core, program)('services.list', {});
  const service_id = items[0]?.id ?? assert.fail();
  for (let ahead = days; ahead < days + 7; ahead += 1) {
    const date = new Date(Date.now() + ahead * 86_400_000).toISOString().slice(0, 10);
    const day = await ask(core, program)('scheduling.free_slots_day', { service_id, date });
    const slot = day.slots[0];
    if (slot !== undefined) return { service_id, date, ...slot };
  }
  return assert.fail('nothing is free');
};

type Start = Awaited<ReturnType<typeof findStart>>;

const isShown = async (core: Core, caller: Caller, { service_id, date, starts_at, specialist_id }: Start) => {
  const { slots } = await ask(core, caller)('scheduling.free_slots_day', { service_id, date, specialist_id });
  return slots.some((slot) => slot.starts_at === starts_at);
};

let clients = 0;
const book = (core: Core, { service_id, specialist_id, starts_at }: Start) => {
  clients += 1;
  const client = { name: 'Rhea', phone: `+49301234${String(clients).padStart(3, '0')}` };
  return ask(core, program)('bookings.create', { service_id, specialist_id, starts_at, client });
};

const inUse = (core: Core) =>
  until('the standby is known to be near', () => (core.reading?.age_ms() ?? Infinity) < 5_000);

const standStill = async (t: TestContext, standby: OwnPostgres): Promise<() => Promise<void>> => {
  await standby.rows('select pg_wal_replay_pause()');
  const goOn = async () => void (await standby.rows('select pg_wal_replay_resume()'));
  atEnd(t, goOn);
  await until('it stands still', async () => {
    const [row] = await standby.rows<{ state: string }>('select pg_get_wal_replay_pause_state() as state');
    return row?.state === 'paused';
  });
  return goOn;
};

test('others are shown what the standby has, whoever has booked sees it at once, and nobody books what is taken', async (t) => {
  const pair = await openPair(t);
  if (pair === null) return;
  const core = await pair.open();
  await inUse(core);
  const start = await findStart(core, 3);
  await until('the standby has it all', () => isShown(core, guest, start));
  await standStill(t, pair.standby);
  await book(core, start);
  assert.equal(await isShown(core, guest, start), true, 'shown as it was: it comes from the standby');
  assert.equal(await isShown(core, program, start), false, 'who has booked sees it');
  await assert.rejects(book(core, start), (error) => error instanceof AppError && error.code === 'slot_taken');
});

test('a standby that is further behind than it may be is not asked, and is asked again when it has caught up', async (t) => {
  const pair = await openPair(t);
  if (pair === null) return;
  const core = await pair.open('1000');
  await inUse(core);
  const start = await findStart(core, 12);
  const goOn = await standStill(t, pair.standby);
  await book(core, start);
  await until('it counts as too old', () => (core.reading?.age_ms() ?? 0) > 1_000);
  assert.equal(await isShown(core, guest, start), false);
  await goOn();
  await until('it has caught up', () => (core.reading?.age_ms() ?? Infinity) < 1_000);
  assert.equal(await isShown(core, guest, start), false);
});

test('what was changed through one process is seen through another, by what they share', async (t) => {
  const pair = await openPair(t);
  if (pair === null) return;
  const counters = createMemoryKeyValue(() => performance.now());
  const [one, other, alone] = [
    await pair.open(LONG_MS, counters),
    await pair.open(LONG_MS, counters),
    await pair.open(LONG_MS),
  ];
  for (const core of [one, other, alone]) await inUse(core);
  const start = await findStart(one, 21);
  await until('the standby has it all', () => isShown(alone, guest, start));
  await standStill(t, pair.standby);
  await book(one, start);
  assert.equal(await isShown(other, program, start), false);
  // The control: a process that shares nothing cannot know.
  assert.equal(await isShown(alone, program, start), true);
});

test('a standby that hangs holds nobody up for long', async (t) => {
  const pair = await openPair(t);
  if (pair === null) return;
  const { reading } = await pair.open();
  const asked = reading?.pool.query('select pg_sleep(8)') ?? assert.fail('there is a standby');
  await assert.rejects(asked, /timeout/);
});

test('a server that is no standby of ours is never asked, and one that is gone is done without', async (t) => {
  const pair = await openPair(t);
  if (pair === null) return;
  const itself = await pair.open(LONG_MS, null, pair.primary.url);
  const start = await findStart(itself, 28);
  assert.equal(itself.reading?.age_ms(), Infinity);
  const core = await pair.open();
  await inUse(core);
  assert.equal(await isShown(core, guest, start), true);
  await pair.standby.kill();
  await book(core, start);
  assert.equal(await isShown(core, guest, start), false, 'the primary is asked instead');
});

test('only questions that anybody may ask, and that change nothing, may be answered from a standby', () => {
  const flagged = Object.entries(actions as Readonly<Record<string, Action>>).filter(([, one]) => one.may_lag === true);
  assert.deepEqual(flagged.map(([name]) => name).sort(), [
    'scheduling.free_slots_day',
    'scheduling.free_slots_range',
    'scheduling.month',
  ]);
  for (const [name, one] of flagged) {
    assert.ok(isRead(one), name);
    assert.ok(one.roles.includes('guest'), name);
  }
});
