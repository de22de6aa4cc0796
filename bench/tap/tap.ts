import { join } from 'node:path';
import { type Benchmark, planFor } from '../lib/benchmark.ts';
import { type Child, startChild } from '../lib/child.ts';
import { freePort } from '../lib/free-port.ts';
import { closedLoop, type Send } from '../lib/load.ts';
import { postgresCpu } from '../lib/postgres-cpu.ts';
import { alternate, type Measure } from '../lib/rounds.ts';
import { type Figures, ratioOf } from '../lib/stats.ts';
import type { Workplace } from '../lib/workplace.ts';
import type { Calls, EchoInput, EmulatorReady, PreparedTaps, Webhook } from './protocol.ts';
import { createAnswers, tapSender, textSender } from './senders.ts';

const PEOPLE = 32;
const TOKEN = '7000100:bench-token-of-the-emulator';
const ECHO_TOKEN = '7000101:echo-token-of-the-emulator';
/** More taps a second than anybody can answer. */
const MOST_PER_SECOND = 3000;

const script = (name: string): URL => new URL(name, import.meta.url);

const startServer = async (place: Workplace, api_root: string, profile: string | undefined): Promise<Child> => {
  const port = await freePort();
  const settings = {
    PORT: String(port),
    HOST: '127.0.0.1',
    PUBLIC_URL: `http://127.0.0.1:${port}`,
    DATA_DIR: place.folder,
    ROLES: 'gateway,bot',
    TELEGRAM_BOT_TOKEN: TOKEN,
    TELEGRAM_API_ROOT: api_root,
    // The load taps as fast as it can.
    LIMIT_BOOKINGS: 'off',
    LIMIT_MESSAGES: 'off',
    LIMIT_TAPS: 'off',
  };
  return startChild(place, script('server-child.ts'), { input: { settings, profile } });
};

const cpuOf = async (child: Child): Promise<number> => (await child.ask('cpu')) as number;

/** The load of one round, and what it cost the process that answered. */
const measured =
  (child: Child, send: Send): Measure =>
  async (ms) => {
    const before = await cpuOf(child);
    const figures = await closedLoop(PEOPLE, ms, send);
    const cpu = (await cpuOf(child)) - before;
    return { ...figures, cpu_ms_per_update: cpu / (figures['count'] ?? 0) };
  };

/** Every tap must have edited its message and been answered, or something cheaper was measured. */
const checkAnswers = async (emulator: Child, { count }: Figures): Promise<void> => {
  const { methods, refused } = (await emulator.ask('calls')) as Calls;
  if (refused !== null) throw new Error(`the emulator refused a call: ${refused}`);
  const complete = methods['editMessageText'] === count && methods['answerCallbackQuery'] === count;
  if (!complete) throw new Error(`${count} taps were answered with ${JSON.stringify(methods)}`);
};

type Children = { readonly server: Child; readonly emulator: Child };

/**
 * Our round: the same, with the database's share, and checked. The calls that came as answers are made when the round
 * is over: within a real Telegram they are nobody's requests.
 */
const ours = (
  place: Workplace,
  { server, emulator }: Children,
  send: Send,
  makeAnswers: () => Promise<void>,
): Measure => {
  const measure = measured(server, send);
  const dataDir = join(place.folder, 'postgres');
  return async (ms) => {
    await emulator.ask('calls');
    await server.ask('profile_go');
    const before = await postgresCpu(dataDir);
    const figures = await measure(ms);
    const postgres = (await postgresCpu(dataDir)) - before;
    await server.ask('profile_pause');
    await makeAnswers();
    await checkAnswers(emulator, figures);
    return { ...figures, postgres_cpu_ms_per_update: postgres / (figures['count'] ?? 0) };
  };
};

const startEcho = async (place: Workplace, input: EchoInput, people: readonly number[]): Promise<Measure> => {
  const child = await startChild(place, script('echo-child.ts'), { input });
  const { url } = child.ready as { url: string };
  return measured(child, textSender({ url, connections: PEOPLE }, people));
};

const callEmulator = async (api_root: string, method: string, payload: object): Promise<void> => {
  const request = { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(payload) };
  const answer = await fetch(`${api_root}/bot${TOKEN}/${method}`, request);
  if (!answer.ok) throw new Error(`the emulator refused ${method}: ${await answer.text()}`);
};

/**
 * Update in → answer out: a tap on a day of the calendar comes to our server's webhook, the day's free times are read
 * and shown in the message, the tap is answered. Against a bot that echoes texts and knows nothing.
 */
export const tap: Benchmark = async (place, options) => {
  const plan = planFor(3, options);
  const emulator = await startChild(place, script('emulator-child.ts'), {
    input: { people: PEOPLE, token: TOKEN, echo_token: ECHO_TOKEN },
  });
  const { url: api_root, people } = emulator.ready as EmulatorReady;
  const server = await startServer(place, api_root, options.profile);
  const webhook = (await emulator.ask('talk')) as Webhook;
  await callEmulator(api_root, 'deleteWebhook', {});
  const seconds = (plan.warm_up_ms + plan.rounds * plan.round_ms) / 1000;
  const prepared = (await emulator.ask('prepare', MOST_PER_SECOND * seconds)) as PreparedTaps;
  // From here on we bring the updates ourselves; the server, which looks after its bots, finds everything as it should be.
  await callEmulator(api_root, 'setWebhook', { ...webhook, drop_pending_updates: true });
  const answers = createAnswers(api_root, TOKEN, PEOPLE);
  const target = { url: webhook.url, secret: webhook.secret_token, connections: PEOPLE };
  const send = tapSender(target, prepared, answers.note);
  const echo = { api_root, token: ECHO_TOKEN };
  const results = await alternate(
    {
      ours: ours(place, { server, emulator }, send, answers.make),
      bare: await startEcho(place, { ...echo, our_client: false }, people),
      bare_with_our_client: await startEcho(place, { ...echo, our_client: true }, people),
    },
    plan,
  );
  return {
    what: 'a tap on a day: update in → message edited and tap answered; bare: a grammY echo',
    rounds: plan.rounds,
    results,
    ratio: ratioOf(results.ours, results.bare, 'per_second'),
    ratio_of: 'updates a second, ours to the bare grammY echo',
    target: 0.25,
    notes: [
      `closed loop, ${PEOPLE} people with one update in flight each, load and emulator on the same machine`,
      'ours edits by a call of the Bot API and answers the tap in the answer to the webhook; the echo makes one call',
    ],
  };
};
