/** Every button there is, tapped by those it was never shown to (docs/security.md, line 9). */
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { type TestContext, test } from 'node:test';
import { createBotFace, createPacer } from '@okno/bot';
import { type Caller, createClient, createMemoryKeyValue, OWN_TEXTS, storeKey } from '@okno/contract';
import { readConfig } from '../../apps/server/src/config.ts';
import { toAccount } from '../../apps/server/src/telegram/accounts.ts';
import type { Core } from '../../apps/server/src/wire.ts';
import { everyButton, type ValuesOf } from '../../packages/bot/src/buttons-world.test.ts';
import { readTarget, type Target, writeTarget } from '../../packages/bot/src/callback-data.ts';
import type { FieldName } from '../../packages/bot/src/callback-fields.ts';
import { tempFolder } from './support/at-end.ts';
import { withCore } from './support/core.ts';
import { contentsOf, openStudioDatabase, type Rows } from './support/database.ts';
import { createQuietTelegram, type Said } from './support/quiet-telegram.ts';
import { BOT, botId, EMMA, MARIA, OTHER_BOT } from './support/studio.ts';
import { openTwo } from './support/two-businesses.ts';
import { messageUpdate, tapUpdate } from './support/updates.ts';

const BOSS = { id: 3001, first_name: 'Boss', language_code: 'en' };
/** What stands only in what nobody but the business may read. */
const PRIVATE = { name: 'Zaphod Beeblebrox', phone: '+79990001122', words: 'forty-two' };

/** Two businesses; the second has nothing but its owner. Gives the first. */
const openBoth = async (core: Core, rows: Rows): Promise<string> => {
  const { first } = await openTwo(core);
  await rows(
    `insert into staff (tenant_id, telegram_id, name, role) select tenant_id, $1, $2, 'super_admin' from tenants`,
    [BOSS.id, BOSS.first_name],
  );
  await rows(`update staff set telegram_id = $1 where name = $2`, [MARIA.id, MARIA.first_name]);
  return first;
};

const DAY_MS = 86_400_000;
const dayOf = (at: string | number): string => new Date(at).toISOString().slice(0, 10);

type Things = Readonly<Record<string, readonly string[]>>;

/** Gives the first business something of everything that a button may name; answers with its ids. */
const furnish = async ({ backend }: Core, rows: Rows): Promise<Things> => {
  const caller: Caller = { via: 'telegram', bot_id: botId(BOT), telegram_id: BOSS.id, name: 'Boss', language: 'en' };
  const boss = createClient(backend.call, caller, 'furnish');
  const { items: services } = await boss('services.list', {});
  const service = services.find(({ capacity }) => capacity === 1) ?? assert.fail('nothing is offered');
  const specialist_id = service.specialist_ids.at(-1) ?? assert.fail('nobody gives it');
  const which = { service_id: service.id, specialist_id };
  const span = { from: dayOf(Date.now() + 3 * DAY_MS), to: dayOf(Date.now() + 14 * DAY_MS) };
  const { days } = await boss('scheduling.free_slots_range', { ...which, ...span });
  const [soon, later] = days.flatMap(({ slots }) => slots.slice(0, 1)).map(({ starts_at }) => starts_at);
  assert.ok(soon !== undefined && later !== undefined);
  const { id: client_id } = await boss('clients.create', { name: PRIVATE.name, phone: PRIVATE.phone });
  const ahead = await boss('bookings.create', { ...which, client_id, starts_at: soon });
  const past = await boss('bookings.create', { ...which, client_id, starts_at: later });
  await rows(`update bookings set status = 'completed' where id = $1`, [past.id]);
  await boss('clients.add_note', { id: client_id, text: PRIVATE.words });
  await boss('clients.set_tags', { id: client_id, tags: [PRIVATE.words] });
  const weekly = { starts_at_local: `${dayOf(Date.now() + 20 * DAY_MS)}T10:00:00`, rrule: 'FREQ=WEEKLY;COUNT=2' };
  const series = await boss('series.create', { ...which, client_id, ...weekly, on_clash: 'skip' });
  const off = dayOf(Date.now() + 40 * DAY_MS);
  await boss('scheduling.add_time_off', { id: specialist_id, first_day: off, note: PRIVATE.words });
  const days_off = { from_day: off, to_day: off };
  const entry = await boss('waitlist.join', { ...which, client_id, ...days_off });
  const broadcast = await boss('broadcasts.create', { texts: { en: PRIVATE.words } });
  const [absence] = await rows<{ id: string }>(`select id from reservations where note = $1`, [PRIVATE.words]);
  const staff = await rows<{ id: string }>('select id from staff where telegram_id = $1', [BOSS.id]);
  return {
    ...{ service: [service.id], specialist: [specialist_id], client: [client_id], series: [series.id] },
    ...{ booking: [ahead.id, past.id], entry: [entry.id], offer: [ahead.id], broadcast: [broadcast.id] },
    ...{ absence: [absence?.id ?? assert.fail('no absence')], id: [...staff.map(({ id }) => id), specialist_id] },
    ...{ instant: [soon], day: [dayOf(soon)] },
  };
};

