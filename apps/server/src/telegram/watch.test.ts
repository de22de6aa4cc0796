import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import type { BotReport } from '@okno/backend';
import { Api } from 'grammy';
import { createAccounts } from './accounts.ts';
import { openBot, until } from './testing.ts';
import { createBotTrace, startWatching } from './watch.ts';
import { judge } from './watch-rules.ts';

const NOW = Date.parse('2031-03-03T08:00:00Z');
const HERE = 'https://book.example/tg/webhook/1';
const seconds = (ms: number): number => Math.floor(ms / 1000);

test('a bot is told anew where its updates go when Telegram brings them elsewhere, or failed twice; not again within an hour', () => {
  const well = { url: HERE, pending_update_count: 0 };
  const failing = { url: HERE, pending_update_count: 3, last_error_date: seconds(NOW - 60_000) };
  const of = (
    info: Parameters<typeof judge>[0]['info'],
    seen?: Parameters<typeof judge>[0]['seen'],
    wanted: string | null = HERE,
  ) => judge({ info, wanted, now: NOW, seen });
  assert.deepEqual(of(well), { state: 'ok', repairs: false });
  assert.deepEqual(of({ ...well, url: 'https://elsewhere.example/' }), { state: 'repaired', repairs: true });
  assert.deepEqual(of({ ...well, url: '' }), { state: 'repaired', repairs: true });
  assert.deepEqual(
    of(well, undefined, null),
    { state: 'repaired', repairs: true },
    'whoever polls must have no webhook',
  );
  assert.deepEqual(of({ ...well, url: '' }, undefined, null), { state: 'ok', repairs: false });
  assert.deepEqual(of(failing), { state: 'failing', repairs: false }, 'once may be a restart of ours');
  assert.deepEqual(of(failing, { failing: true, repaired_at: null }), { state: 'failing', repairs: true });
  assert.deepEqual(of(failing, { failing: true, repaired_at: NOW - 59 * 60_000 }), {
    state: 'failing',
    repairs: false,
  });
  assert.deepEqual(of(failing, { failing: true, repaired_at: NOW - 61 * 60_000 }), { state: 'failing', repairs: true });
  assert.deepEqual(of({ ...failing, pending_update_count: 0 }), { state: 'ok', repairs: false }, 'nothing waits');
  assert.deepEqual(of({ ...failing, last_error_date: seconds(NOW - 3_600_000) }), { state: 'ok', repairs: false });
});

/** A bot on the emulator that is looked at all the time. */
const open = async (t: TestContext, { wanted, token }: { wanted: string | null; token?: string }) => {
  const bot = await openBot(t);
  const account = { ...bot.account, ...(token !== undefined && { token }) };
  const api = new Api(bot.account.token, bot.api.options);
  const reports: BotReport[] = [];
  const told = { revoked: 0, repaired: 0, asked: 0, rounds: 0 };
  const trace = createBotTrace(() => NOW);
  const listed = createAccounts([account], trace.forget);
  const accounts = {
    ...listed,
    all: () => {
      told.rounds += 1;
      return listed.all();
    },
  };
  const world = { answers: true, isOurs: true };
  const watch = startWatching({
    accounts,
    api: {
      ...bot.api.options,
      fetch: (async (...request: Parameters<NonNullable<typeof bot.api.options.fetch>>) => {
        told.asked += 1;
        if (!world.answers) throw new Error('no route to host');
        return bot.api.options.fetch?.(...request);
      }) as unknown as NonNullable<typeof bot.api.options.fetch>,
    },
    operator: {
      claimBotCheck: async () => world.isOurs,
      noteBotHealth: async (_tenant, report) => void reports.push(report),
    },
    urlOf: () => wanted,
    // One telling is enough, however often it is asked for until it is done.
    repair: async () => {
      told.repaired += 1;
      if (told.repaired > 1) return;
      if (wanted === null) await api.deleteWebhook();
      else await api.setWebhook(wanted);
    },
    onRevoked: () => {
      told.revoked += 1;
      accounts.remove(account.bot_info.id);
    },
    trace,
    log: bot.log,
    now: () => NOW,
    every_ms: 5,
    first_ms: 0,
  });
  t.after(watch.stop);
  const away = (isAway: boolean) => {
    world.answers = !isAway;
  };
  return { api, account, accounts, world, reports, told, trace, watch, away };
};

test('a webhook that is not where it has to be is set, and the bot is well again', async (t) => {
  const wanted = 'http://127.0.0.1:9/tg/webhook/7100001';
  const { api, reports, told } = await open(t, { wanted });
  await until('it is well', () => reports.some(({ state }) => state === 'ok'));
  // Until it is set, each look asks for it; whoever sets it does so once.
  assert.ok(told.repaired >= 1);
  assert.deepEqual([reports[0]?.state, reports[0]?.delivery], ['repaired', 'webhook']);
  assert.equal((await api.getWebhookInfo()).url, wanted);
});

test('a bot that is asked for its updates loses the webhook that keeps them from it', async (t) => {
  const { api, told, reports } = await open(t, { wanted: null });
  await until('it was looked at', () => reports.length > 0);
  assert.equal(told.repaired, 0);
  await api.setWebhook('http://127.0.0.1:8/stolen');
  await until('the webhook is gone', () => told.repaired >= 1);
  await until('it is well', () => reports.at(-1)?.state === 'ok');
  assert.equal((await api.getWebhookInfo()).url, '');
});

test('a token that was taken back ends the looking', async (t) => {
  const { told } = await open(t, { wanted: null, token: '7100001:another-token' });
  await until('it is revoked', () => told.revoked === 1);
  const { asked, rounds } = told;
  await until('there were further rounds', () => told.rounds > rounds + 2);
  assert.deepEqual([told.revoked, told.asked], [1, asked]);
});

test('while Telegram cannot be asked whoever watches us is warned, and is told no more when it can', async (t) => {
  const { reports, trace, away } = await open(t, { wanted: null });
  await until('it was looked at', () => reports.length > 0);
  assert.deepEqual(trace.warnings(), []);
  away(true);
  await until('it is noticed', () => trace.warnings().length === 1);
  assert.equal(reports.at(-1)?.state, 'unreachable');
  assert.doesNotMatch(JSON.stringify(reports), /token-of-the-tests/);
  away(false);
  await until('it is over', () => trace.warnings().length === 0);
});

test('nobody is warned of a bot that has left, or that another process looks at', async (t) => {
  const { trace, away, accounts, account, world } = await open(t, { wanted: null });
  away(true);
  await until('it is noticed', () => trace.warnings().length === 1);
  world.isOurs = false;
  await until('another process warns of it', () => trace.warnings().length === 0);
  world.isOurs = true;
  await until('it is noticed again', () => trace.warnings().length === 1);
  trace.noteUpdate(account.bot_info.id);
  accounts.remove(account.bot_info.id);
  assert.deepEqual(trace.warnings(), []);
  assert.equal(trace.lastUpdate(account.bot_info.id), null);
});

test('when an update has last come is told with the next look', async (t) => {
  const { reports, trace, account } = await open(t, { wanted: null });
  trace.noteUpdate(account.bot_info.id);
  await until('it is told', () => reports.at(-1)?.last_update_at === NOW);
});
