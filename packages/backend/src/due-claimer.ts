import type { Pace } from './due-pace.ts';
import type { DueRunner } from './due-runner.ts';
import type { Claimed, DueStore, Share } from './due-store.ts';

/** A transaction that began this long ago may still bring rows that were due then; older ones the next look finds. */
const LATECOMERS_MS = 2_000;
/** While there is plenty to claim: one is computed, one is written to the disk, one is on its way to us. */
const CLAIMS_AT_ONCE = 3;

type Options = { readonly store: DueStore; readonly owner: number; readonly pace: Pace; readonly runner: DueRunner };

export type Claimer = {
  readonly counts: { readonly claimed: number; readonly lag_ms: number };
  /** Finds out when something will be due, and takes what others have left behind. */
  look(): Promise<void>;
  /** Begins a claim, and resolves when it is time to begin another one. */
  claim(): Promise<void>;
  /** Resolves when no claim is under way any more. */
  landed(): Promise<void>;
};

const sizeOf = ({ items, handfuls }: Claimed): number =>
  handfuls.reduce((sum, handful) => sum + handful.items.length, items.length);

const latestOf = ({ items, handfuls }: Claimed): number => {
  let latest = 0;
  for (const { scheduled_for } of items) latest = Math.max(latest, scheduled_for);
  for (const handful of handfuls)
    for (const { scheduled_for } of handful.items) latest = Math.max(latest, scheduled_for);
  return latest;
};

/** Takes what is due out of the timetable, and what others have left in the outbox. */
export const createClaimer = ({ store, owner, pace, runner }: Options): Claimer => {
  const counts = { claimed: 0, lag_ms: 0 };
  const flights = new Set<Promise<void>>();
  // Nothing before it is to be had any more; what came late all the same, or belonged to a business that was to be moved and
  // has stayed, the next look finds.
  let floor = Number.NEGATIVE_INFINITY;
  let looks = 0;
  let plenty = false;

  const note = (claimed: Claimed, { busy }: Share, look: number): void => {
    const { now } = claimed;
    const latest = latestOf(claimed);
    counts.claimed += sizeOf(claimed);
    counts.lag_ms = now - latest;
    // As long as rows of somebody who is busy are passed over, they wait below; and what began before a look knows nothing of it.
    if (busy.length === 0 && look === looks) floor = Math.min(latest, now - LATECOMERS_MS);
    runner.launch(claimed);
  };

  /** There is enough in hand, or what is due belongs to those who have enough of it: as things stood after so many settlings. */
  const waitForRoom = (after: number): void => {
    pace.hold();
    void runner.progress(after).then(pace.wake);
  };

  /** One batch; a full one means that there may be more at once. */
  const fly = async (share: Share): Promise<void> => {
    const look = looks;
    const settlings = runner.settlings();
    runner.expect(share.limit);
    const claimed = await store.claim(owner, share, floor).finally(() => runner.expect(-share.limit));
    const size = sizeOf(claimed);
    plenty = size === share.limit;
    if (size > 0) note(claimed, share, look);
    else if (share.busy.length > 0) return waitForRoom(settlings);
    if (!plenty) pace.claimed(size > 0, await store.untilNext(floor));
  };

  const begin = (share: Share): void => {
    const flight = fly(share).finally(() => flights.delete(flight));
    // Whoever waits for it learns of it; and when nobody does, the next claim fails in the same way.
    flight.catch(() => {});
    flights.add(flight);
  };

  /** A full batch means that more was left behind; and who has no room for any now, has it soon. */
  const takeOver = async (): Promise<void> => {
    const share = runner.share();
    if (share.limit === 0) return void runner.progress().then(pace.lookNow);
    const items = await store.takeOver(owner, share);
    runner.launch({ items, handfuls: [] });
    if (items.length === share.limit) pace.lookNow();
  };

  return {
    counts,
    look: async (): Promise<void> => {
      looks += 1;
      floor = Number.NEGATIVE_INFINITY;
      const { ms, abandoned } = await store.look();
      pace.looked(ms);
      if (abandoned) await takeOver();
    },
    claim: async (): Promise<void> => {
      const share = runner.share();
      if (share.limit > 0) begin(share);
      else if (flights.size === 0) return waitForRoom(runner.settlings());
      if (share.limit === 0 || !plenty || flights.size >= CLAIMS_AT_ONCE) await Promise.race(flights);
    },
    landed: async () => {
      await Promise.allSettled(flights);
    },
  };
};
