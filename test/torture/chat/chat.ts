import { randomBytes } from 'node:crypto';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { createClock, createEmulator, type Emulator } from '@okno/telegram';
import { atEnd, type Place, tempFolder, until } from '../../e2e/support/at-end.ts';
import { addressOf, askIn, type Rows } from '../../e2e/support/database.ts';
import { type RunningOkno, startOkno } from '../../e2e/support/okno.ts';
import { words } from '../../e2e/support/visitor.ts';
import { startReadyPostgres } from '../../support/ready-data.ts';
import { createChance } from '../lib/chance.ts';
import type { Findings, Torture } from '../lib/torture.ts';
import { DOUBLES, type LogLine, loudLines, refusedCalls, strangeWords } from './check.ts';
import { createMembers, letLoose, type Member } from './crowd.ts';
import { type Mangler, startMangler } from './mangler.ts';

export type Run = {
  readonly people: number;
  readonly seconds: number;
  /** How often the server is killed, and as often told to stop, and started again. */
  readonly restarts: number;
  readonly seed: number;
  readonly tell: (sentence: string) => void;
  /** Spoils the database, so that something is there to be found. */
  readonly plant?: string;
  /** How long people wait for the way home, where it is known that there is none. */
  readonly home_ms?: number;
};

const BOT = { token: '7600001:token-of-the-chat', username: 'torture_chat_bot', first_name: 'Chat' };
const BOT_ID = 7_600_001;
/** So long people wait for the way home. */
const HOME_MS = 20_000;
const QUIET_MS = 60_000;

const openTelegram = async (
  t: Place,
  members: readonly Member[],
): Promise<{ emulator: Emulator; api_root: string }> => {
  const limits = { bot_messages_per_second: 1e6, bot_burst: 1e6, logged_calls: 200_000 };
  const emulator = createEmulator({ clock: createClock(), local: true, limits });
  atEnd(t, () => emulator.close());
  emulator.addBot(BOT);
  for (const member of members) emulator.addPerson(member);
  return { emulator, api_root: (await emulator.listen()).url };
};

/** One specialist for each who offers something; whoever is left over organises. */
const HIRE = `
  insert into staff (tenant_id, telegram_id, name, role, specialist_id)
  select tenant_id, $1, $2, case when free.id is null then 'moderator' else 'specialist' end, free.id
  from tenants left join lateral (
    select id from specialists where specialists.tenant_id = tenants.tenant_id and $3 = 'specialist'
      and not exists (select from staff where staff.specialist_id = specialists.id) order by id limit 1) free on true`;

/** Those who work there; owners are named in the settings. */
const hire = async (rows: Rows, members: readonly Member[]): Promise<void> => {
  for (const { id, first_name, role } of members)
    if (role === 'specialist' || role === 'moderator') await rows(HIRE, [id, first_name, role]);
};

/** The server of the bot, struck and started again while people go on; what it logged is kept. */
const createHouse = async (t: Place, mangler: Mangler, settings: Readonly<Record<string, string>>) => {
  const lives: RunningOkno[] = [];
  const start = async () => {
    const okno = await startOkno(t, settings);
    lives.push(okno);
    mangler.leadTo(okno.url);
  };
  await start();
  return {
    restart: async (signal: 'SIGKILL' | 'SIGTERM') => {
      await lives.at(-1)?.kill(signal);
      mangler.leadTo(null);
      await start();
    },
    log: (): LogLine[] =>
      lives.flatMap(({ stdout }) =>
        stdout()
          .split('\n')
          .filter((line) => line.startsWith('{') && line.endsWith('}'))
          .map((line) => JSON.parse(line) as LogLine),
      ),
  };
};

