import type { Place } from '../../e2e/support/at-end.ts';
import { atOnce, type OpenShop, openRunning, spread, statuses } from '../lib/crowd.ts';
import type { Reply, Wish } from '../lib/http.ts';
import type { ShopPlan } from '../lib/shop.ts';
import type { Findings, Torture } from '../lib/torture.ts';

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
const A_DAY = 10;

const PLAN: ShopPlan = {
  specialists: 1,
  clients: 2,
  chats: 1,
  limit: 1000,
  services: [
    {
      name: 'Visit',
      duration_minutes: 60,
      step_minutes: 60,
      buffer_before_minutes: 0,
      buffer_after_minutes: 0,
      capacity: 1,
      givers: 1,
    },
  ],
};

const wishOf = ({ service_ids, specialist_ids, client_ids }: OpenShop, round: number, key: string): Wish => {
  const day = Math.floor(Date.now() / DAY_MS) + 2 + Math.floor(round / A_DAY);
  const starts_at = new Date(day * DAY_MS + (8 + (round % A_DAY)) * HOUR_MS).toISOString();
  const body = { service_id: service_ids[0], specialist_id: specialist_ids[0], starts_at, client_id: client_ids[0] };
  return { method: 'POST', path: '/bookings', key, body };
};

const idOf = ({ text }: Reply): string => (JSON.parse(text) as { id: string }).id;

/** How many rows there are of a booking, of its history, of its audit: one of each when it happened once. */
const countTraces = async ({ rows }: OpenShop): Promise<readonly number[]> => {
  const [row] = await rows<{ counts: number[] }>(`select array[
    (select count(*) from bookings), (select count(*) from reservations),
    (select count(*) from booking_history where change = 'created'),
    (select count(*) from audit_log where action = 'bookings.create' and outcome = 'done'),
    (select count(*) from notifications where kind = 'booking_created')]::int[] as counts`);
  return row?.counts ?? [];
};

/** One key many times at once: one booking, one answer to the letter. */
const checkSame = async (shop: OpenShop, round: number, times: number, ms: number[]): Promise<string[]> => {
  const wish = wishOf(shop, round, `same-${round}`);
  const replies = await atOnce(shop.send, Array<Wish>(times).fill(wish));
  ms.push(...replies.map((reply) => reply.ms));
  const texts = new Set(replies.map(({ text }) => text));
  const wrong =
    statuses(replies)[201] === times && texts.size === 1
      ? []
      : [`round ${round}: ${JSON.stringify(statuses(replies))}, ${texts.size} answers`];
  const other = await shop.send({ ...wish, body: { ...(wish.body as object), client_id: shop.client_ids[1] } });
  if (other.status !== 422 || !other.text.includes('idempotency_key_reused'))
    wrong.push(`round ${round}: another body under the same key got ${other.status}`);
  return wrong;
};

/** The work is done, the answer is lost on the way, and whoever asks again gets the answer to the first. */
const checkLost = async (shop: OpenShop, round: number): Promise<string[]> => {
  const wish = wishOf(shop, round, `lost-${round}`);
  shop.keeper.proxy.dropAnswers(1);
  const first = await shop.send(wish).then(
    () => 'answered',
    () => 'lost',
  );
  if (first !== 'lost') return [`round ${round}: the answer was not lost`];
  const [done] = await shop.rows<{ id: string }>(
    `select answer ->> 'id' as id from idempotency_keys where key = '${wish.key}'`,
  );
  const again = await shop.send(wish);
  if (again.status !== 201 || idOf(again) !== done?.id)
    return [`round ${round}: asked again after a lost answer: ${again.text}`];
  return [];
};

/** Keys repeated at once, keys with another body, answers that were lost. */
export const tortureKeys = async (
  t: Place,
  { times, rounds, guarded = true }: { times: number; rounds: number; guarded?: boolean },
): Promise<Findings> => {
  const shop = await openRunning(t, PLAN, { connections: times, without: guarded ? undefined : 'key' });
  const wrong: string[] = [];
  const ms: number[] = [];
  for (let round = 0; round < rounds; round += 1) wrong.push(...(await checkSame(shop, round, times, ms)));
  for (let round = rounds; round < 2 * rounds; round += 1) wrong.push(...(await checkLost(shop, round)));
  const traces = await countTraces(shop);
  if (traces.some((count) => count !== 2 * rounds)) wrong.push(`${2 * rounds} keys left ${traces.join(', ')} rows`);
  return { what: 'one key, one effect, one answer', figures: { times, rounds, ...spread(ms) }, wrong };
};

const TIMES = 50;
const ROUNDS = 100;

export const keys: Torture = (t) => tortureKeys(t, { times: TIMES, rounds: ROUNDS });
