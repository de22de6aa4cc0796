import { appendFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { type Place, until } from '../../e2e/support/at-end.ts';
import { isAlive, postgresPid } from '../../e2e/support/demo.ts';
import { type RunningOkno, startOkno } from '../../e2e/support/okno.ts';
import { createSender } from '../lib/http.ts';
import { signal, treeOf } from '../lib/processes.ts';
import { openShop, type Shop, type ShopPlan } from '../lib/shop.ts';
import type { Findings, Torture } from '../lib/torture.ts';
import { type Disk, openDisk } from './disk.ts';

export type Run = {
  readonly rounds: number;
  /** How long people book before the power fails. */
  readonly seconds: number;
  /** PostgreSQL is told to acknowledge what is not on the disk yet. */
  readonly without_fsync?: boolean;
  readonly tell: (sentence: string) => void;
};

const VISIT = {
  name: 'Visit',
  duration_minutes: 15,
  step_minutes: 15,
  buffer_before_minutes: 0,
  buffer_after_minutes: 0,
  capacity: 1,
  givers: 20,
};
const PLAN: ShopPlan = { specialists: 20, clients: 50, chats: 0, limit: 1000, services: [VISIT] };
const AT_ONCE = 8;
const DAY_MS = 86_400_000;
const QUARTER_MS = 15 * 60_000;
const EIGHT_HOURS_MS = 8 * 3_600_000;
const A_DAY = 48;

/** The wish for the n-th time that there is, and nobody else's. */
const wishOf = ({ service_ids, specialist_ids, client_ids }: Shop, n: number) => {
  const slot = Math.floor(n / specialist_ids.length);
  const day = Math.floor(Date.now() / DAY_MS) * DAY_MS + (2 + Math.floor(slot / A_DAY)) * DAY_MS;
  return {
    service_id: service_ids[0],
    specialist_id: specialist_ids[n % specialist_ids.length],
    starts_at: new Date(day + EIGHT_HOURS_MS + (slot % A_DAY) * QUARTER_MS).toISOString(),
    client_id: client_ids[n % client_ids.length],
  };
};

/** People book until the power is gone; what was acknowledged is added to `acknowledged`. */
const bookUntilDark = async (
  t: Place,
  shop: Shop,
  okno: RunningOkno,
  { places, acknowledged }: Booked,
): Promise<void> => {
  const send = createSender(t, { url: okno.url, tenant: shop.slug, connections: AT_ONCE });
  const person = async (): Promise<void> => {
    for (;;) {
      const wish = { method: 'POST', path: '/bookings', body: wishOf(shop, places.next) } as const;
      places.next += 1;
      const reply = await send(wish).catch(() => null);
      if (reply === null) return;
      if (reply.status === 201) acknowledged.push((JSON.parse(reply.text) as { id: string }).id);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, person));
};

type Booked = { readonly places: { next: number }; readonly acknowledged: string[] };

/** Everything stands still, what is on the disk is kept, and then nobody is there any more. */
const cutPower = async (disk: Disk, okno: RunningOkno, data_dir: string): Promise<void> => {
  const postgres = treeOf(postgresPid(data_dir));
  for (const pid of postgres) signal(pid, 'SIGSTOP');
  await disk.keep();
  for (const pid of [...treeOf(okno.pid), ...postgres]) signal(pid, 'SIGKILL');
  await okno.ended;
  await until('everybody is gone', () => !postgres.some(isAlive));
  await disk.lose();
};

const MISSING = `
  select count(*)::int as count from unnest($1::uuid[]) acknowledged (id)
  where not exists (select from bookings where bookings.id = acknowledged.id and status = 'confirmed')`;

/** What of the acknowledged is not there after the power is back; all of it when the database does not start. */
const missingOf = async (shop: Shop, acknowledged: readonly string[]): Promise<number> => {
  const rows = await shop.ask();
  return (await rows<{ count: number }>(MISSING, [acknowledged]))[0]?.count ?? Number.NaN;
};

/** People book, the power fails, and what was acknowledged is looked for, round after round on the same disk. */
export const torturePower = async (
  t: Place,
  { rounds, seconds, without_fsync = false, tell }: Run,
): Promise<Findings> => {
  const disk = await openDisk(t);
  const data_dir = path.join(disk.folder, 'data');
  const shop = await openShop(t, PLAN, undefined, data_dir);
  if (without_fsync) appendFileSync(path.join(data_dir, 'postgres/postgresql.auto.conf'), 'fsync = off\n');
  const booked: Booked = { places: { next: 0 }, acknowledged: [] };
  const settings = { ...shop.settings, ROLES: 'gateway' };
  let [lost, dead] = [0, 0];
  let okno = await startOkno(t, settings);
  for (let round = 1; round <= rounds && dead === 0; round += 1) {
    const booking = bookUntilDark(t, shop, okno, booked);
    await pause(seconds * 1000);
    await cutPower(disk, okno, data_dir);
    await booking;
    const next = await startOkno(t, settings).catch((error: Error) => {
      tell(error.message);
      return null;
    });
    if (next === null) dead += 1;
    else {
      okno = next;
      lost += await missingOf(shop, booked.acknowledged);
    }
    if (round % 5 === 0) tell(`${round} of ${rounds} power cuts, ${booked.acknowledged.length} bookings`);
  }
  return {
    what: 'people book, and the power fails: only what was written through to the disk is left',
    figures: { power_cuts: rounds, acknowledged: booked.acknowledged.length, lost, does_not_start: dead },
    wrong: [
      ...(lost > 0 ? [`${lost} bookings that were acknowledged are lost`] : []),
      ...(dead > 0 ? ['the database does not start any more'] : []),
    ],
  };
};

/** Twenty power cuts. */
export const power: Torture = (t, { seconds, tell }) => torturePower(t, { rounds: 20, seconds: seconds ?? 3, tell });