/** What stands in a button's fields, by their names or their kinds. */
const valuesOf =
  (things: Things): ValuesOf =>
  ({ name, kind }) => {
    const known = things[name];
    if (known !== undefined) return known;
    const at = things['instant']?.[0] ?? '';
    const day = things['day']?.[0] ?? '';
    const kinds: Partial<Record<FieldName, readonly unknown[]>> = {
      ...{ instant: [at], any_instant: [at], day: [day], any_day: [day], month: [day.slice(0, 7)] },
      ...{ page: [0], nonce: [7], long: [BOSS.id], stars: [1], weekday: [0], weekdays: [127], clock: ['10:00'] },
      text: [OWN_TEXTS[0]?.key],
    };
    return kinds[kind] ?? assert.fail(`what stands in ${name} (${kind})?`);
  };

/** Anybody may do this for themselves, with what everybody sees; it is no forgery. */
const FOR_ONESELF: readonly Target['screen'][] = ['book', 'wait', 'set_language', 'news', 'sessions'];

/** Whoever forges, and where. */
type Forger = {
  readonly who: string;
  readonly person: typeof EMMA;
  readonly bot: typeof BOT;
  readonly may: (target: Target) => boolean;
};

const FORGERS: readonly Forger[] = [
  { who: 'a client', person: EMMA, bot: BOT, may: ({ screen }) => FOR_ONESELF.includes(screen) },
  { who: 'a specialist', person: MARIA, bot: BOT, may: ({ screen }) => FOR_ONESELF.includes(screen) },
  { who: 'the owner of another business', person: BOSS, bot: OTHER_BOT, may: () => false },
];

/** The screens of a bot over the real backend, without what lies between it and Telegram. */
const openFace = async (core: Core, bot: typeof BOT) => {
  const telegram = createQuietTelegram();
  const store = createMemoryKeyValue(Date.now);
  const faults: unknown[] = [];
  let requests = 0;
  const face = createBotFace({
    connect: (caller, request_id) => createClient(core.backend.call, caller, request_id),
    ...{ texts: core.texts, store, api: { fetch: telegram.fetch }, now: Date.now },
    pacer: createPacer({
      ticks: Date.now,
      setTimer: (ms, run) => {
        const timer = setTimeout(run, ms);
        return () => clearTimeout(timer);
      },
    }),
    newRequestId: () => `r${++requests}`,
    log: (entry) => void (entry.level === 'error' && faults.push(entry)),
    rest: () => new Promise(() => {}),
  });
  const known = (await core.operator.listBots()).find(({ bot_id }) => bot_id === botId(bot));
  assert.ok(known !== undefined);
  const account = toAccount({ ...known, token: bot.token }, core.secrets.derive);
  return { face, account, telegram, store, faults };
};

const screenOf = (data: string) => readTarget(data)?.screen;
const isHome = ({ buttons, replaces_keyboard, text }: Said): boolean =>
  replaces_keyboard || text.includes('/cancel') || buttons.some((data) => screenOf(data) === 'menu');

const secretsIn = (said: readonly Said[]): string[] =>
  Object.values(PRIVATE)
    .filter((secret) => said.some(({ words }) => words.includes(secret)))
    .map((secret) => `was told ${secret}`);

/** So many taps on the last button, which leads back, are a way home. */
const WAY_HOME = 4;

/** Taps as they would be forged: no such button was ever shown. `faults` has a sentence for whatever should not be. */
const openForging = async (core: Core, { who, person, bot }: Forger) => {
  const { face, account, telegram, store, faults: logged } = await openFace(core, bot);
  const faults: string[] = [];
  const isAsked = async (): Promise<boolean> =>
    (await store.get(storeKey('fsm', { bot_id: botId(bot) }, person.id))) !== null;
  const fault = (what: string, sentence: string) => void faults.push(`${who}, ${what}: ${sentence}`);
  /** One update; answers with what was shown for it, if anything was. */
  const bring = async (what: string, update: object): Promise<Said | undefined> => {
    const before = telegram.said.length;
    await face.handleUpdate(account, update as never);
    const said = telegram.said.slice(before);
    for (const one of [...logged.splice(0), ...secretsIn(said)]) fault(what, JSON.stringify(one));
    const answers = said.filter(({ method }) => method === 'answerCallbackQuery').length;
    if ('callback_query' in update && answers !== 1) fault(what, `was answered ${answers} times`);
    if (said.length === 0) fault(what, 'nothing was said');
    return said.findLast(({ buttons }) => buttons.length > 0) ?? said.findLast(isHome);
  };
  const press = (what: string, data: string) => bring(what, tapUpdate(person, telegram.lastId(), data));
  /** A toast leaves the menu where it was; anything else has to lead home by itself. */
  const goHome = async (what: string, shown: Said | undefined, steps = WAY_HOME): Promise<void> => {
    if (shown === undefined || isHome(shown)) return;
    const back = shown.buttons.at(-1);
    if (steps === 0 || back === undefined) fault(what, `no way home from ${shown.text}`);
    else await goHome(what, await press(`${what}, back`, back), steps - 1);
  };
  /** Taps; says what the bot then waits for, if it does, and goes on wherever that leads. */
  const forge = async (what: string, data: string): Promise<void> => {
    await goHome(what, await press(what, data));
    if (!(await isAsked())) return;
    const heard = await bring(`${what}, and words`, messageUpdate(person, { text: '12' }));
    for (const next of heard?.buttons ?? [])
      if (screenOf(next) === screenOf(data)) await press(`${what}, and words, and ${screenOf(next)}`, next);
    await goHome(what, await bring(`${what}, and away`, messageUpdate(person, { text: '/cancel' })));
  };
  await bring('hello', messageUpdate(person, { text: '/start' }));
  return { forge, press, goHome, faults };
};