/** From wherever they are: a command leads home. Gives a sentence for each who stays outside. */
const goHome = async (emulator: Emulator, members: readonly Member[], timeout_ms: number): Promise<string[]> => {
  const book = [words('en', 'menu.book'), words('ru', 'menu.book')];
  const lost = members.map(async ({ id, role }) => {
    const chat = emulator.as(id, BOT_ID);
    const asked = await chat.type('/start');
    const home = () => {
      const answer = chat.messages().findLast((one) => one.message_id > asked && one.from === 'bot');
      return answer?.inline_keyboard?.flat().some(({ text }) => book.includes(text));
    };
    const found = await chat.waitFor(home, { timeout_ms }).catch(() => false);
    return found ? [] : [`/start leads ${role} ${id} nowhere: ${JSON.stringify(chat.lastMessage('bot')?.text)}`];
  });
  return (await Promise.all(lost)).flat();
};

/** People tap and type at random, updates overtake each other and come twice, and the server is struck. */
export const tortureChat = async (t: Place, run: Run): Promise<Findings> => {
  const { seconds, restarts, seed, tell, plant, home_ms = HOME_MS } = run;
  const members = createMembers(run.people);
  const { emulator, api_root } = await openTelegram(t, members);
  const postgres = await startReadyPostgres(t);
  const rows = askIn(t, postgres.connection);
  const call = async (body: string): Promise<void> => {
    const { method } = JSON.parse(body) as { method?: string };
    if (method === undefined) return;
    const headers = { 'content-type': 'application/json' };
    await (await fetch(`${api_root}/bot${BOT.token}/${method}`, { method: 'POST', headers, body })).arrayBuffer();
  };
  const mangler = await startMangler(t, createChance(seed + 1), call);
  const house = await createHouse(t, mangler, {
    DATABASE_URL: addressOf(postgres.connection),
    DATA_DIR: path.join(tempFolder(t), 'data'),
    ENCRYPTION_KEY: randomBytes(32).toString('hex'),
    HOST: '127.0.0.1',
    PUBLIC_URL: mangler.url,
    TELEGRAM_API_ROOT: api_root,
    TELEGRAM_BOT_TOKEN: BOT.token,
    ADMIN_IDS: members.flatMap(({ id, role }) => (role === 'super_admin' ? [id] : [])).join(','),
  });
  await hire(rows, members);
  if (plant !== undefined) await rows(plant);

  let over = false;
  const crowd = letLoose(emulator, { members, bot_id: BOT_ID, seed, isOver: () => over });
  // Before it is awaited, it may fail.
  crowd.done.catch(() => {});
  for (let blow = 0; blow < restarts * 2; blow += 1) {
    await pause((seconds * 1000) / (restarts * 2 + 1));
    await house.restart(blow % 2 === 0 ? 'SIGKILL' : 'SIGTERM');
    tell(`struck ${blow + 1} times`);
  }
  await pause((seconds * 1000) / (restarts * 2 + 1));
  over = true;
  await crowd.done;
  await mangler.idle();
  // What is left without an answer then is found below.
  await until('all taps are answered', () => crowd.unanswered() === 0, QUIET_MS).catch(() => {});
  const lost = await goHome(emulator, members, home_ms);
  const { calls } = emulator;
  const doubles: { sentence: string }[] = [];
  for (const question of Object.values(DOUBLES)) doubles.push(...(await rows<{ sentence: string }>(question)));
  const [made] = await rows<{ bookings: number; changes: number }>(
    'select (select count(*)::int from bookings where series_id is null) as bookings, (select count(*)::int from booking_history) as changes',
  );
  const unanswered = crowd.unanswered();
  return {
    what: 'people tap and type at random while updates overtake each other and the server is struck',
    figures: {
      people: members.length,
      ...Object.fromEntries([...crowd.deeds].toSorted()),
      repeated_updates: mangler.repeated(),
      restarts: restarts * 2,
      calls: calls.length,
      ...made,
    },
    wrong: [
      ...(unanswered === 0 ? [] : [`${unanswered} taps were never answered`]),
      ...lost,
      ...loudLines(house.log()),
      ...refusedCalls(calls),
      ...strangeWords(calls),
      ...doubles.map(({ sentence }) => sentence),
    ],
  };
};

/** Fifty people for five minutes, with the server struck every half a minute. */
export const chat: Torture = (t, { seconds, seed, tell }) =>
  tortureChat(t, { people: 50, seconds: seconds ?? 300, restarts: 5, seed, tell });
