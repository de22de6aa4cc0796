import assert from 'node:assert/strict';
import { test } from 'node:test';
import { BULLETIN_KINDS, type Bulletin, type Call, NOTICE_KINDS, type Role, type Transport } from '@okno/contract';
import { readTarget, type Target, writeTarget } from './callback-data.ts';
import { uuid } from './fake-backend.test.ts';
import { noticeOf } from './notice-world.test.ts';
import { at, book } from './staff-world.test.ts';
import { BOT_ID, PERSON_ID, testWorld, type World, type WorldOptions } from './world.test.ts';

/** Underlined text is what no text of ours has: wherever it is, it came out of a name. */
const EVIL = `<u>E"&'</u>`;

/** Fields that people and businesses fill in. */
const TYPED =
  /^(name|title|text|note|reason|description|address|author|by|reply|comment|client|specialist|service|username|host)$/;

/** An answer in which whatever was typed by somebody looks like markup. */
const poisoned = (value: unknown, field = ''): unknown => {
  if (typeof value === 'string') return TYPED.test(field) && value !== '' ? `${value.slice(0, 20)}${EVIL}` : value;
  if (Array.isArray(value)) return value.map((one) => poisoned(one, field === 'tags' ? 'name' : field));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, poisoned(one, key)]));
};

/** What a business words in its own way is markup by right; all else that the backend tells is not. */
const poison =
  (transport: Transport): Transport =>
  async (call: Call) => {
    const answer = await transport(call);
    return call.name.startsWith('texts.') ? answer : poisoned(answer);
  };

type Sent = { readonly method: string; readonly words: string; readonly html: boolean };

/** Every text the bot has handed to Telegram, and whether Telegram reads it as markup. */
const sentIn = ({ emulator }: World): Sent[] =>
  emulator.calls.flatMap(({ method, params }) => {
    const { text, caption, parse_mode } = params as { text?: string; caption?: string; parse_mode?: string };
    const words = text ?? caption;
    return words === undefined ? [] : [{ method, words, html: parse_mode === 'HTML' }];
  });

/** What is wrong with a text: a name that became markup, or one that was escaped where nothing is parsed, or twice. */
const faultOf = ({ words, html }: Sent): string | null => {
  if (html && words.includes('<u>')) return 'markup';
  if (!html && /&(lt|gt|amp);/.test(words)) return 'escaped for nothing';
  return html && /&amp;(lt|gt|amp);/.test(words) ? 'escaped twice' : null;
};

const faultsIn = (world: World): string[] =>
  sentIn(world).flatMap((one) => (faultOf(one) === null ? [] : [`${faultOf(one)}: ${one.method} ${one.words}`]));

const keyboardsIn = ({ emulator }: World): string[] =>
  emulator.calls.flatMap(({ params }) => {
    const { reply_markup } = params as { reply_markup?: string | object };
    const markup = typeof reply_markup === 'string' ? JSON.parse(reply_markup) : reply_markup;
    const rows = (markup as { inline_keyboard?: { callback_data?: string }[][] } | undefined)?.inline_keyboard ?? [];
    return rows.flat().flatMap(({ callback_data }) => (callback_data === undefined ? [] : [callback_data]));
  });

/** A tap on a button, wherever it stood. */
const tapOf = (data: string, update_id: number, message_id: number) => ({
  update_id,
  callback_query: {
    id: String(update_id),
    from: { id: PERSON_ID, is_bot: false, first_name: 'Olga', language_code: 'en' },
    chat_instance: '1',
    data,
    message: {
      ...{ message_id, date: 1, text: 'x', chat: { id: PERSON_ID, type: 'private', first_name: 'Olga' } },
      from: { id: BOT_ID, is_bot: true, first_name: 'Salon' },
    },
  },
});

/** So many buttons of one kind are tapped: they differ in what they name, or in the step they are. */
const EACH = 14;
const COMMANDS = ['/start', '/book', '/bookings', '/agenda', '/manage', '/help', '/language'];

/** Taps every button that can be reached, and tells on which screens it has been. */
const walk = async (world: World, seeds: readonly Target[]): Promise<Set<string>> => {
  const tapped = new Set<string>();
  const counts = new Map<string, number>();
  const waiting = seeds.map(writeTarget);
  const gather = () => {
    for (const data of keyboardsIn(world)) if (!tapped.has(data) && !waiting.includes(data)) waiting.push(data);
  };
  for (const command of COMMANDS) {
    const before = world.handled();
    await world.olga.type(command);
    await world.until(() => world.handled() > before);
    gather();
  }
  let update_id = 9_000_000;
  for (let data = waiting.shift(); data !== undefined; data = waiting.shift()) {
    const screen = readTarget(data)?.screen ?? assert.fail(data);
    const count = counts.get(screen) ?? 0;
    tapped.add(data);
    if (count >= EACH) continue;
    counts.set(screen, count + 1);
    world.emulator.clock.advance(2_000);
    const message_id = world.olga.lastMessage('bot')?.message_id ?? 1;
    update_id += 1;
    await world.give(tapOf(data, update_id, message_id) as never);
    gather();
  }
  return new Set(counts.keys());
};

