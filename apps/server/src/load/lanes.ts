/** Who works and who waits, lane by lane; no clock, no bounds but that of a lane. */
export type Lanes<W> = {
  readonly working: (name: string) => number;
  readonly waiting: (name: string) => number;
  /** How many would have their turns before one more of the lane: all of its own, and of each other lane one more than these. */
  readonly before: (name: string) => number;
  readonly begin: (name: string) => void;
  readonly end: (name: string) => void;
  readonly line: (name: string, waiter: W) => void;
  readonly leave: (name: string, waiter: W) => void;
  /** Takes the first of the lane whose turn it is out of its line; missing when nobody waits who may begin. */
  readonly next: () => { readonly name: string; readonly waiter: W } | undefined;
};

type Lane<W> = { working: number; readonly waiting: Set<W> };

/** @param most_each how many of one lane may work at once */
export const createLanes = <W>(most_each: number): Lanes<W> => {
  const lanes = new Map<string, Lane<W>>();
  /** Lanes with somebody who waits and may begin, in the order of their turns: who has had one stands at the end. */
  const turns = new Set<string>();
  /** How many wait in all lanes, and in how many lanes. */
  const lines = { waiters: 0, lanes: 0 };
  const count = (waiters: number, sign: 1 | -1): void => {
    lines.waiters += sign * waiters;
    lines.lanes += waiters > 0 ? sign : 0;
  };
  const change = <T>(name: string, how: (lane: Lane<W>) => T): T => {
    const lane = lanes.get(name) ?? { working: 0, waiting: new Set<W>() };
    count(lane.waiting.size, -1);
    const result = how(lane);
    count(lane.waiting.size, 1);
    const { working, waiting } = lane;
    if (waiting.size > 0 && working < most_each) turns.add(name);
    else turns.delete(name);
    if (waiting.size === 0 && working === 0) lanes.delete(name);
    else lanes.set(name, lane);
    return result;
  };
  return {
    working: (name) => lanes.get(name)?.working ?? 0,
    waiting: (name) => lanes.get(name)?.waiting.size ?? 0,
    before: (name) => {
      const own = lanes.get(name)?.waiting.size ?? 0;
      const others = lines.lanes - (own > 0 ? 1 : 0);
      return Math.min(lines.waiters, own + others * (own + 1));
    },
    begin: (name) =>
      change(name, (lane) => {
        lane.working += 1;
      }),
    end: (name) =>
      change(name, (lane) => {
        lane.working -= 1;
      }),
    line: (name, waiter) => change(name, ({ waiting }) => void waiting.add(waiter)),
    leave: (name, waiter) => change(name, ({ waiting }) => void waiting.delete(waiter)),
    next: () => {
      const [name] = turns;
      if (name === undefined) return undefined;
      turns.delete(name);
      return change(name, ({ waiting }) => {
        // A lane stands in the turns only while somebody waits in it.
        const [waiter] = waiting;
        waiting.delete(waiter as W);
        return { name, waiter: waiter as W };
      });
    },
  };
};