/** The same button as nobody would write it: cut, too long, its fields swapped, of another version. */
const spoiltOf = (data: string): string[] => {
  const [code, fields] = [data.slice(0, 2), data.slice(2)];
  const middle = Math.ceil(fields.length / 2);
  return [
    data.slice(0, -1),
    code,
    `${data}0`,
    data.repeat(9),
    code + fields.slice(middle) + fields.slice(0, middle),
    code + [...fields].reverse().join(''),
    `${data.slice(0, -1)}\u0000`,
    `2${data.slice(1)}`,
  ];
};

const nameOf = (target: Target): string =>
  Object.entries(target)
    .map(([name, value]) => (name === 'screen' ? value : `${name}=${value}`))
    .join(' ');

type Opened = { readonly core: Core; readonly rows: Rows; readonly tenant_id: string; readonly things: Things };

/** Both businesses, and nothing that listens: no server, no Telegram. */
const withTwo = async (t: TestContext, work: (opened: Opened) => Promise<void>): Promise<void> => {
  const { url, rows } = await openStudioDatabase(t);
  const settings = { DATABASE_URL: url, DATA_DIR: tempFolder(t), ENCRYPTION_KEY: randomBytes(32).toString('hex') };
  await withCore(readConfig(settings), async (core) => {
    const tenant_id = await openBoth(core, rows);
    await work({ core, rows, tenant_id, things: await furnish(core, rows) });
  });
};

test('whoever forges a button changes nothing with it, learns nothing, and finds home', (t) =>
  withTwo(t, async ({ core, rows, tenant_id, things }) => {
    const buttons = everyButton(valuesOf(things));
    const forgings = await Promise.all(
      FORGERS.map(async (forger) => ({ ...forger, ...(await openForging(core, forger)) })),
    );
    // Which message is the menu is noted, and what people are in the middle of.
    const look = () => contentsOf(rows, ['kv'], tenant_id);
    const before = await look();
    await Promise.all(
      forgings.map(async ({ may, forge }) => {
        for (const target of buttons) if (!may(target)) await forge(nameOf(target), writeTarget(target));
      }),
    );
    assert.deepEqual(
      forgings.flatMap(({ faults }) => faults),
      [],
    );
    assert.deepEqual(await look(), before);
    t.diagnostic(`${buttons.length} buttons of ${new Set(buttons.map(({ screen }) => screen)).size} kinds`);
  }));

test('a button that was cut, prolonged or mixed up changes nothing either, whoever taps it', (t) =>
  withTwo(t, async ({ core, rows, tenant_id, things }) => {
    const kinds = Map.groupBy(everyButton(valuesOf(things)), ({ screen }) => screen);
    const [client] = FORGERS;
    assert.ok(client !== undefined);
    const { press, goHome, faults } = await openForging(core, client);
    const before = await contentsOf(rows, ['kv'], tenant_id);
    for (const [screen, [target]] of kinds)
      if (target !== undefined && !client.may(target))
        for (const data of spoiltOf(writeTarget(target)))
          await goHome(`${screen} ${data}`, await press(`${screen} ${data}`, data));
    assert.deepEqual(faults, []);
    assert.deepEqual(await contentsOf(rows, ['kv'], tenant_id), before);
  }));

test('control: a button of one’s own has its effect, and what is private is found when it is told', (t) =>
  withTwo(t, async ({ core, rows, tenant_id, things }) => {
    const { press, faults } = await openForging(core, { who: 'the owner', person: BOSS, bot: BOT, may: () => true });
    const before = await contentsOf(rows, ['kv'], tenant_id);
    const [booking = ''] = things['booking'] ?? [];
    const data = writeTarget({ screen: 'visit', booking, act: 'cancel', fresh: false, nonce: 7 });
    await press('the owner cancels', data);
    assert.match(faults.join('\n'), /was told Zaphod Beeblebrox/);
    assert.notDeepEqual(await contentsOf(rows, ['kv'], tenant_id), before);
  }));