/** Somebody whom the staff finds by words they type; their card is where a walk through it begins. */
const VERA = uuid(550);

const evilWorld = async (options: WorldOptions): Promise<{ world: World; seeds: Target[] }> => {
  const world = await testWorld({ ...options, around: poison });
  const { backend } = world;
  backend.office.addClient({ id: VERA, name: 'Vera', phone: '+79991112233', telegram_id: 77, tags: ['vip'] });
  const [ahead, past] = [book(world, '12:00'), book(world, '14:00', '2026-03-03')];
  backend.bookings.set(past.id, { ...past, status: 'completed' });
  backend.staff.notes.push('A note');
  const ofVisits: Target[] = [
    { screen: 'review', booking: past.id, stars: 5 },
    { screen: 'words', booking: past.id },
  ];
  const ofClients: Target[] = (['card', 'book', 'notes'] as const).map((part) => ({
    ...{ screen: 'client', client: VERA, page: 0 },
    part,
  }));
  const ofTheirs: Target[] = [{ screen: 'client_booking', part: 'card', client: VERA, booking: ahead.id }];
  return { world, seeds: options.role === undefined ? ofVisits : [...ofClients, ...ofTheirs] };
};

const WALKS: readonly { who: string; options: WorldOptions; screens: number }[] = [
  { who: 'client', options: {}, screens: 22 },
  { who: 'specialist', options: { staff: true }, screens: 30 },
  { who: 'owner', options: { staff: 'moderator', role: 'super_admin' as Role }, screens: 40 },
];

for (const { who, options, screens } of WALKS)
  for (const language of ['en', 'ru'] as const)
    test(`on no screen that a ${who} can reach does a name become markup (${language})`, async (t) => {
      const { world: opened, seeds } = await evilWorld({ ...options, language });
      await using world = opened;
      const been = await walk(world, seeds);
      t.diagnostic(`${been.size} screens: ${[...been].join(' ')}`);
      assert.ok(been.size >= screens, `only ${been.size} screens: ${[...been].join(' ')}`);
      assert.deepEqual(faultsIn(world), []);
      const evil = sentIn(world).filter(({ words }) => /<u>|&lt;u&gt;/.test(words));
      assert.ok(evil.length >= 10, `only ${evil.length} texts with a name`);
    });

const EXTRA = {
  before: {
    starts_at: at('09:00'),
    ends_at: at('10:00'),
    time_zone: 'UTC',
    specialist: { id: uuid(3), name: `Eva${EVIL}` },
  },
  series: { id: uuid(600), count: 2, starts_at: [at('09:00', '2026-03-05')] },
  minutes_before: 60,
  late_minutes: 15,
};

test('in no notice does a name become markup, whoever is told', async () => {
  await using world = await testWorld();
  await world.olga.start();
  await world.shows('Salon');
  const booking = poisoned(book(world, '12:00', '2026-03-05')) as ReturnType<typeof book>;
  for (const kind of NOTICE_KINDS)
    for (const audience of ['client', 'specialist'] as const)
      for (const language of ['en', 'ru'] as const) {
        world.emulator.clock.advance(60_000);
        await world.deliver(noticeOf(booking, { kind, audience, language, ...EXTRA }));
      }
  const first = [
    { kind: 'booking_reminder', status: 'failed', client: `Ann${EVIL}`, starts_at: at('12:00'), time_zone: 'UTC' },
  ];
  for (const kind of BULLETIN_KINDS) {
    world.emulator.clock.advance(60_000);
    const told = { id: uuid(501), kind, bot_id: BOT_ID, telegram_id: PERSON_ID, language: 'en', count: 1, first };
    await world.deliver({ ...told, username: `bot${EVIL}`, host: `crm${EVIL}` } as Bulletin);
  }
  assert.deepEqual(faultsIn(world), []);
  const evil = sentIn(world).filter(({ words }) => words.includes('&lt;u&gt;'));
  assert.ok(evil.length >= NOTICE_KINDS.length, `only ${evil.length} notices with a name`);
});

test('control: a name that was not escaped, escaped twice, or escaped where nothing is parsed is found', () => {
  const faults = [
    { method: 'sendMessage', words: `Hello, Ann${EVIL}`, html: true },
    { method: 'sendMessage', words: 'Hello, &amp;lt;u&amp;gt;', html: true },
    { method: 'answerCallbackQuery', words: 'Hello, &lt;u&gt;', html: false },
    { method: 'sendMessage', words: 'Hello, &lt;u&gt;', html: true },
    { method: 'answerCallbackQuery', words: `Hello, Ann${EVIL}`, html: false },
  ].map(faultOf);
  assert.deepEqual(faults, ['markup', 'escaped twice', 'escaped for nothing', null, null]);
});
